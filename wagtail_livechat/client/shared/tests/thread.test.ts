import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MessageFrame, Page, ThreadFrame } from "../frames";
import {
  addPending,
  applyFrame,
  applyPage,
  emptyThread,
  failPending,
  isBehind,
  removePending,
  retryPending,
  settle,
  upsert,
  type Thread,
} from "../thread";
import type { MessageShape } from "../types";
import { aConversation, aMessage, aPending, seeded, type TestConversation } from "./making";

type TestThread = Thread<TestConversation>;

function created(id: number, revision: number, changes: Partial<MessageShape> = {}): MessageFrame<TestConversation> {
  return { type: "message.created", conversation: aConversation(revision), message: aMessage(id, revision, changes) };
}

function threadAt(revision: number, ids: number[] = []): TestThread {
  const messages = ids.map((id) => aMessage(id, Math.min(id, revision)));
  return { ...emptyThread<TestConversation>(), conversation: aConversation(revision), revision, messages };
}

function applied(thread: TestThread, frame: ThreadFrame<TestConversation>): TestThread {
  const result = applyFrame(thread, frame);
  assert.notEqual(result, "resume");
  return result as TestThread;
}

function ids(thread: TestThread): number[] {
  return thread.messages.map((message) => message.id);
}

describe("a frame", () => {
  it("that is next is applied", () => {
    const thread = applied(threadAt(1, [1]), created(2, 2));
    assert.deepEqual([ids(thread), thread.revision], [[1, 2], 2]);
  });

  it("that begins a conversation is applied to an empty thread", () => {
    const thread = applied(emptyThread(), created(1, 1));
    assert.equal(thread.conversation?.public_id, "c1");
  });

  it("that was seen already changes nothing", () => {
    const thread = threadAt(2, [1, 2]);
    assert.equal(applyFrame(thread, created(2, 2)), thread);
  });

  it("after a gap asks for what is missing", () => {
    assert.equal(applyFrame(threadAt(1, [1]), created(3, 3)), "resume");
  });

  it("of another conversation is ignored", () => {
    const thread = threadAt(1, [1]);
    const foreign = { type: "conversation.changed" as const, conversation: aConversation(2, { public_id: "c2" }) };
    assert.equal(applyFrame(thread, foreign), thread);
  });

  it("that changes the conversation alone counts as a revision", () => {
    const thread = applied(threadAt(1, [1]), { type: "conversation.changed", conversation: aConversation(2, { status: "resolved" }) });
    assert.deepEqual([thread.revision, thread.conversation?.status], [2, "resolved"]);
  });

  it("about a message above the loaded part leaves no hole", () => {
    const thread = { ...threadAt(9, [8, 9]), more: true };
    const changed = applied(thread, { ...created(3, 10), type: "message.updated" });
    assert.deepEqual([ids(changed), changed.revision], [[8, 9], 10]);
  });
});

describe("a page", () => {
  it("of changes brings the thread up to date", () => {
    const page = { conversation: aConversation(4), messages: [aMessage(2, 2), aMessage(3, 4)], more: false };
    const thread = applyPage(threadAt(1, [1]), page, "after");
    assert.deepEqual([ids(thread), thread.revision, isBehind(thread)], [[1, 2, 3], 4, false]);
  });

  it("of changes with more to come reaches as far as its last message", () => {
    const page = { conversation: aConversation(9), messages: [aMessage(2, 2)], more: true };
    const thread = applyPage(threadAt(1, [1]), page, "after");
    assert.deepEqual([thread.revision, isBehind(thread)], [2, true]);
  });

  it("that was answered before newer frames came takes nothing back", () => {
    const page = { conversation: aConversation(2, { status: "old" }), messages: [aMessage(2, 2, { body: "old" })], more: false };
    const now = { ...threadAt(5, [1]), messages: [aMessage(1, 1), aMessage(2, 5, { body: "new" })] };
    const thread = applyPage(now, page, "after");
    assert.deepEqual([thread.revision, thread.messages[1]?.body, thread.conversation?.status], [5, "new", "open"]);
  });

  it("of older messages goes above", () => {
    const page = { conversation: aConversation(9), messages: [aMessage(6, 6), aMessage(7, 7)], more: true };
    const thread = applyPage({ ...threadAt(9, [8, 9]), more: true }, page, "before");
    assert.deepEqual([ids(thread), thread.revision, thread.more], [[6, 7, 8, 9], 9, true]);
  });

  it("of older messages of a former conversation is ignored", () => {
    const thread = threadAt(1, [1]);
    const page = { conversation: aConversation(9, { public_id: "c2" }), messages: [aMessage(6, 6)], more: false };
    assert.equal(applyPage(thread, page, "before"), thread);
    assert.equal(applyPage(thread, page, "after"), thread);
  });

  it("of the latest messages replaces what was known of an earlier time", () => {
    const page = { conversation: aConversation(90), messages: [aMessage(80, 80)], more: true };
    const thread = applyPage(threadAt(3, [1, 2, 3]), page, "latest");
    assert.deepEqual([ids(thread), thread.revision, thread.more], [[80], 90, true]);
  });

  it("of the latest messages keeps what newer frames brought", () => {
    const page = { conversation: aConversation(2), messages: [aMessage(1, 1), aMessage(2, 2)], more: false };
    const thread = applyPage(threadAt(3, [1, 2, 3]), page, "latest");
    assert.deepEqual([ids(thread), thread.revision], [[1, 2, 3], 3]);
  });
});

