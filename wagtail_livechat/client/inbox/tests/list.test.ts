import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, EMPTY_LIST, extend, neighbour, place, type ConversationList, type View } from "../list";
import { aConversation, ME } from "./samples";

const ALL: View = { status: "open", queue: "all" };
const UNANSWERED: View = { status: "open", queue: "unanswered" };

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

test("a further page brings no doubles and keeps the newer row", () => {
  const list: ConversationList = { rows: [at("a", 5, { revision: 9 })], cursor: "next" };
  const longer = extend(list, { results: [at("a", 1), at("b", 1)], next_cursor: null });
  assert.deepEqual(ids(longer), ["a", "b"]);
  assert.equal(longer.rows[0]?.revision, 9);
});

test("a first page is corrected by what arrived meanwhile", () => {
  const page = { results: [at("a", 2), at("b", 1)], next_cursor: null };
  const arrived = [at("a", 2, { revision: 2, status: "resolved" }), at("c", 3)];
  assert.deepEqual(ids(begin(page, arrived, ALL, ME.id)), ["c", "b"]);
});

test("beside a row that goes stands the next one, else the one before", () => {
  const list = listOf(ALL, at("a", 3), at("b", 2));
  assert.equal(neighbour(list, "a"), "b");
  assert.equal(neighbour(list, "b"), "a");
  assert.equal(neighbour(listOf(ALL, at("a", 1)), "a"), null);
});
