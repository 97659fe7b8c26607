/** Tells the server how far the visitor has read. */

import type { Means } from "./means";
import { toTellRead } from "./state";

export class Reading {
  constructor(private readonly means: Means) {
    means.model.watch(() => this.#tell());
  }

  setAtEnd(isAtEnd: boolean): void {
    const { model } = this.means;
    if (isAtEnd !== model.state.isAtEnd) model.update({ isAtEnd });
  }

  /** It is part of the change that led to it, so nobody else is told of it. */
  #tell(): void {
    const { model, api, send } = this.means;
    const upTo = toTellRead(model.state);
    const { conversation } = model.state.thread;
    if (upTo === null || !conversation) return;
    model.state = { ...model.state, readUpTo: upTo };
    const { public_id } = conversation;
    if (send({ type: "read", conversation: public_id, up_to: upTo })) return;
    // A mark that got lost is told again with the next message or the next connection.
    api.read(public_id, upTo).catch(() => (model.state = { ...model.state, readUpTo: 0 }));
  }
}