describe("a pending message", () => {
  const waiting = addPending(threadAt(1, [1]), aPending("mine"));

  it("is added once", () => {
    assert.equal(addPending(waiting, aPending("mine")), waiting);
  });

  it("gives way to the message that the server accepted", () => {
    const thread = settle(waiting, "mine", aMessage(2, 2, { client_id: "mine", author: "visitor" }), aConversation(2));
    assert.deepEqual([thread.pending, ids(thread), thread.revision], [[], [1, 2], 2]);
  });

  it("that is accepted after a gap is shown, and the thread knows that it is behind", () => {
    const thread = settle(waiting, "mine", aMessage(5, 5, { client_id: "mine", author: "visitor" }), aConversation(5));
    assert.deepEqual([thread.pending, ids(thread), thread.revision, isBehind(thread)], [[], [1, 5], 1, true]);
  });

  it("disappears when its message arrives as a frame", () => {
    assert.deepEqual(applied(waiting, created(2, 2, { client_id: "mine", author: "visitor" })).pending, []);
  });

  it("disappears when its message arrives with a page", () => {
    const messages = [aMessage(2, 2, { client_id: "mine", author: "visitor" })];
    for (const way of ["after", "latest"] as const) {
      assert.deepEqual(applyPage(waiting, { conversation: aConversation(2), messages, more: false }, way).pending, []);
    }
  });

  it("stays when somebody else's message has the same client_id", () => {
    assert.equal(applied(waiting, created(2, 2, { client_id: "mine" })).pending.length, 1);
  });

  it("is not added when its message is there already", () => {
    const thread = { ...threadAt(1), messages: [aMessage(1, 1, { client_id: "mine", author: "visitor" })] };
    assert.deepEqual(addPending(thread, aPending("mine")).pending, []);
  });

  it("can fail, be sent again and be removed", () => {
    const failed = failPending(waiting, "mine", "Too long.");
    assert.deepEqual([failed.pending[0]?.state, failed.pending[0]?.detail], ["failed", "Too long."]);
    assert.equal(retryPending(failed, "mine").pending[0]?.state, "sending");
    assert.deepEqual(removePending(failed, "mine").pending, []);
    assert.equal(removePending(failed, "other"), failed);
  });
});

it("an older copy of a message does not replace a newer one", () => {
  const merged = upsert([aMessage(1, 5, { body: "new" })], [aMessage(1, 3, { body: "old" })]);
  assert.equal(merged[0]?.body, "new");
});

// --- Any drop, doubling and reordering of frames ends in the same state as a fresh fetch ----------------------------

/** The server's side of one conversation, as far as a client can see it. */
class TestServer {
  revision = 0;
  messages: MessageShape[] = [];

  get conversation(): TestConversation {
    return aConversation(this.revision, { status: `status at ${this.revision}` });
  }

  /** One change; returns its frame. */
  change(random: () => number): ThreadFrame<TestConversation> {
    this.revision += 1;
    const kind = random();
    if (kind < 0.2 && this.revision > 1) return { type: "conversation.changed", conversation: this.conversation };
    const known = this.messages[Math.floor(random() * this.messages.length)];
    return kind < 0.4 && known ? this.update(known) : this.create(random);
  }

