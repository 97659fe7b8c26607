/** Messages, conversations and a clock for the tests. */

import type { Pending } from "../thread";
import type { Clock } from "../timing";
import type { MessageShape } from "../types";

export interface TestConversation {
  public_id: string;
  revision: number;
  status: string;
}

export function aConversation(revision: number, changes: Partial<TestConversation> = {}): TestConversation {
  return { public_id: "c1", revision, status: "open", ...changes };
}

export function aMessage(id: number, revision: number, changes: Partial<MessageShape> = {}): MessageShape {
  return {
    id,
    revision,
    client_id: `m${id}`,
    author: "agent",
    kind: "text",
    platform: "website",
    body: `message ${id}`,
    attachments: [],
    cards: [],
    agent: { id: 1, name: "Martin", avatar: null },
    event: null,
    event_data: {},
    delivery: null,
    deleted: false,
    created_at: "2026-03-03T10:00:00.000000Z",
    ...changes,
  };
}

export function aPending(clientId: string, changes: Partial<Pending> = {}): Pending {
  const created_at = "2026-03-03T10:00:00.000Z";
  return { client_id: clientId, author: "visitor", body: clientId, created_at, state: "sending", detail: "", ...changes };
}

/** Always the same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  private time = 0;
  private due: { at: number; work: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, work: () => void): object {
    const timer = { at: this.time + ms, work };
    this.due.push(timer);
    return timer;
  }

  cancel(timer: unknown): void {
    this.due = this.due.filter((known) => known !== timer);
  }

  random(): number {
    return 1;
  }

  /** Runs what is due, in its order, with a breath between for promises to settle. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (let next = this.next(end); next; next = this.next(end)) {
      this.time = next.at;
      this.cancel(next);
      next.work();
      await settled();
    }
    this.time = end;
  }

  private next(end: number): { at: number; work: () => void } | undefined {
    return this.due.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0];
  }
}

export async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}
