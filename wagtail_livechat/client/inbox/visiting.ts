/** Who is on the site now: fetched while it is looked at, written to. */
import type { Api } from "../shared/api";
import type { AgentFrame } from "../shared/frames";
import { nowAndThen, realClock, type Clock, type Timer } from "../shared/timing";
import type { LiveVisitor, Recorded } from "../shared/types";
import type { ChangeAnswer, LiveAnswer } from "./answers";
import { byArrival, EVERYBODY, isFiltered, letterOf, onSite, queryOf, recounted, withConversation, withNews } from "./live";
import type { Filter, Letter } from "./live";
import { Model } from "./model";
import { Pacing } from "./pacing";
import type { InboxState, Loading } from "./state";

export interface VisitingState {
  /** The list shows visitors in the place of conversations. */
  isShown: boolean;
  filter: Filter;
  /** Whether anybody is listed. */
  phase: Loading;
  /** What was asked for when those were found who are listed. */
  listedBy: Filter;
  /** Who came last stands first. */
  visitors: readonly LiveVisitor[];
  /** Where they all are, by two letters. */
  countries: readonly string[];
  /** Who can be listed at all. */
  recorded: Recorded;
  /** Where that can be changed; null: not by this agent. */
  settingsUrl: string | null;
}

export interface VisitingOptions {
  api: Pick<Api, "get" | "post">;
  /** The numbers of visitors stand beside the agent's sites. */
  model: Model<Pick<InboxState, "me">>;
  answered: (answer: ChangeAnswer) => void;
  /** Opens a conversation. */
  go: (conversation: string) => void;
  /** The numbers of visitors are no longer right. */
  miscounted: () => void;
  onProblem: (error: unknown) => void;
  isTabHidden?: () => boolean;
  clock?: Clock;
}

const AT_LEAST_MS = 3_000;
/** Who leaves without a word is missed this much later. */
const AT_MOST_MS = 20_000;
const TYPED_FOR_MS = 250;
/** How often the numbers are asked for that nobody tells of: of those who leave without a word. */
const COUNT_MS = 60_000;
const COUNT_SPREAD_MS = 20_000;

export class Visiting {
  readonly model: Model<VisitingState>;
  private readonly pacing: Pacing;
  private readonly clock: Clock;
  private typing: Timer = null;
  /** What was begun to be written to whom. */
  private readonly drafts = new Map<string, string>();
  private readonly letters = new Map<string, Letter>();

  constructor(
    private readonly options: VisitingOptions,
    isShown: boolean,
  ) {
    const { clock = realClock } = options;
    this.clock = clock;
    this.model = new Model(begun(isShown));
    this.pacing = new Pacing({
      fetch: () => this.fetch(),
      isLookedAt: () => this.model.state.isShown && this.isTabLookedAt(),
      atLeastMs: AT_LEAST_MS,
      atMostMs: AT_MOST_MS,
      clock,
    });
  }

  start(): void {
    nowAndThen(COUNT_MS, COUNT_SPREAD_MS, () => this.recount(), this.clock);
  }

  // --- What the agent asks for -------------------------------------------------------------------------------------

  show(): void {
    if (this.model.state.isShown) return;
    this.model.update({ isShown: true });
    this.pacing.changed();
  }

  leave(): void {
    this.model.update({ isShown: false });
  }

  /** Asks for others; until they are there, those who are listed stay. */
  filter(change: Partial<Filter>): void {
    this.clock.cancel(this.typing);
    this.model.update({ filter: { ...this.model.state.filter, ...change } });
    this.pacing.now();
  }

  /** The same, after the last key of a word. */
  search(q: string): void {
    this.clock.cancel(this.typing);
    this.typing = this.clock.after(TYPED_FOR_MS, () => this.filter({ q: q.trim() }));
  }

  retry(): void {
    this.model.update({ phase: "loading" });
    this.pacing.now();
  }

  draft(visitor: string): string {
    return this.drafts.get(visitor) ?? "";
  }

  keepDraft(visitor: string, text: string): void {
    this.drafts.set(visitor, text);
  }

  /** Begins a conversation, or goes on with the open one, and opens it. Rejects with the server's problem. */
  async write(visitor: string, body: string): Promise<void> {
    const letter = letterOf(body, this.letters.get(visitor) ?? null);
    this.letters.set(visitor, letter);
    const answer = await this.options.api.post<ChangeAnswer>(`visitors/${visitor}/conversations`, letter);
    this.letters.delete(visitor);
    this.drafts.delete(visitor);
    this.list(withConversation(this.model.state.visitors, answer.conversation));
    this.options.answered(answer);
    this.options.go(answer.conversation.public_id);
  }

  // --- Keeping up --------------------------------------------------------------------------------------------------

  heard(frame: AgentFrame): void {
    if (frame.type === "visits.changed") {
      this.count(frame.site, frame.online);
      this.pacing.changed();
    } else if (frame.type === "conversation.gone") {
      this.pacing.changed();
    } else if (frame.type === "visitor.changed") {
      this.list(withNews(this.model.state.visitors, frame.visitor));
    } else if (frame.type === "message.created" || frame.type === "conversation.changed") {
      this.list(withConversation(this.model.state.visitors, frame.conversation));
    }
  }

  /** Something may have changed while nobody told us, or the agent is back. */
  refresh(): void {
    this.pacing.changed();
  }

  private async fetch(): Promise<void> {
    const { filter } = this.model.state;
    try {
      const answer = await this.options.api.get<LiveAnswer>("visitors", queryOf(filter));
      if (filter === this.model.state.filter) this.came(answer);
    } catch (error) {
      this.failed(filter);
      this.options.onProblem(error);
    }
  }

  private came({ visitors, countries, recorded, settings_url, online }: LiveAnswer): void {
    const { filter } = this.model.state;
    const found = { visitors: byArrival(visitors), countries, recorded, settingsUrl: settings_url };
    this.model.update({ ...found, listedBy: filter, phase: "ready" });
    const counted = onSite(this.options.model.state.me);
    if (counted !== null && counted !== online && !isFiltered(filter)) this.options.miscounted();
  }

  /** Those who are listed stay until others are asked for. */
  private failed(filter: Filter): void {
    const { phase, filter: wanted, listedBy } = this.model.state;
    if (filter === wanted && (phase === "loading" || listedBy !== wanted)) this.model.update({ phase: "failed" });
  }

  private list(visitors: readonly LiveVisitor[]): void {
    if (visitors !== this.model.state.visitors) this.model.update({ visitors });
  }

  /** Where the visitors are listed they are counted, too; where nobody was, nobody leaves. */
  private recount(): void {
    const { me } = this.options.model.state;
    if (onSite(me) && !this.model.state.isShown && this.isTabLookedAt()) this.options.miscounted();
  }

  private isTabLookedAt(): boolean {
    return !(this.options.isTabHidden?.() ?? document.hidden);
  }

  private count(site: number, visitors: number): void {
    const { model } = this.options;
    const { me } = model.state;
    if (me !== null) model.update({ me: recounted(me, site, visitors) });
  }
}

function begun(isShown: boolean): VisitingState {
  const nobody = { visitors: [], countries: [], settingsUrl: null };
  return { isShown, filter: EVERYBODY, listedBy: EVERYBODY, phase: "loading", recorded: "all", ...nobody };
}
