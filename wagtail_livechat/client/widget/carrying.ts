/** Files that go along with the next message. What brings them to the server is in `more/carrier.ts`. */

import type { Means } from "./means";
import type { ChatState } from "./state";

export type Carried = Pick<ChatState, "added" | "carried" | "held" | "departures">;

export class Carrying {
  constructor(private readonly means: Means) {}

  /** Chosen, pasted or dropped. */
  add(files: readonly File[]): void {
    if (files.length > 0) this.change({ added: [...this.means.model.state.added, ...files] });
  }

  /** These words go out as soon as their files are there; null: not yet. */
  hold(held: string | null): void {
    this.change({ held });
  }

  change(carried: Partial<Carried>): void {
    this.means.model.update(carried);
  }
}
