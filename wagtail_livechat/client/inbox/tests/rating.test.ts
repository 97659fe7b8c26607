import assert from "node:assert/strict";
import { test } from "node:test";
import { faceOf, mayAskForRating } from "../rating";
import { aConversation, aMessage } from "./samples";

const event = (id: number, name: string): ReturnType<typeof aMessage> =>
  aMessage(id, { author: "system", kind: "event", event: name });

test("each rating has a face, and nothing else has", () => {
  assert.deepEqual([1, 2, 3, 4, 5].map(faceOf), ["😞", "😕", "😐", "😊", "😀"]);
  assert.deepEqual([0, 6, Number.NaN].map(faceOf), ["", "", ""]);
});

test("who was not asked yet may be asked", () => {
  assert.equal(mayAskForRating(aConversation(), [aMessage(1)]), true);
});

test("nobody is asked twice", () => {
  assert.equal(mayAskForRating(aConversation(), [event(1, "rating_asked"), event(2, "resolved")]), false);
});

test("who came back may be asked again", () => {
  assert.equal(mayAskForRating(aConversation(), [event(1, "rating_asked"), event(2, "reopened")]), true);
});

test("who rated is not asked", () => {
  assert.equal(mayAskForRating(aConversation({ rating: 4 }), [event(1, "rated"), event(2, "reopened")]), false);
});
