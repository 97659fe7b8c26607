/** Loads the list of conversations and keeps it and its counts right. */
import type { Api } from "../shared/api";
import { Meanwhile } from "../shared/meanwhile";
import { realClock, type Clock, type Timer } from "../shared/timing";
import type { AgentConversation, Standing } from "../shared/types";
import type { ListAnswer, VisitorNews } from "./answers";
import { corrected, EMPTY_LIST, extend, place, without, type ConversationList, type View } from "./list";
import type { Model } from "./model";
import { withNewsOf } from "./news";
import { isMove, moved, standingOf } from "./queues";
import type { InboxState } from "./state";

const PAGE = 40;
/** What is fetched again for somebody who has scrolled down: in larger pages, and not without end. */
const LARGE_PAGE = 200;
const MOST_AGAIN = 1_000;
/** How often counts are asked for that frames overtook. */
const TRIES = 3;
const TRY_AGAIN_MS = 2_000;
const MOST_REMEMBERED = 5_000;

export class Listing {
  /** What frames brought while a page was under way: the page may be older. */
  private arrived: AgentConversation[] = [];
  private underWay = 0;
  private readonly meanwhile = new Meanwhile<VisitorNews>();
  /** What went out of reach: an answer to the very action that did it may come after the farewell. */
  private departed = new Set<string>();
  /** The frames that were counted, so that none is counted twice. */
  private counted = new Set<string>();
  /** How many frames have moved a number. */
  private moves = 0;
  /** Up to which row the list is looked at. */
  private lookedAt = 0;
  private recounting: Timer = null;
  private generation = 0;

  constructor(
    private readonly api: Api,
    private readonly model: Model<InboxState>,
    private readonly agent: number,
    private readonly onProblem: (error: unknown) => void,
    private readonly clock: Clock = realClock,
  ) {}

  async show(view: View): Promise<void> {
    this.lookedAt = 0;
    this.model.update({ view, list: EMPTY_LIST, listing: "loading", growing: "ready" });
    await this.refresh().catch(() => undefined);
  }

  /** Fetches the list again, as far down as it is looked at; what is shown stays until it is there. */
  async refresh(): Promise<void> {
    const generation = (this.generation += 1);
    this.arrived = [];
    this.departed.clear();
    try {
      await this.refreshOnce(() => generation === this.generation);
    } catch (error) {
      if (generation !== this.generation) return;
      if (this.model.state.listing === "loading") this.model.update({ listing: "failed" });
      this.onProblem(error);
      throw error;
    }
  }

  async grow(): Promise<void> {
    const { list, growing } = this.model.state;
    if (list.cursor === null || growing === "loading") return;
    const generation = this.generation;
    this.model.update({ growing: "loading" });
    try {
      const [answer, news] = await this.meanwhile.ask(() => this.fetch(list.cursor, PAGE));
      if (generation !== this.generation) return;
      this.model.update({ list: this.corrected(extend(this.model.state.list, answer), news), growing: "ready" });
    } catch (error) {
      if (generation === this.generation) this.model.update({ growing: "failed" });
      this.onProblem(error);
    }
  }

  /** The list is looked at up to this row. */
  look(row: number): void {
    this.lookedAt = row;
  }

  /** A conversation as it is now, from a frame: counted by where it stood before; null: it is new here. */
  heard(conversation: AgentConversation, was: Standing | null | undefined): void {
    this.departed.delete(conversation.public_id);
    if (was !== undefined) this.count(conversation, was);
    this.put(conversation);
  }

  /** A conversation as it is now, from an answer: its frame will count it. */
  put(conversation: AgentConversation): void {
    if (this.departed.has(conversation.public_id)) return;
    if (this.underWay > 0) this.arrived.push(conversation);
    const { list, view } = this.model.state;
    this.model.update({ list: place(list, conversation, view, this.agent) });
  }

  gone(publicId: string, was: Standing | null): void {
    this.departed.add(publicId);
    this.arrived = this.arrived.filter((conversation) => conversation.public_id !== publicId);
    this.model.update({ list: without(this.model.state.list, publicId) });
    this.move(was, null);
  }

  introduced(visitor: VisitorNews): void {
    this.meanwhile.tell(visitor);
    const { list } = this.model.state;
    if (!list.rows.some((row) => row.visitor.public_id === visitor.public_id)) return;
    this.model.update({ list: { ...list, rows: list.rows.map((row) => withNewsOf(row, [visitor])) } });
  }

  /** Fetches the counts anew. Nobody can tell whether an answer holds the frames that overtook it: then it is dropped. */
  async recount(tries = TRIES): Promise<void> {
    this.clock.cancel(this.recounting);
    const before = this.moves;
    const { counts } = await this.api.get<ListAnswer>("conversations", { limit: 1 });
    if (before === this.moves) this.model.update({ counts });
    else this.recountLater(tries - 1);
  }

  private recountLater(tries: number): void {
    if (tries === 0) return;
    this.clock.cancel(this.recounting);
    const wait = TRY_AGAIN_MS * (1 + this.clock.random());
    this.recounting = this.clock.after(wait, () => void this.recount(tries).catch(this.onProblem));
  }

  private async refreshOnce(isCurrent: () => boolean): Promise<void> {
    const before = this.moves;
    const length = Math.min(this.lookedAt, MOST_AGAIN);
    const [{ list, counts }, news] = await this.meanwhile.ask(() => this.fetchList(length, isCurrent));
    if (!isCurrent()) return;
    this.model.update({ list: this.corrected(list, news), listing: "ready", growing: "ready", counts });
    if (before !== this.moves) this.recountLater(TRIES);
  }

  private async fetchList(length: number, isCurrent: () => boolean): Promise<{ list: ConversationList } & ListAnswer> {
    let answer = await this.fetch(null, PAGE);
    let list = extend(EMPTY_LIST, answer);
    while (list.rows.length < length && list.cursor !== null && isCurrent()) {
      answer = await this.fetch(list.cursor, LARGE_PAGE);
      list = extend(list, answer);
    }
    return { ...answer, list };
  }

  /** A fetched list with what frames brought meanwhile, and without what they took. */
  private corrected(list: ConversationList, news: readonly VisitorNews[]): ConversationList {
    const rows = list.rows.filter((row) => !this.departed.has(row.public_id));
    const { arrived } = this;
    if (this.underWay === 0) this.arrived = [];
    const now = corrected({ ...list, rows }, arrived, this.model.state.view, this.agent);
    return { ...now, rows: now.rows.map((row) => withNewsOf(row, news)) };
  }

  private count(conversation: AgentConversation, was: Standing | null): void {
    const frame = `${conversation.public_id} ${conversation.revision}`;
    if (this.counted.has(frame)) return;
    if (this.counted.size > MOST_REMEMBERED) this.counted.clear();
    this.counted.add(frame);
    this.move(was, standingOf(conversation));
  }

  private move(was: Standing | null, now: Standing | null): void {
    if (!isMove(was, now, this.agent)) return;
    this.moves += 1;
    const { counts } = this.model.state;
    if (counts !== null) this.model.update({ counts: moved(counts, was, now, this.agent) });
  }

  private async fetch(cursor: string | null, limit: number): Promise<ListAnswer> {
    const { status, queue, group } = this.model.state.view;
    const within = status === "open" ? { queue, group } : { queue: "all" };
    this.underWay += 1;
    try {
      return await this.api.get<ListAnswer>("conversations", { status, ...within, cursor, limit });
    } finally {
      this.underWay -= 1;
    }
  }
}
