/** Asks again and again, ever more slowly while nobody answers. */

import { backOff, type Clock, type Timer } from "./timing";

const LONGEST_WAIT_MS = 6_000;

export interface PollingOptions {
  clock: Clock;
  /** Rejects when it got no answer. */
  poll: () => Promise<void>;
  /** Milliseconds between polls, asked before each. */
  every: () => number;
  /** `wasDown`: the poll before this one got no answer. */
  onResult: (worked: boolean, wasDown: boolean) => void;
}

export class Polling {
  #timer: Timer = null;
  #failures = 0;

  constructor(private readonly options: PollingOptions) {}

  start(): void {
    if (this.#timer === null) this.#plan(0);
  }

  stop(): void {
    this.options.clock.cancel(this.#timer);
    this.#timer = null;
    this.#failures = 0;
  }

  /** The next poll at once, where polling goes on. */
  hurry(): void {
    this.#failures = 0;
    if (this.#timer !== null) this.#plan(0);
  }

  #plan(ms: number): void {
    const { clock } = this.options;
    clock.cancel(this.#timer);
    const timer = clock.after(ms, () => void this.#run(timer));
    this.#timer = timer;
  }

  async #run(timer: Timer): Promise<void> {
    const worked = await this.options.poll().then(
      () => true,
      () => false,
    );
    if (this.#timer !== timer) return;
    const wasDown = this.#failures > 0;
    this.#failures = worked ? 0 : this.#failures + 1;
    this.#plan(this.#wait());
    this.options.onResult(worked, wasDown);
  }

  #wait(): number {
    const every = this.options.every();
    const random = this.options.clock.random();
    return this.#failures > 0 ? backOff(this.#failures, random, every / 2, LONGEST_WAIT_MS) : every * (0.9 + 0.2 * random);
  }
}
