import assert from "node:assert/strict";
import { test } from "node:test";
import { groupQueues, isIn, isMove, moved, QUEUES, shown, standingOf, type Counts } from "../queues";
import { aConversation, aMe, ME, TOM } from "./samples";

const NOTHING: Counts = { all: 0, mine: 0, unassigned: 0, unanswered: 0, unread: 0, groups: {} };
const SALES = { id: 7, name: "Sales" };

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

  assert.deepEqual(afterArrival, { ...NOTHING, all: 1, unassigned: 1, unanswered: 1, unread: 1 });
  assert.deepEqual(afterTaking, { ...NOTHING, all: 1, mine: 1 });
  assert.deepEqual(moved(afterTaking, taken, null, ME.id), NOTHING);
});

test("unread messages to a colleague do not count for me", () => {
  const theirs = standingOf(aConversation({ assignee: TOM, unread: 3 }));
  assert.equal(moved(NOTHING, null, theirs, ME.id).unread, 0);
});

test("a group counts its open conversations, and a group without any is not listed", () => {
  const sales = standingOf(aConversation({ group: SALES }));
  const solved = standingOf(aConversation({ group: SALES, status: "resolved" }));
  const inSales = moved(NOTHING, null, sales, ME.id);
  assert.deepEqual(inSales.groups, { 7: 1 });
  assert.deepEqual(moved(inSales, sales, { ...sales, group: 8 }, ME.id).groups, { 8: 1 });
  assert.deepEqual(moved(inSales, sales, solved, ME.id).groups, {});
});

test("two changes count the same in either order, though a number is below nothing in between", () => {
  const first = standingOf(aConversation());
  const second = standingOf(aConversation({ assignee: ME }));
  const third = standingOf(aConversation({ assignee: ME, status: "resolved" }));
  const counts = moved(NOTHING, null, first, ME.id);
  const inOrder = moved(moved(counts, first, second, ME.id), second, third, ME.id);
  const swapped = moved(counts, second, third, ME.id);
  assert.equal(swapped.mine, -1);
  assert.equal(shown(swapped.mine), 0);
  assert.deepEqual(moved(swapped, first, second, ME.id), inOrder);
});

test("a change that moves no number is told from one that does", () => {
  const before = standingOf(aConversation({ assignee: TOM, unread: 1 }));
  assert.equal(isMove(before, { ...before, unread: 2 }, ME.id), false);
  assert.equal(isMove(before, { ...before, group: 7 }, ME.id), true);
  assert.equal(isMove(before, null, ME.id), true);
  assert.equal(isMove(null, null, ME.id), false);
});

test("an agent's queues are the own groups, and all groups of the sites that they manage", () => {
  const groups = [
    { ...SALES, site: 1, members: [], online: 0 },
    { id: 8, name: "Care", site: 1, members: [], online: 0 },
    { id: 9, name: "Wholesale", site: 2, members: [], online: 0 },
  ];
  const names = (me: ReturnType<typeof aMe> | null) => groupQueues(groups, me).map((group) => group.name);
  assert.deepEqual(names(aMe({ groups: [SALES] })), ["Sales"]);
  assert.deepEqual(names(aMe({ manages: [1], groups: [{ id: 9, name: "Wholesale" }] })), ["Sales", "Care", "Wholesale"]);
  assert.deepEqual(names(null), []);
});
