/** `more.js`: fetched when something of it is first needed. */

import { Model } from "../shared/model";
import type { Sound } from "../shared/sound";
import type { LaterParts } from "./later_parts";

interface State {
  /** Null until they are there. */
  parts: LaterParts | null;
  sound: Sound | null;
  hasFailed: boolean;
}

export class SecondScript extends Model<State> {
  #isUnderWay = false;
  #isToRing = false;

  constructor(private readonly fetch: (onFailed: () => void) => void) {
    super({ parts: null, sound: null, hasFailed: false });
  }

  want(): void {
    if (this.#isUnderWay || this.state.parts) return;
    this.#isUnderWay = true;
    this.update({ hasFailed: false });
    this.fetch(() => {
      this.#isUnderWay = this.#isToRing = false;
      this.update({ hasFailed: true });
    });
  }

  provided(parts: LaterParts, sound: Sound): void {
    this.update({ parts, sound });
    if (this.#isToRing) sound.play();
  }

  /** At once, or as soon as there is something to ring. */
  ring(): void {
    this.want();
    this.#isToRing = true;
    this.state.sound?.play();
  }
}
