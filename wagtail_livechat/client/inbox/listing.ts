/** Loads the list of conversations and keeps it and its counts right. */
import type { Api } from "../shared/api";
import type { AgentConversation, Standing } from "../shared/types";
import type { ListAnswer } from "./answers";
import { begin, EMPTY_LIST, extend, place, without, type View } from "./list";
import type { Model } from "./model";
import { moved, standingOf } from "./queues";
import type { InboxState } from "./state";

const PAGE = 40;
const RECOUNT_AFTER_MS = 1_500;

export class Listing {
  /** What each conversation was last counted as. */
  private standings = new Map<string, { revision: number; standing: Standing }>();
  /** What frames brought while a page was under way: the page may be older. */
  private arrived: AgentConversation[] = [];
  /** What went out of reach: an answer to the very action that did it may come after the farewell. */
  private departed = new Set<string>();
  private recount: ReturnType<typeof setTimeout> | null = null;
  private generation = 0;

  constructor(
    private readonly api: Api,
    private readonly model: Model<InboxState>,
    private readonly agent: number,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  async show(view: View): Promise<void> {
    this.model.update({ view, list: EMPTY_LIST, listing: "loading", growing: "ready" });
    await this.refresh().catch(() => undefined);
  }

  /** Fetches the first page again; what is shown stays until it is there. */
  async refresh(): Promise<void> {
    const generation = (this.generation += 1);
    this.arrived = [];
    this.departed.clear();
    try {
      const answer = await this.fetch(null);
      if (generation === this.generation) this.refreshed(answer);
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
      const answer = await this.fetch(list.cursor);
      if (generation !== this.generation) return;
      this.model.update({ list: extend(this.model.state.list, answer), growing: "ready" });
    } catch (error) {
      if (generation === this.generation) this.model.update({ growing: "failed" });
      this.onProblem(error);
    }
  }

  /** A conversation as it is now, from a frame: counted by where it stood before. */
  heard(conversation: AgentConversation, was: Standing | null | undefined): void {
    this.departed.delete(conversation.public_id);
    this.count(conversation, was ?? null);
    this.put(conversation);
  }

  /** A conversation as it is now, from an answer: its frame will count it. */
  put(conversation: AgentConversation): void {
    if (this.departed.has(conversation.public_id)) return;
    this.arrived.push(conversation);
    const { list, view } = this.model.state;
    this.model.update({ list: place(list, conversation, view, this.agent) });
  }

  gone(publicId: string, was: Standing | null): void {
    const before = this.standings.get(publicId)?.standing ?? was;
    this.standings.delete(publicId);
    this.departed.add(publicId);
    const { list, counts } = this.model.state;
    this.model.update({
      list: without(list, publicId),
      counts: counts && moved(counts, before, null, this.agent),
    });
    if (before === null) this.countAgain();
  }

  renamed(visitor: AgentConversation["visitor"]): void {
    const { list } = this.model.state;
    const rows = list.rows.map((row) => (row.visitor.public_id === visitor.public_id ? { ...row, visitor } : row));
    this.model.update({ list: { ...list, rows } });
  }

  private refreshed(answer: ListAnswer): void {
    const { view } = this.model.state;
    const list = begin(answer, this.arrived, view, this.agent);
    this.standings = new Map(
      answer.results.map((row) => [row.public_id, { revision: row.revision, standing: standingOf(row) }]),
    );
    this.model.update({ list, listing: "ready", growing: "ready", counts: answer.counts });
    if (this.arrived.length > 0) this.countAgain();
    this.arrived = [];
  }

  private count(conversation: AgentConversation, was: Standing | null): void {
    const known = this.standings.get(conversation.public_id);
    if (known !== undefined && known.revision >= conversation.revision) return;
    // A new conversation, or one whose standing nobody knew: the server tells which.
    if (known === undefined && was === null) this.countAgain();
    const standing = standingOf(conversation);
    this.standings.set(conversation.public_id, { revision: conversation.revision, standing });
    const { counts } = this.model.state;
    if (counts !== null) {
      this.model.update({ counts: moved(counts, known?.standing ?? was, standing, this.agent) });
    }
  }

  /** Some time later, so that a burst of doubts costs one request. */
  countAgain(): void {
    this.recount ??= setTimeout(() => {
      this.recount = null;
      void this.fetchCounts();
    }, RECOUNT_AFTER_MS);
  }

  private async fetchCounts(): Promise<void> {
    const before = this.standings.size;
    const answer = await this.api.get<ListAnswer>("conversations", { limit: 1 }).catch(() => null);
    if (answer === null) return;
    this.model.update({ counts: answer.counts });
    if (this.standings.size !== before) this.countAgain();
  }

  private fetch(cursor: string | null): Promise<ListAnswer> {
    const { status, queue } = this.model.state.view;
    return this.api.get<ListAnswer>("conversations", {
      status,
      queue: status === "open" ? queue : "all",
      cursor,
      limit: PAGE,
    });
  }
}
