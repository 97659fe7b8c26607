import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AT_MOST_EVERY_MS, Typing } from "../typing";
import { TestClock } from "./making";

describe("what somebody writes is told", () => {
  function writing() {
    const clock = new TestClock();
    const told: string[] = [];
    return { clock, told, typing: new Typing((text) => void told.push(text), clock) };
  }

  it("at once, then at most once a second, and always to its last character", async () => {
    const { clock, told, typing } = writing();
    for (const text of ["I", "Is", "Is ", "Is i", "Is it"]) {
      typing.note(text);
      await clock.pass(400);
    }
    assert.deepEqual(told, ["I", "Is "]);
    await clock.pass(AT_MOST_EVERY_MS);
    assert.deepEqual(told, ["I", "Is ", "Is it"]);
    await clock.pass(60_000);
    assert.equal(told.length, 3);
  });

  it("at once after a pause", async () => {
    const { clock, told, typing } = writing();
    typing.note("I");
    await clock.pass(AT_MOST_EVERY_MS);
    typing.note("Is");
    assert.deepEqual(told, ["I", "Is"]);
  });

  it("never after the message has gone", async () => {
    const { clock, told, typing } = writing();
    typing.note("I");
    typing.note("Is");
    typing.forget();
    await clock.pass(60_000);
    assert.deepEqual(told, ["I"]);
  });
});
