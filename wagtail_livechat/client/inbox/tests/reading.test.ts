import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyThread } from "../../shared/thread";
import type { AgentConversation } from "../../shared/types";
import { firstNew, readMark } from "../reading";
import { aConversation, aMessage, ME, TOM } from "./samples";

function threadWith(change: Partial<AgentConversation>) {
  const messages = [aMessage(1), aMessage(2)];
  return { ...emptyThread<AgentConversation>(), conversation: aConversation(change), messages };
}

test("what nobody is in charge of is read by whoever looks", () => {
  assert.equal(readMark(threadWith({}), ME.id), 2);
});

test("the agent in charge reads, a colleague who looks in does not", () => {
  assert.equal(readMark(threadWith({ assignee: ME }), ME.id), 2);
  assert.equal(readMark(threadWith({ assignee: TOM }), ME.id), null);
});

test("what is read already is not marked again", () => {
  assert.equal(readMark(threadWith({ agent_read_id: 2 }), ME.id), null);
  assert.equal(readMark(threadWith({ unread: 0 }), ME.id), null);
  assert.equal(readMark(emptyThread<AgentConversation>(), ME.id), null);
});

test("the first new message is the visitor's first behind the mark", () => {
  const messages = [aMessage(1), aMessage(2, { author: "agent" }), aMessage(3), aMessage(4)];
  assert.equal(firstNew(messages, 1), 3);
  assert.equal(firstNew(messages, 4), null);
});
