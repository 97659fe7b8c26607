/** Tells the other side that somebody is writing: at once, then at most once a second, and the newest always. */

import { realClock, type Clock, type Timer } from "./timing";

/** A little more than the second that the server grants. */
export const AT_MOST_EVERY_MS = 1_050;

export class Typing {
  #toldAt = -Infinity;
  #due: Timer = null;

  constructor(
    private readonly tell: (what: string) => void,
    private readonly clock: Clock = realClock,
  ) {}

  note(what: string): void {
    this.forget();
    const tell = (): void => {
      this.#toldAt = this.clock.now();
      this.tell(what);
    };
    const wait = this.#toldAt + AT_MOST_EVERY_MS - this.clock.now();
    if (wait > 0) this.#due = this.clock.after(wait, tell);
    else tell();
  }

  /** What was not told yet is out of date: told after the message, it would say that another one follows. */
  forget(): void {
    this.clock.cancel(this.#due);
  }
}
