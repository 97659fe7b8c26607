/** Which agent is writing to the visitor. Nobody says that they stopped: they are forgotten after a while. */

import type { AgentTypesFrame } from "../shared/frames";
import type { Model } from "../shared/model";
import { realClock, type Clock, type Timer } from "../shared/timing";
import { lastIncoming, type ChatState } from "./state";

export const FORGOTTEN_AFTER_MS = 6_000;

export class Typist {
  #timer: Timer = null;
  /** The newest message when they were heard of: the one that they write comes after it. */
  #after = 0;
  /** Said aloud; it is not said again before what they write has come. */
  #isSaid = false;

  constructor(
    private readonly model: Model<ChatState>,
    private readonly clock: Clock = realClock,
  ) {
    model.watch(() => this.#follow());
  }

  heard({ conversation, agent }: AgentTypesFrame): void {
    const { thread, typist, isTypistNews } = this.model.state;
    if (thread.conversation?.public_id !== conversation) return;
    this.#after = lastIncoming(thread.messages);
    this.clock.cancel(this.#timer);
    this.#timer = this.clock.after(FORGOTTEN_AFTER_MS, () => this.model.update({ typist: null }));
    this.model.update({ typist: agent, isTypistNews: typist ? isTypistNews : !this.#isSaid });
    this.#isSaid = true;
  }

  /** What they wrote has arrived, by whichever way. */
  #follow(): void {
    if (!this.#isSaid || lastIncoming(this.model.state.thread.messages) === this.#after) return;
    this.#isSaid = false;
    this.clock.cancel(this.#timer);
    this.model.update({ typist: null });
  }
}
