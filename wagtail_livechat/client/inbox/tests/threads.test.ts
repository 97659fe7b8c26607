import assert from "node:assert/strict";
import { test } from "node:test";
import type { ThreadFrame } from "../../shared/frames";
import { emptyThread, type Pending } from "../../shared/thread";
import type { AgentConversation } from "../../shared/types";
import { accepted, forgotten, fromUnsent, heard, onlyFresh, threadOf, type Threads } from "../threads";
import { aConversation, aMessage } from "./samples";

const ID = aConversation().public_id;

function unsent(clientId: string): Pending {
  const created_at = "2026-01-31T09:00:00Z";
  return { client_id: clientId, author: "agent", body: "Hi", created_at, state: "sending", detail: "" };
}

function shown(revision: number, pending: Pending[] = []): Threads {
  return { [ID]: { ...emptyThread<AgentConversation>(pending), conversation: aConversation({ revision }), revision } };
}

function created(revision: number, change: Parameters<typeof aMessage>[1] = {}): ThreadFrame<AgentConversation> {
  const message = aMessage(revision, { revision, ...change });
  return { type: "message.created", conversation: aConversation({ revision }), message };
}

test("a frame of the next revision is applied", () => {
  const { threads, behind } = heard(shown(1), created(2), ID);
  assert.equal(behind, false);
  assert.deepEqual(threadOf(threads, ID).messages.map((message) => message.id), [2]);
});

test("a gap in the open thread asks for what is missing", () => {
  assert.equal(heard(shown(1), created(3), ID).behind, true);
});

test("a gap in a thread that is not open makes it be fetched when it is opened", () => {
  const { threads, behind } = heard(shown(1), created(3), null);
  assert.equal(behind, false);
  assert.equal(ID in threads, false);
});

test("a thread that was never opened is not built from frames", () => {
  assert.deepEqual(heard({}, created(2), null), { threads: {}, behind: false });
});

test("what is forgotten keeps its unsent messages", () => {
  const threads = forgotten(shown(4, [unsent("a")]), ID);
  assert.equal(threadOf(threads, ID).conversation, null);
  assert.deepEqual(threadOf(threads, ID).pending.map((own) => own.client_id), ["a"]);
});

test("after a break only the open thread stays", () => {
  assert.deepEqual(onlyFresh(shown(1), null), {});
  assert.equal(ID in onlyFresh(shown(1), ID), true);
});

test("a message of ours that comes as a frame is sent, though its thread is not shown", () => {
  const threads = fromUnsent([
    { conversation: ID, message: unsent("a") },
    { conversation: ID, message: unsent("b") },
  ]);
  const after = heard(threads, created(5, { author: "agent", client_id: "a" }), null).threads;
  assert.deepEqual(threadOf(after, ID).pending.map((own) => own.client_id), ["b"]);
});

test("an accepted message leaves the unsent ones", () => {
  const message = aMessage(2, { author: "agent", client_id: "a", revision: 2 });
  const threads = accepted(shown(1, [unsent("a")]), "a", message, aConversation({ revision: 2 }));
  assert.deepEqual(threadOf(threads, ID).pending, []);
  assert.deepEqual(threadOf(threads, ID).messages.map((each) => each.id), [2]);
});
