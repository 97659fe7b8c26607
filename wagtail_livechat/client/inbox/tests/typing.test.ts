import assert from "node:assert/strict";
import { test } from "node:test";
import type { TypingFrame } from "../../shared/frames";
import { TestClock } from "../../shared/tests/making";
import { Model } from "../model";
import { FORGOTTEN_AFTER_MS, isVisitorTyping, typistsIn, TypingWatch, visitorsText, type Typing } from "../typing";
import { aMessage, TOM } from "./samples";

const visitor: TypingFrame = { type: "typing", conversation: "a", author: "visitor", agent: null, text: "Is it", stopped: false };
const tom: TypingFrame = { type: "typing", conversation: "a", author: "agent", agent: TOM, text: "", stopped: false };

function watching(): { clock: TestClock; watch: TypingWatch; typing: () => Typing } {
  const clock = new TestClock();
  const model = new Model<{ typing: Typing }>({ typing: [] });
  return { clock, watch: new TypingWatch(model, clock), typing: () => model.state.typing };
}

test("who writes is known by conversation, once", () => {
  const { watch, typing } = watching();
  [visitor, visitor, tom, { ...visitor, conversation: "b" }].forEach((frame) => watch.heard(frame));
  assert.equal(isVisitorTyping(typing(), "a"), true);
  assert.equal(isVisitorTyping(typing(), "c"), false);
  assert.deepEqual(typistsIn(typing(), "a"), [TOM]);
  assert.equal(typing().length, 3);
});

test("what the visitor has written so far is known, where it is shown", () => {
  const { watch, typing } = watching();
  assert.equal(visitorsText(typing(), "a"), null);
  watch.heard(tom);
  watch.heard({ ...visitor, conversation: "b", text: "" });
  assert.deepEqual([visitorsText(typing(), "a"), visitorsText(typing(), "b")], [null, ""]);
  watch.heard(visitor);
  watch.heard({ ...visitor, text: "Is it back" });
  assert.equal(visitorsText(typing(), "a"), "Is it back");
});

test("a visitor who emptied the box has stopped", () => {
  const { watch, typing } = watching();
  watch.heard(visitor);
  watch.heard(tom);
  watch.heard({ ...visitor, text: "", stopped: true });
  assert.equal(isVisitorTyping(typing(), "a"), false);
  assert.deepEqual(typistsIn(typing(), "a"), [TOM]);
});

test("who is not heard of again is forgotten", async () => {
  const { clock, watch, typing } = watching();
  watch.heard(visitor);
  await clock.pass(FORGOTTEN_AFTER_MS - 1_000);
  watch.heard(tom);
  await clock.pass(1_000);
  assert.deepEqual(typing().map(({ agent }) => agent), [TOM]);
  watch.heard(tom);
  await clock.pass(FORGOTTEN_AFTER_MS - 1);
  assert.equal(typing().length, 1);
  await clock.pass(1);
  assert.deepEqual(typing(), []);
});

test("a message ends its author's writing, and nobody else's", () => {
  const { watch, typing } = watching();
  watch.heard(visitor);
  watch.heard(tom);
  watch.arrived("b", aMessage(1));
  watch.arrived("a", aMessage(2, { author: "system", kind: "event", agent: TOM }));
  assert.equal(typing().length, 2);
  watch.arrived("a", aMessage(3));
  assert.equal(isVisitorTyping(typing(), "a"), false);
  watch.arrived("a", aMessage(4, { author: "agent", kind: "note", agent: TOM }));
  assert.deepEqual(typing(), []);
});
