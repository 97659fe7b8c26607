import assert from "node:assert/strict";
import { test } from "node:test";
import { lastSeen } from "../receipts";
import { aMessage } from "./making";

const THREAD = [
  aMessage(1, 1, { author: "visitor" }),
  aMessage(2, 2),
  aMessage(3, 3, { kind: "note" }),
  aMessage(4, 4, { author: "system", kind: "event" }),
  aMessage(5, 5),
];

test("the last message up to the mark is the one that was seen last", () => {
  const seen = [0, 1, 2, 4, 5, 9].map((mark) => lastSeen(THREAD, "agent", mark));
  assert.deepEqual(seen, [null, null, 2, 2, 5, 5]);
  assert.equal(lastSeen(THREAD, "visitor", 9), 1);
});

test("of an empty thread nothing was seen", () => {
  assert.equal(lastSeen([], "agent", 9), null);
});
