import assert from "node:assert/strict";
import { test } from "node:test";
import { isIn, moved, QUEUES, standingOf, type Counts } from "../queues";
import { aConversation, ME, TOM } from "./samples";

const NOTHING: Counts = { all: 0, mine: 0, unassigned: 0, unanswered: 0, unread: 0 };

function queuesOf(change: Parameters<typeof aConversation>[0]): string[] {
  const standing = standingOf(aConversation(change));
  return QUEUES.filter((queue) => isIn(queue, standing, ME.id));
}

test("a new conversation is nobody's and waits", () => {
  assert.deepEqual(queuesOf({}), ["all", "unassigned", "unanswered"]);
});

test("an answered conversation of mine is in mine", () => {
  assert.deepEqual(queuesOf({ assignee: ME, waiting_since: null }), ["all", "mine"]);
});

test("a colleague's conversation is only in all", () => {
  assert.deepEqual(queuesOf({ assignee: TOM, waiting_since: null }), ["all"]);
});

test("a resolved conversation is in no queue", () => {
  assert.deepEqual(queuesOf({ status: "resolved", assignee: ME }), []);
});

test("counts follow a conversation from queue to queue", () => {
  const arrived = standingOf(aConversation());
  const taken = standingOf(aConversation({ assignee: ME, waiting_since: null, unread: 0 }));

  const afterArrival = moved(NOTHING, null, arrived, ME.id);
  const afterTaking = moved(afterArrival, arrived, taken, ME.id);

  assert.deepEqual(afterArrival, { all: 1, mine: 0, unassigned: 1, unanswered: 1, unread: 1 });
  assert.deepEqual(afterTaking, { all: 1, mine: 1, unassigned: 0, unanswered: 0, unread: 0 });
  assert.deepEqual(moved(afterTaking, taken, null, ME.id), NOTHING);
});

test("unread messages to a colleague do not count for me", () => {
  const theirs = standingOf(aConversation({ assignee: TOM, unread: 3 }));
  assert.equal(moved(NOTHING, null, theirs, ME.id).unread, 0);
});

test("a count never falls below nothing", () => {
  assert.equal(moved(NOTHING, standingOf(aConversation()), null, ME.id).all, 0);
});
