/** The unread number, by an answer now and then and by frames in between. */
import type { AgentFrame } from "../shared/frames";
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
  private underWay = 0;
  /** What was told while an answer was under way, which may be older than that, or know it already. */
  private readonly meanwhile: AgentFrame[] = [];

  constructor(private readonly options: CountingOptions) {}

  heard(frame: AgentFrame): void {
    if (this.underWay > 0) this.meanwhile.push(frame);
    this.know({ ...this.me, unread: unreadAfter(this.me.unread, frame, this.me.id) });
  }

  async count(): Promise<void> {
    const from = this.meanwhile.length;
    this.underWay += 1;
    try {
      this.know(await this.options.fetch());
      const hasMoved = this.meanwhile.slice(from).some((frame) => unreadAfter(0, frame, this.me.id) !== 0);
      if (hasMoved) this.options.again();
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.meanwhile.length = 0;
    }
  }

  private know(now: Counted): void {
    this.me = now;
    this.options.show(Math.max(0, now.unread));
  }
}
