import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entry } from "../../shared/rows";
import type { Colleague } from "../../shared/types";
import { fateOf, logRows, piecesOf, safeLink } from "../log";
import { aConversation, aMessage, ME, TOM } from "./samples";

const ENTRY: Entry = {
  key: "k",
  body: "",
  state: "sent",
  created_at: "",
  id: 5,
  client_id: "c",
  detail: "",
  kind: "text",
  attachments: [],
  cards: [],
  deleted: false,
  agent: null,
  mentions: [],
};

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
  assert.equal(fateOf(ENTRY, aConversation({ visitor_read_id: 4 })), "sent");
  assert.equal(fateOf(ENTRY, aConversation({ visitor_read_id: 5 })), "seen");
  assert.equal(fateOf({ ...ENTRY, id: null, state: "failed" }, null), "failed");
});

test("one's own pending messages go on in one's own run, not in a colleague's", () => {
  const pending = { client_id: "p", author: "agent" as const, body: "b", created_at: "2026-01-31T09:00:10Z", state: "sending" as const, detail: "" };
  const lengths = (agent: Colleague) =>
    logRows([aMessage(1, { author: "agent", agent })], [pending], null, ME).map((row) => row.kind === "run" && row.entries.length);
  assert.deepEqual(lengths(ME), [false, 2]);
  assert.deepEqual(lengths(TOM), [false, 1, 1]);
});

test("the names that a note calls are set apart, one's own most of all", () => {
  const longer: Colleague = { id: 4, name: "Tom Becker", avatar: null };
  const note = (body: string, mentions: number[]) =>
    piecesOf({ ...ENTRY, kind: "note", body, mentions }, [ME, TOM, longer], ME.id).map(({ text, mention }) => [text, mention]);
  assert.deepEqual(note("@tom becker and @Martin Novak: hold it (@Tom)", [ME.id, 4]), [
    ["@tom becker", "other"],
    [" and ", "none"],
    ["@Martin Novak", "me"],
    [": hold it (@Tom)", "none"],
  ]);
  assert.deepEqual(note("Ask @Tom.", []), [["Ask @Tom.", "none"]]);
  assert.deepEqual(note("Ask @Nobody.", [99]), [["Ask @Nobody.", "none"]]);
});

test("only addresses of the web become links", () => {
  assert.equal(safeLink("https://shop.example/a"), "https://shop.example/a");
  assert.equal(safeLink("javascript:alert(1)"), null);
  assert.equal(safeLink(""), null);
});
