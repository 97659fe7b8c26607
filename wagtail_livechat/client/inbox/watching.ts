/** Tells the server which conversation is open here and that the agent writes in it, and keeps who else is there. */
import type { ClientFrame, ViewingFrame } from "../shared/frames";
import { realClock, type Clock } from "../shared/timing";
import { Typing } from "../shared/typing";
import type { Model } from "./model";
import type { InboxState } from "./state";

export class Watching {
  /** What the server knows to be open here. */
  private watched: string | null = null;
  private readonly typing: Typing;

  constructor(
    private readonly model: Model<InboxState>,
    private readonly send: (frame: ClientFrame) => boolean,
    clock: Clock = realClock,
  ) {
    this.typing = new Typing((conversation) => this.send({ type: "typing", conversation }), clock);
    model.watch(() => this.follow());
  }

  heard(frame: ViewingFrame): void {
    if (frame.conversation === this.watched) this.model.update({ viewers: frame.agents });
  }

  /** The agent writes to the visitor: told to them, and to those who have the same conversation open. */
  writes(): void {
    if (this.watched !== null) this.typing.note(this.watched);
  }

  /** What the agent wrote has gone out, or away. */
  hasWritten(): void {
    this.typing.forget();
  }

  private follow(): void {
    const watched = watchedIn(this.model.state);
    if (watched === this.watched) return;
    this.watched = watched;
    this.typing.forget();
    this.model.update({ viewers: [] });
    this.send({ type: "watch", conversation: watched });
  }
}

/** A new line knows nothing of what is open: while there is none, nothing is watched. */
function watchedIn({ line, opened }: InboxState): string | null {
  if (line !== "open" || opened === null || opened.phase === "gone" || opened.phase === "missing") return null;
  return opened.id;
}
