/** Searching the pages and goods of a site, while somebody types. */
import { realClock, type Clock, type Timer } from "../shared/timing";
import type { Card } from "../shared/types";
import { replacing, type Edit } from "./completing";
import { Model } from "./model";

export interface PageSearchState {
  query: string;
  phase: "searching" | "found" | "failed";
  /** What was found last; it stays while the next search is under way. */
  cards: readonly Card[];
  /** Which of them is chosen by Enter. */
  active: number;
}

/** Who goes on typing is not asked for yet. */
const PAUSE_MS = 200;

export class PageSearch {
  readonly model = new Model<PageSearchState>({ query: "", phase: "searching", cards: [], active: 0 });
  private timer: Timer = null;
  /** Answers to earlier questions come too late. */
  private asked = 0;

  constructor(
    private readonly find: (query: string) => Promise<readonly Card[]>,
    private readonly clock: Clock = realClock,
  ) {}

  /** Without words, what is asked for most. */
  start(): void {
    void this.ask("");
  }

  /** Nothing that is still under way counts any more. */
  stop(): void {
    this.asked += 1;
    this.clock.cancel(this.timer);
  }

  write(query: string): void {
    this.stop();
    this.model.update({ query, phase: "searching" });
    this.timer = this.clock.after(PAUSE_MS, () => void this.ask(query.trim()));
  }

  again(): void {
    this.stop();
    this.model.update({ phase: "searching" });
    void this.ask(this.model.state.query.trim());
  }

  /** Moves to the next one (1) or the one before (-1), around the ends. */
  move(step: 1 | -1): void {
    const { cards, active } = this.model.state;
    if (cards.length > 0) this.model.update({ active: (active + step + cards.length) % cards.length });
  }

  /** The one that Enter takes; null while there is none, or another search is under way. */
  get chosen(): Card | null {
    const { phase, cards, active } = this.model.state;
    return phase === "found" ? (cards[active] ?? null) : null;
  }

  private async ask(query: string): Promise<void> {
    const turn = (this.asked += 1);
    try {
      const cards = await this.find(query);
      if (turn === this.asked) this.model.update({ cards, phase: "found", active: 0 });
    } catch {
      if (turn === this.asked) this.model.update({ cards: [], phase: "failed", active: 0 });
    }
  }
}

/** Puts an address at the cursor, with a space between it and the words beside it. */
export function withPage(text: string, from: number, to: number, url: string): Edit {
  const before = from > 0 && !/\s/.test(text.charAt(from - 1)) ? " " : "";
  const after = /^\s/.test(text.slice(to)) ? "" : " ";
  return replacing(from, to, `${before}${url}${after}`);
}
