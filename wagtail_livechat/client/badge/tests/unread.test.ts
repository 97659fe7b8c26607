import assert from "node:assert/strict";
import { test } from "node:test";
import { standingOf } from "../../inbox/queues";
import { aConversation, aMessage, ME, TOM } from "../../inbox/tests/samples";
import type { AgentFrame } from "../../shared/frames";
import { unreadAfter } from "../unread";

const unread = aConversation({ unread: 1 });
const read = aConversation({ unread: 0 });

function after(count: number, ...frames: AgentFrame[]): number {
  return frames.reduce((sofar, frame) => unreadAfter(sofar, frame, ME.id), count);
}

test("a conversation counts from its first unread message until it is read", () => {
  const message = aMessage(1);
  const written: AgentFrame = { type: "message.created", conversation: unread, message, was: standingOf(read) };
  const another: AgentFrame = { ...written, was: standingOf(unread) };
  const seen: AgentFrame = { type: "conversation.changed", conversation: read, was: standingOf(unread) };
  assert.equal(after(3, written), 4);
  assert.equal(after(3, written, another), 4);
  assert.equal(after(3, written, another, seen), 3);
});

test("one that is new to the agent counts, one that leaves their reach does not any more", () => {
  assert.equal(after(0, { type: "conversation.changed", conversation: unread, was: null }), 1);
  assert.equal(after(1, { type: "conversation.gone", conversation: unread.public_id, was: standingOf(unread) }), 0);
  assert.equal(after(1, { type: "conversation.gone", conversation: unread.public_id, was: null }), 1);
});

test("a colleague's conversation and everything else count nothing", () => {
  const theirs = aConversation({ assignee: TOM, unread: 5 });
  assert.equal(after(2, { type: "conversation.changed", conversation: theirs, was: null }), 2);
  assert.equal(after(2, { type: "resync" }, { type: "groups.changed" }), 2);
});
