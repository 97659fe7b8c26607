/** `more.js`: fetched when something of it is first needed. */

import { Model } from "../shared/model";
import type { LaterParts } from "./later_parts";

interface State {
  /** Null until they are there. */
  parts: LaterParts | null;
  hasFailed: boolean;
}

export class SecondScript extends Model<State> {
  private isUnderWay = false;

  constructor(private readonly fetch: (onFailed: () => void) => void) {
    super({ parts: null, hasFailed: false });
  }

  want(): void {
    if (this.isUnderWay || this.state.parts) return;
    this.isUnderWay = true;
    this.update({ hasFailed: false });
    this.fetch(() => {
      this.isUnderWay = false;
      this.update({ hasFailed: true });
    });
  }
}
