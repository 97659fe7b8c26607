import assert from "node:assert/strict";
import { test } from "node:test";
import { overtaker, questionsBefore } from "../asking";
import { EMPTY_DRAFT } from "../drafts";
import { aMessage, ME, TOM } from "./samples";

const QUESTION = aMessage(1);
const HIS = aMessage(2, { author: "agent", agent: TOM });

test("a reply of a colleague since the draft was begun is worth a question", () => {
  assert.equal(overtaker([QUESTION, HIS], 1, ME.id), "Tom");
  assert.equal(overtaker([QUESTION, HIS], 2, ME.id), null);
  assert.equal(overtaker([QUESTION, HIS], null, ME.id), null);
});

test("one's own reply, a note, an event, a bot's and the visitor's message are not", () => {
  const others = [
    aMessage(2, { author: "agent", agent: ME }),
    aMessage(3, { author: "agent", agent: TOM, kind: "note" }),
    aMessage(4, { author: "system", agent: TOM, kind: "event", event: "resolved" }),
    aMessage(5, { author: "bot" }),
    aMessage(6),
    aMessage(7, { author: "agent", agent: TOM, deleted: true }),
  ];
  assert.equal(overtaker(others, 1, ME.id), null);
});

test("of several colleagues the last is named", () => {
  const nora = { id: 3, name: "Nora", avatar: null };
  assert.equal(overtaker([HIS, aMessage(3, { author: "agent", agent: nora })], 1, ME.id), "Nora");
});

test("placeholders that are left are asked about, and notes are never held up", () => {
  const draft = { ...EMPTY_DRAFT, text: "Your order {order} and {order}", since: 1 };
  assert.deepEqual(questionsBefore(draft, "reply", [HIS], ME.id), [
    { kind: "overtaken", name: "Tom" },
    { kind: "placeholders", names: "{order}" },
  ]);
  assert.deepEqual(questionsBefore(draft, "note", [HIS], ME.id), []);
  assert.deepEqual(questionsBefore({ ...draft, text: "Fine" }, "reply", [QUESTION], ME.id), []);
});