  changesAfter(revision: number, limit: number): Page<TestConversation> {
    const changed = this.messages.filter((message) => message.revision > revision).sort((a, b) => a.revision - b.revision);
    return { conversation: this.conversation, messages: changed.slice(0, limit), more: changed.length > limit };
  }

  before(id: number, limit: number): Page<TestConversation> {
    const older = this.messages.filter((message) => message.id < id);
    return { conversation: this.conversation, messages: older.slice(-limit), more: older.length > limit };
  }

  private create(random: () => number): ThreadFrame<TestConversation> {
    const author = random() < 0.5 ? "visitor" : "agent";
    const message = aMessage(this.messages.length + 1, this.revision, { author });
    this.messages = [...this.messages, message];
    return { type: "message.created", conversation: this.conversation, message };
  }

  private update(known: MessageShape): ThreadFrame<TestConversation> {
    const message = { ...known, revision: this.revision, body: `changed at ${this.revision}` };
    this.messages = this.messages.map((old) => (old.id === known.id ? message : old));
    return { type: "message.updated", conversation: this.conversation, message };
  }
}

function resumed(thread: TestThread, server: TestServer, limit: number): TestThread {
  for (;;) {
    const page = server.changesAfter(thread.revision, limit);
    thread = applyPage(thread, page, "after");
    if (!page.more) return thread;
  }
}

function played(frames: ThreadFrame<TestConversation>[], thread: TestThread, server: TestServer, random: () => number): TestThread {
  for (const frame of frames) {
    const result = applyFrame(thread, frame);
    thread = result === "resume" ? resumed(thread, server, 1 + Math.floor(random() * 4)) : result;
  }
  return thread;
}

/** Leaves frames out, doubles some and mixes up neighbours. */
function mistreated(frames: ThreadFrame<TestConversation>[], random: () => number): ThreadFrame<TestConversation>[] {
  const arriving = frames.flatMap((frame, index) => {
    const fate = random();
    const place = (): number => index + random() * 6;
    if (fate < 0.15) return [];
    return fate < 0.3 ? [{ frame, at: place() }, { frame, at: place() }] : [{ frame, at: fate < 0.6 ? index : place() }];
  });
  return arriving.sort((one, other) => one.at - other.at).map(({ frame }) => frame);
}

function shown({ conversation, revision, messages, more }: TestThread): object {
  return { conversation, revision, messages, more };
}

describe("any drop, doubling and reordering of frames", () => {
  const history = (random: () => number): { server: TestServer; frames: ThreadFrame<TestConversation>[]; start: TestThread } => {
    const server = new TestServer();
    for (let count = Math.floor(random() * 12); count > 0; count -= 1) server.change(random);
    const start = server.revision
      ? applyPage(emptyThread<TestConversation>(), server.before(Infinity, 1 + Math.floor(random() * 8)), "latest")
      : emptyThread<TestConversation>();
    const frames = Array.from({ length: Math.floor(random() * 30) }, () => server.change(random));
    return { server, frames, start };
  };

  it("ends in the same state as a fresh fetch", () => {
    for (let seed = 1; seed <= 2_000; seed += 1) {
      const random = seeded(seed);
      const { server, frames, start } = history(random);
      const after = played(mistreated(frames, random), start, server, random);
      if (server.revision === 0) continue;
      let thread = resumed(after, server, 3);
      // Scrolling back to the top shows what a fresh fetch of everything shows.
      while (thread.more) thread = applyPage(thread, server.before(thread.messages[0]?.id ?? Infinity, 4), "before");
      const fresh = resumed(emptyThread<TestConversation>(), server, 1_000);
      assert.deepEqual(shown(thread), shown(fresh), `seed ${seed}`);
    }
  });

  it("never shows a message twice or out of order on the way", () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = seeded(seed);
      const { server, frames, start } = history(random);
      let thread = start;
      for (const frame of mistreated(frames, random)) {
        thread = played([frame], thread, server, random);
        const seen = ids(thread);
        assert.deepEqual(seen, [...new Set(seen)].sort((one, other) => one - other), `seed ${seed}`);
      }
    }
  });
});
