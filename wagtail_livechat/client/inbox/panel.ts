/** The visitor panel: what is fetched of the visitor whose conversation is open, and fetched again when it changes. */
import { Problem, type Api } from "../shared/api";
import type { AgentFrame } from "../shared/frames";
import { realClock, type Clock } from "../shared/timing";
import type { AgentConversation } from "../shared/types";
import type { ConversationsAnswer, CustomerAnswer, VisitsAnswer } from "./answers";
import type { Model } from "./model";
import { Refetching } from "./refetching";
import type { InboxState, Loading } from "./state";
import { threadOf } from "./threads";
import { withFresh, withOlder, type Visits } from "./visits";

/** One part of the panel. What is there stays while it is fetched anew, and when that fails. */
export interface Room<T> {
  phase: Loading;
  content: T | null;
}

export interface PanelState {
  /** Whose rooms these are. */
  visitor: string | null;
  visits: Room<Visits>;
  /** Visits before those that are known. */
  older: Loading;
  /** Null: not for this agent, or on a site that shows none. */
  customer: Room<CustomerAnswer> | null;
  conversations: Room<readonly AgentConversation[]>;
}

const EMPTY = { phase: "loading", content: null } as const;
export const NO_PANEL: PanelState = {
  visitor: null,
  visits: EMPTY,
  older: "ready",
  customer: null,
  conversations: EMPTY,
};

type RoomName = "visits" | "customer" | "conversations";
type Wanted = { visitor: string | null; showsCustomer: boolean };

/** Milliseconds. Where no socket tells what changed, it is asked for. */
export const POLL_MS = 15_000;

export interface PanelOptions {
  api: Api;
  model: Model<InboxState>;
  /** Fetches who the visitor of the open conversation is. */
  introduce: () => Promise<void>;
  onProblem: (error: unknown) => void;
  clock?: Clock;
}

export class Panel {
  private readonly clock: Clock;
  private wanted: Wanted = { visitor: null, showsCustomer: false };
  private fetching: Partial<Record<RoomName, Refetching<unknown>>> = {};
  private readonly details: Refetching<void>;
  /** What the details were fetched for the last time: another visit, another visitor. */
  private detailsFor = "";
  private polledAt = 0;

  constructor(private readonly options: PanelOptions) {
    this.clock = options.clock ?? realClock;
    this.details = new Refetching(options.introduce, { arrived: () => undefined, failed: options.onProblem });
    options.model.watch(() => this.follow());
  }

  /** Everything that may have changed while nobody told us. */
  refresh(): void {
    if (this.wanted.visitor === null) return;
    this.details.again();
    this.again();
  }

  poll(): void {
    const now = this.clock.now();
    if (now - this.polledAt < POLL_MS) return;
    this.polledAt = now;
    this.refresh();
  }

  heard(frame: AgentFrame): void {
    const { visitor } = this.wanted;
    if (visitor === null) return undefined;
    switch (frame.type) {
      case "visits.changed":
        return frame.visitors.includes(visitor) ? this.again("visits", "customer") : undefined;
      case "visitor.changed":
        return frame.visitor.public_id === visitor ? this.again() : undefined;
      case "message.created":
      case "conversation.changed":
        return this.isAnotherOf(visitor, frame.conversation) ? this.again("conversations") : undefined;
      default:
        return undefined;
    }
  }

  retry(room: RoomName): void {
    const { panel } = this.options.model.state;
    const shown = panel[room];
    if (shown !== null) this.change({ [room]: { ...shown, phase: "loading" } });
    this.again(room);
  }

  /** The visits before those that are known. */
  async more(): Promise<void> {
    const { visitor, visits, older } = this.options.model.state.panel;
    const last = visits.content?.visits.at(-1);
    if (visitor === null || last === undefined || older === "loading") return;
    this.change({ older: "loading" });
    try {
      const answer = await this.fetchVisits(visitor, last.public_id);
      const known = this.contentOf(visitor);
      if (known !== null) this.change({ older: "ready", visits: { phase: "ready", content: withOlder(known, answer) } });
    } catch (error) {
      if (this.wanted.visitor === visitor) this.change({ older: "failed" });
      this.options.onProblem(error);
    }
  }

  /** Another visitor's rooms begin empty, so that nobody sees in them what is known of the last one. */
  private follow(): void {
    const { state } = this.options.model;
    const wanted = wantedBy(state);
    const before = this.wanted;
    this.wanted = wanted;
    if (wanted.visitor !== before.visitor) this.begin(wanted);
    else if (wanted.showsCustomer !== before.showsCustomer) this.showCustomer(wanted);
    this.meet(state);
  }

