/** Tells the agents that the visitor is writing; what is written stays here. */

import { realClock, type Clock } from "../shared/timing";

const AT_MOST_EVERY_MS = 1_000;

export class Typing {
  private toldAt = -Infinity;

  /** `tell` returns false where there is nobody to tell. */
  constructor(
    private readonly tell: () => boolean,
    private readonly clock: Clock = realClock,
  ) {}

  /** Never later than the keystroke: what is told after the message has gone would say that another one follows. */
  note(): void {
    const now = this.clock.now();
    if (now - this.toldAt >= AT_MOST_EVERY_MS && this.tell()) this.toldAt = now;
  }
}
