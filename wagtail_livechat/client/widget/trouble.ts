/** What keeps messages from going out, and from when on it is worth a word. */

import type { Problem } from "../shared/api";
import { realClock, type Clock, type Timer } from "../shared/timing";
import type { ChatState } from "./state";

const TROUBLED_AFTER_MS = 2_000;
const DELAYS_BEFORE_A_WORD = 2;

type Words = Partial<Pick<ChatState, "isTroubled" | "isStuck" | "isHeldBack">>;

export class Trouble {
  #delays = 0;
  #timer: Timer = null;

  constructor(
    private readonly say: (words: Words) => void,
    private readonly clock: Clock = realClock,
  ) {}

  /** A short break is not worth a word. */
  connection(isBroken: boolean): void {
    this.clock.cancel(this.#timer);
    if (!isBroken) return this.say({ isTroubled: false });
    this.#timer = this.clock.after(TROUBLED_AFTER_MS, () => this.say({ isTroubled: true }));
  }

  delayed(problem: Problem): void {
    const isHeldBack = problem.code === "too_many" || problem.code === "busy";
    this.#delays += isHeldBack ? 0 : 1;
    this.say({ isHeldBack, isStuck: this.#delays >= DELAYS_BEFORE_A_WORD });
  }

  /** A message went out. */
  over(): void {
    this.#delays = 0;
    this.say({ isHeldBack: false, isStuck: false });
  }
}