  private begin({ visitor, showsCustomer }: Wanted): void {
    Object.values(this.fetching).forEach((fetching) => fetching.end());
    this.fetching = {};
    this.polledAt = this.clock.now();
    this.options.model.update({ panel: { ...NO_PANEL, visitor, customer: showsCustomer ? EMPTY : null } });
    if (visitor === null) return;
    this.open("visits", () => this.fetchVisits(visitor), (answer) => this.visitsCame(answer));
    this.open(
      "conversations",
      () => this.options.api.get<ConversationsAnswer>(`visitors/${visitor}/conversations`),
      ({ conversations: content }) => this.change({ conversations: { phase: "ready", content } }),
    );
    if (showsCustomer) this.openCustomer(visitor);
    this.again();
  }

  private showCustomer({ visitor, showsCustomer }: Wanted): void {
    this.fetching.customer?.end();
    delete this.fetching.customer;
    this.change({ customer: showsCustomer ? EMPTY : null });
    if (visitor === null || !showsCustomer) return;
    this.openCustomer(visitor);
    this.again("customer");
  }

  private openCustomer(visitor: string): void {
    this.open(
      "customer",
      () => this.options.api.get<CustomerAnswer>(`visitors/${visitor}/customer`),
      (content) => this.change({ customer: { phase: "ready", content } }),
    );
  }

  private open<T>(room: RoomName, fetch: () => Promise<T>, arrived: (content: T) => void): void {
    const failed = (error: unknown): void => this.failed(room, error);
    this.fetching[room] = new Refetching<T>(fetch, { arrived, failed }) as Refetching<unknown>;
  }

  private failed(room: RoomName, error: unknown): void {
    const mayNot = error instanceof Problem && (error.status === 403 || error.status === 404);
    const shown = this.options.model.state.panel[room];
    // What may not be seen any more does not stay.
    const content = mayNot ? null : (shown?.content ?? null);
    this.change({ [room]: room === "customer" && mayNot ? null : { phase: "failed", content } });
    this.options.onProblem(error);
  }

  private visitsCame(answer: VisitsAnswer): void {
    const { panel, opened } = this.options.model.state;
    this.change({ visits: { phase: "ready", content: withFresh(panel.visits.content, answer) } });
    const latest = answer.visits[0]?.public_id;
    // Where they are, and with what, is known of each visit.
    if (latest !== undefined && latest !== opened?.visitor?.visit?.public_id) this.wantDetails(latest);
  }

  /** The conversation became another visitor's: one who was merged with this one. */
  private meet({ opened, threads }: InboxState): void {
    const now = threadOf(threads, opened?.id ?? "").conversation?.visitor.public_id;
    const known = opened?.visitor?.public_id;
    if (now !== undefined && known !== undefined && now !== known) this.wantDetails(now);
  }

  private wantDetails(reason: string): void {
    if (this.detailsFor === reason) return;
    this.detailsFor = reason;
    this.details.again();
  }

  private again(...rooms: RoomName[]): void {
    const names = rooms.length > 0 ? rooms : (["visits", "customer", "conversations"] as const);
    names.forEach((room) => this.fetching[room]?.again());
  }

  /** One that stands in the list of the earlier ones. */
  private isAnotherOf(visitor: string, conversation: AgentConversation): boolean {
    const isOpen = conversation.public_id === this.options.model.state.opened?.id;
    return !isOpen && conversation.visitor.public_id === visitor;
  }

  private contentOf(visitor: string): Visits | null {
    const { panel } = this.options.model.state;
    return panel.visitor === visitor ? panel.visits.content : null;
  }

  private fetchVisits(visitor: string, before: string | null = null): Promise<VisitsAnswer> {
    return this.options.api.get<VisitsAnswer>(`visitors/${visitor}/page-views`, { before });
  }

  private change(change: Partial<PanelState>): void {
    const { model } = this.options;
    model.update({ panel: { ...model.state.panel, ...change } });
  }
}

/** Whose panel stands beside the open conversation, and whether the shop is asked, too. */
export function wantedBy({ opened, threads, me }: InboxState): Wanted {
  const isShown = opened?.phase === "ready" || opened?.phase === "loading";
  const visitor = isShown ? (opened?.visitor?.public_id ?? null) : null;
  const site = threadOf(threads, opened?.id ?? "").conversation?.site;
  const showsCustomer = visitor !== null && site !== undefined && (me?.customer_data.includes(site) ?? false);
  return { visitor, showsCustomer };
}
