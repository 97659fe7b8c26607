/** Fetches what a thread missed: one fetch at a time, tried again until it works. */

import type { Problem } from "../shared/api";
import type { Thread } from "../shared/thread";
import { backOff, realClock, type Timer } from "../shared/timing";
import type { VisitorConversation } from "../shared/types";
import type { OwnPage } from "./answers";

export interface CatchingUpOptions {
  thread: () => Thread<VisitorConversation>;
  /** Rejects with a `Problem`. */
  fetchAfter: (conversation: string, revision: number) => Promise<OwnPage>;
  apply: (page: OwnPage) => void;
  /** There is no conversation yet: another tab or device may have begun one. */
  look: () => Promise<void>;
  /** The server does not know our conversation: we are somebody else by now. Or the chat is closed to us. */
  onLost: () => Promise<void>;
}

export class CatchingUp {
  #running: Promise<void> | null = null;
  #isWantedAgain = false;
  #failures = 0;
  #retry: Timer = null;

  constructor(private readonly options: CatchingUpOptions) {}

  /** A wish that comes during a fetch is granted right after it. Rejects when the server cannot be reached. */
  once(): Promise<void> {
    this.#isWantedAgain = this.#running !== null;
    this.#running ??= this.#run().finally(() => (this.#running = null));
    return this.#running;
  }

  async untilDone(): Promise<void> {
    realClock.cancel(this.#retry);
    try {
      await this.once();
      this.#failures = 0;
    } catch {
      this.#retry = realClock.after(backOff(this.#failures++, Math.random(), 1_000), () => void this.untilDone());
    }
  }

  async #run(): Promise<void> {
    do {
      this.#isWantedAgain = false;
      const { conversation } = this.options.thread();
      await (conversation ? this.#fetchAll(conversation.public_id) : this.options.look());
    } while (this.#isWantedAgain);
  }

  async #fetchAll(conversation: string): Promise<void> {
    for (let more = true; more; ) {
      const page = await this.#fetchPage(conversation);
      if (!page || page.blocked) return this.options.onLost();
      if (this.options.thread().conversation?.public_id !== conversation) return;
      this.options.apply(page);
      more = page.more;
    }
  }

  #fetchPage(conversation: string): Promise<OwnPage | null> {
    return this.options.fetchAfter(conversation, this.options.thread().revision).catch((problem: Problem) => {
      if (problem.code === "not_found") return null;
      throw problem;
    });
  }
}
