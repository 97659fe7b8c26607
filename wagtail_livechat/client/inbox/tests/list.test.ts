import assert from "node:assert/strict";
import { test } from "node:test";
import {
  corrected,
  EMPTY_LIST,
  extend,
  longestWaiting,
  neighbour,
  place,
  rowBeside,
  type ConversationList,
  type View,
} from "../list";
import { aConversation, ME } from "./samples";

const ALL: View = { status: "open", queue: "all", group: null };
const UNANSWERED: View = { status: "open", queue: "unanswered", group: null };
const SALES: View = { status: "open", queue: "all", group: 7 };

function at(id: string, minute: number, change: Parameters<typeof aConversation>[0] = {}) {
  const time = `2026-01-31T09:${String(minute).padStart(2, "0")}:00.000000Z`;
  return aConversation({ public_id: id, last_message_at: time, waiting_since: time, ...change });
}

function ids(list: ConversationList): string[] {
  return list.rows.map((row) => row.public_id);
}

function listOf(view: View, ...conversations: ReturnType<typeof at>[]): ConversationList {
  return conversations.reduce((list, conversation) => place(list, conversation, view, ME.id), EMPTY_LIST);
}

test("the newest message comes first", () => {
  assert.deepEqual(ids(listOf(ALL, at("a", 1), at("b", 3), at("c", 2))), ["b", "c", "a"]);
});

test("the longest wait comes first among the unanswered", () => {
  assert.deepEqual(ids(listOf(UNANSWERED, at("a", 2), at("b", 3), at("c", 1))), ["c", "a", "b"]);
});

test("a conversation moves up with a new message, and is listed once", () => {
  const list = listOf(ALL, at("a", 1), at("b", 2));
  assert.deepEqual(ids(place(list, at("a", 3, { revision: 2 }), ALL, ME.id)), ["a", "b"]);
});

test("an older revision changes nothing", () => {
  const list = listOf(ALL, at("a", 3, { revision: 5 }));
  assert.equal(place(list, at("a", 1, { revision: 4 }), ALL, ME.id), list);
});

test("a resolved conversation leaves the open list", () => {
  const list = listOf(ALL, at("a", 1), at("b", 2));
  assert.deepEqual(ids(place(list, at("a", 3, { revision: 2, status: "resolved" }), ALL, ME.id)), ["b"]);
});

test("what sorts behind the last listed row waits for its page", () => {
  const list: ConversationList = { rows: [at("a", 5)], cursor: "next" };
  assert.deepEqual(ids(place(list, at("b", 1), ALL, ME.id)), ["a"]);
});

test("the last listed row stays when something else about it changes", () => {
  const list: ConversationList = { rows: [at("a", 5), at("b", 4)], cursor: "next" };
  const tagged = place(list, at("b", 4, { revision: 2, tags: ["vip"] }), ALL, ME.id);
  assert.deepEqual(ids(tagged), ["a", "b"]);
  assert.deepEqual(tagged.rows[1]?.tags, ["vip"]);
});

test("a further page brings no doubles and keeps the newer row", () => {
  const list: ConversationList = { rows: [at("a", 5, { revision: 9 })], cursor: "next" };
  const longer = extend(list, { results: [at("a", 1), at("b", 1)], next_cursor: null });
  assert.deepEqual(ids(longer), ["a", "b"]);
  assert.equal(longer.rows[0]?.revision, 9);
});

test("a first page is corrected by what arrived meanwhile", () => {
  const page: ConversationList = { rows: [at("a", 2), at("b", 1)], cursor: null };
  const arrived = [at("a", 2, { revision: 2, status: "resolved" }), at("c", 3)];
  assert.deepEqual(ids(corrected(page, arrived, ALL, ME.id)), ["c", "b"]);
});

test("beside a row that goes stands the next one, else the one before", () => {
  const list = listOf(ALL, at("a", 3), at("b", 2));
  assert.equal(neighbour(list, "a"), "b");
  assert.equal(neighbour(list, "b"), "a");
  assert.equal(neighbour(listOf(ALL, at("a", 1)), "a"), null);
});

test("beside several rows that go stands the next that stays, else the one before the first", () => {
  const list = listOf(ALL, at("a", 4), at("b", 3), at("c", 2), at("d", 1));
  assert.equal(neighbour(list, "b", "c"), "d");
  assert.equal(neighbour(list, "d", "c"), "b");
  assert.equal(neighbour(list, "a", "c"), "b");
  assert.equal(neighbour(list, "not listed"), null);
});

test("a group's queue lists its open conversations", () => {
  const sales = { group: { id: 7, name: "Sales" } };
  const list = listOf(SALES, at("a", 1, sales), at("b", 2), at("c", 3, { ...sales, status: "resolved" }));
  assert.deepEqual(ids(list), ["a"]);
});

test("the row beside another is so many places away, and where none is open, the first or the last", () => {
  const list = listOf(ALL, at("a", 3), at("b", 2), at("c", 1));
  assert.equal(rowBeside(list, "a", 1), "b");
  assert.equal(rowBeside(list, "a", -1), null);
  assert.equal(rowBeside(list, null, 1), "a");
  assert.equal(rowBeside(list, "not listed", -1), "c");
});

test("who waits longest is found among those that stay and wait", () => {
  const rows = [at("a", 5), at("b", 1), at("c", 2), at("d", 0, { waiting_since: null }), at("e", 0, { status: "resolved" })];
  assert.equal(longestWaiting(rows, []), "b");
  assert.equal(longestWaiting(rows, ["b"]), "c");
  assert.equal(longestWaiting([], []), null);
});
