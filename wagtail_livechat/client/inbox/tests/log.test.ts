import assert from "node:assert/strict";
import { test } from "node:test";
import { eventText, fateOf, logRows, safeLink } from "../log";
import { speaker } from "../texts";
import { aConversation, aMessage } from "./samples";

const say = speaker({
  event_started: "Started",
  event_started_on: "Started on {page}",
  event_assigned: "Assigned to {to}",
  event_assigned_by: "{name} assigned {to}",
  event_taken: "{name} took it",
  event_unassigned: "Assigned to nobody",
  event_unassigned_by: "{name} assigned it to nobody",
  event_resolved: "Resolved",
  event_resolved_by: "Resolved by {name}",
});

function happening(event: string, data: Record<string, unknown> = {}) {
  return aMessage(1, { author: "system", kind: "event", event, event_data: data });
}

test("the line of new messages parts a run in two", () => {
  const messages = [1, 2, 3].map((id) => aMessage(id));
  const kinds = logRows(messages, [], 2).map((row) => (row.kind === "run" ? row.entries.length : row.kind));
  assert.deepEqual(kinds, ["day", 1, "new", 2]);
});

test("without new messages there is no line, and without the message neither", () => {
  const messages = [1, 2].map((id) => aMessage(id));
  assert.deepEqual(logRows(messages, [], null).map((row) => row.kind), ["day", "run"]);
  assert.deepEqual(logRows(messages, [], 9).map((row) => row.kind), ["day", "run"]);
});

test("rows keep their keys when a line comes in above them", () => {
  const messages = [aMessage(1)];
  const key = (newFrom: number | null) => logRows(messages, [], newFrom).find((row) => row.kind === "run")?.key;
  assert.equal(key(1), key(null));
});

test("a message is seen once the visitor's read mark reaches it", () => {
  const entry = { key: "k", body: "", state: "sent" as const, created_at: "", id: 5, client_id: "c", detail: "" };
  assert.equal(fateOf(entry, aConversation({ visitor_read_id: 4 })), "sent");
  assert.equal(fateOf(entry, aConversation({ visitor_read_id: 5 })), "seen");
  assert.equal(fateOf({ ...entry, id: null, state: "failed" }, null), "failed");
});

test("what happened is told in words, with names set apart", () => {
  const mark = (name: string): string => `*${name}*`;
  const text = (event: string, data?: Record<string, unknown>, page = "") =>
    eventText(happening(event, data), page, say, mark);
  assert.equal(text("started", {}, "Guji"), "Started on *Guji*");
  assert.equal(text("started"), "Started");
  assert.equal(text("assigned", { by: { name: "Tom" }, to: { id: 1, name: "Ann" } }), "*Tom* assigned *Ann*");
  assert.equal(text("assigned", { by: { name: "Tom" }, to: { id: 1, name: "Tom" } }), "*Tom* took it");
  assert.equal(text("assigned", { by: null, to: { id: 1, name: "Tom" } }), "Assigned to *Tom*");
  assert.equal(text("assigned", { by: { name: "Tom" }, to: null }), "*Tom* assigned it to nobody");
  assert.equal(text("assigned", { by: null, to: null }), "Assigned to nobody");
  assert.equal(text("resolved", { by: null }), "Resolved");
  assert.equal(text("resolved", { by: { name: "Tom" } }), "Resolved by *Tom*");
});

test("only addresses of the web become links", () => {
  assert.equal(safeLink("https://shop.example/a"), "https://shop.example/a");
  assert.equal(safeLink("javascript:alert(1)"), null);
  assert.equal(safeLink(""), null);
});
