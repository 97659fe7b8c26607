/** Searching something on the server, while somebody types. */
import { realClock, type Clock, type Timer } from "../shared/timing";
import { Model } from "./model";

export interface SearchState<T> {
  query: string;
  phase: "searching" | "found" | "failed";
  /** What was found last; it stays while the next search is under way. */
  results: readonly T[];
  /** Which of them is chosen by Enter. */
  active: number;
}

/** Who goes on typing is not asked for yet. */
const PAUSE_MS = 200;

export class Search<T> {
  readonly model = new Model<SearchState<T>>({ query: "", phase: "searching", results: [], active: 0 });
  private timer: Timer = null;
  /** Answers to earlier questions come too late. */
  private asked = 0;

  constructor(
    private readonly find: (query: string) => Promise<readonly T[]>,
    private readonly clock: Clock = realClock,
  ) {}

  /** Without words, what is asked for most. */
  start(query = ""): void {
    this.model.update({ query });
    void this.ask(query.trim());
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
    const { results, active } = this.model.state;
    if (results.length > 0) this.model.update({ active: (active + step + results.length) % results.length });
  }

  /** The one that Enter takes; null while there is none, or another search is under way. */
  get chosen(): T | null {
    const { phase, results, active } = this.model.state;
    return phase === "found" ? (results[active] ?? null) : null;
  }

  private async ask(query: string): Promise<void> {
    const turn = (this.asked += 1);
    try {
      const results = await this.find(query);
      if (turn === this.asked) this.model.update({ results, phase: "found", active: 0 });
    } catch {
      if (turn === this.asked) this.model.update({ results: [], phase: "failed", active: 0 });
    }
  }
}
