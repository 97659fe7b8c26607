/** The unread number, by an answer now and then and by frames in between. */
import type { AgentFrame } from "../shared/frames";
import { Meanwhile } from "../shared/meanwhile";
import { unreadAfter } from "./unread";

export interface Counted {
  id: number;
  unread: number;
}

export interface CountingOptions {
  fetch: () => Promise<Counted>;
  show: (unread: number) => void;
  /** An answer was out of date when it came. */
  again: () => void;
}

export class Counting {
  private me: Counted = { id: 0, unread: 0 };
  /** An answer may be older than what was told meanwhile, or know it already. */
  private readonly meanwhile = new Meanwhile<AgentFrame>();

  constructor(private readonly options: CountingOptions) {}

  heard(frame: AgentFrame): void {
    this.meanwhile.tell(frame);
    this.know({ ...this.me, unread: unreadAfter(this.me.unread, frame, this.me.id) });
  }

  async count(): Promise<void> {
    const [now, told] = await this.meanwhile.ask(this.options.fetch);
    this.know(now);
    if (told.some((frame) => unreadAfter(0, frame, this.me.id) !== 0)) this.options.again();
  }

  private know(now: Counted): void {
    this.me = now;
    this.options.show(Math.max(0, now.unread));
  }
}
