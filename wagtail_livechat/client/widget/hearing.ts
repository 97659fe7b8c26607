/** What the server says. */

import type { ThreadFrame, VisitorFrame } from "../shared/frames";
import { applyFrame } from "../shared/thread";
import type { VisitorConversation } from "../shared/types";
import type { Means } from "./means";
import { isLeft } from "./state";
import { Typist } from "./typist";
import type { Writing } from "./writing";

export class Hearing {
  readonly #typist: Typist;

  constructor(
    private readonly means: Means,
    private readonly writing: Writing,
  ) {
    this.#typist = new Typist(means.model);
  }

  received(frame: VisitorFrame): void {
    if (frame.type === "message.accepted" || frame.type === "error") this.writing.answered(frame);
    else if (frame.type === "presence") this.means.model.update({ online: frame.online, agents: frame.agents });
    else if (frame.type === "typing") this.#typist.heard(frame);
    else if ("conversation" in frame) this.#applied(frame);
  }

  #applied(frame: ThreadFrame<VisitorConversation>): void {
    const { begin, catchUp, model } = this.means;
    const { left, thread } = model.state;
    const { conversation, pending } = thread;
    if (isLeft(left, frame.conversation)) return;
    // Another one than ours; or our first, and it was not us who began it.
    if (conversation ? conversation.public_id !== frame.conversation.public_id : !pending.length) return void begin();
    const next = applyFrame(thread, frame);
    if (next === "resume") catchUp();
    else model.update({ thread: next });
  }
}
