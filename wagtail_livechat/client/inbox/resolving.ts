/** Resolving one or several conversations, doing other things to several, and taking a resolve back. */
import { Problem, type Api } from "../shared/api";
import { realClock, type Clock, type Timer } from "../shared/timing";
import type { AgentConversation } from "../shared/types";
import type { ChangeAnswer } from "./answers";
import { act, type BulkAction, type Outcome } from "./bulk";
import type { Following, Plan } from "./following";
import type { NameOf } from "./labels";
import type { Model } from "./model";
import { mayResolve } from "./rights";
import type { Selecting } from "./selecting";
import type { InboxState } from "./state";
import type { Say } from "./texts";

/** What was done, for a line that says so. A resolve can be undone as long as the line stands. */
export interface Done {
  action: BulkAction["action"];
  conversations: AgentConversation[];
  /** The one that was open then, if it is among them. */
  opened: string | null;
}

export interface ResolvingOptions {
  api: Api;
  model: Model<InboxState>;
  selecting: Selecting;
  following: Following;
  say: Say;
  nameOf: NameOf;
  go: (conversation: string) => void;
  answered: (answer: ChangeAnswer) => void;
  onProblem: (error: unknown) => void;
  clock?: Clock;
}

/** Milliseconds. */
export const UNDO_WITHIN_MS = 10_000;

export class Resolving {
  private readonly model: Model<InboxState>;
  private readonly clock: Clock;
  private underWay = new Set<string>();
  private timer: Timer = null;

  constructor(private readonly options: ResolvingOptions) {
    this.model = options.model;
    this.clock = options.clock ?? realClock;
  }

  may(conversation: AgentConversation): boolean {
    return mayResolve(conversation, this.model.state.me);
  }

  /** Says why the agent cannot resolve it. */
  refuse(id: string): void {
    this.complain(id, this.options.say("may_not_resolve"));
  }

  async resolve(id: string): Promise<void> {
    if (this.underWay.has(id)) return;
    this.underWay.add(id);
    this.complain(id, "");
    try {
      await this.resolveNow(id);
    } catch (error) {
      this.complain(id, this.explain(error));
    } finally {
      this.underWay.delete(id);
    }
  }

  /** Does the same to all chosen conversations. Those that fail stay chosen, and it is said why. */
  async bulk(action: BulkAction): Promise<void> {
    const ids = this.options.selecting.chosen.map((row) => row.public_id);
    if (ids.length === 0) return;
    this.notice("");
    const plan = this.options.following.plan(ids, action.action === "resolve");
    const outcome = await this.act(ids, action);
    this.options.selecting.keep(outcome.failures.flatMap((failure) => failure.ids));
    if (outcome.done.length > 0) this.tell(action.action, outcome.done, plan.openId);
    const opened = outcome.done.length > 0 && (await this.options.following.follow(plan));
    if (!opened && outcome.failures.length === 0) this.reveal(ids[0] ?? null, plan);
  }

  /** Takes back what was resolved last. */
  async undo(): Promise<void> {
    const { done } = this.model.state;
    if (done?.action !== "resolve") return;
    this.forget();
    this.notice("");
    const [first, ...others] = done.conversations.map(({ public_id: id }) => id);
    if (first === undefined) return;
    const isDone = others.length === 0 ? await this.reopen(first) : await this.reopenAll([first, ...others]);
    if (!isDone) return;
    if (done.opened !== null) this.options.go(done.opened);
    else this.reveal(first);
  }

  /** The line of what was done goes. */
  forget(): void {
    this.hold();
    this.model.update({ done: null });
  }

  /** Whoever is about to reach for "Undo" has all the time. */
  hold(): void {
    this.clock.cancel(this.timer);
  }

  release(): void {
    this.hold();
    this.timer = this.clock.after(UNDO_WITHIN_MS, () => this.forget());
  }

  forgetNotice(): void {
    this.notice("");
  }

  private async resolveNow(id: string): Promise<void> {
    const plan = this.options.following.plan([id], true);
    const answer = await this.options.api.post<ChangeAnswer>(`conversations/${id}/resolve`, {});
    this.options.answered(answer);
    // Without an entry a colleague was faster: that is not ours to undo.
    if (answer.message) this.tell("resolve", [answer.conversation], plan.openId);
    await this.options.following.follow(plan);
  }

  private async reopen(id: string): Promise<boolean> {
    try {
      this.options.answered(await this.options.api.post<ChangeAnswer>(`conversations/${id}/reopen`, {}));
      return true;
    } catch (error) {
      this.notice(this.explain(error));
      return false;
    }
  }

  private async reopenAll(ids: readonly string[]): Promise<boolean> {
    return (await this.act(ids, { action: "reopen" })).done.length > 0;
  }

  private async act(ids: readonly string[], action: BulkAction): Promise<Outcome> {
    const outcome = await act(this.options.api, ids, action, (error) => this.explain(error));
    const failed = outcome.failures.map((failure) => this.options.say("bulk_failed", this.toldOf(failure.ids, failure.detail)));
    outcome.done.forEach((conversation) => this.options.answered({ conversation }));
    if (failed.length > 0) this.notice(failed.join(" "));
    return outcome;
  }

  private toldOf(ids: readonly string[], detail: string): { names: string; detail: string } {
    const { rows } = this.model.state.list;
    const names = rows.filter((row) => ids.includes(row.public_id)).map((row) => this.options.nameOf(row.visitor));
    return { names: names.join(", "), detail };
  }

  private tell(action: Done["action"], conversations: AgentConversation[], openId: string | null): void {
    const opened = conversations.some(({ public_id: id }) => id === openId) ? openId : null;
    this.model.update({ done: { action, conversations, opened } });
    this.release();
  }

  /** The focus goes to a row: the one that was acted on or, where it is gone, the one that took its place. */
  private reveal(id: string | null, plan?: Plan): void {
    const isListed = this.model.state.list.rows.some((row) => row.public_id === id);
    const target = isListed ? id : (plan?.beside ?? null);
    if (target !== null) this.model.update({ reveal: { id: target, focus: true } });
  }

  /** Where it is looked for: above the thread that is open, else above the list. */
  private complain(id: string, text: string): void {
    if (this.model.state.opened?.id === id) this.model.update({ trouble: text });
    else this.notice(text);
  }

  private explain(error: unknown): string {
    this.options.onProblem(error);
    return (error instanceof Problem && error.detail) || this.options.say("trouble");
  }

  private notice(notice: string): void {
    this.model.update({ notice });
  }
}
