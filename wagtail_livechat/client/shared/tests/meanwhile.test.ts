import assert from "node:assert/strict";
import { test } from "node:test";
import { Meanwhile } from "../meanwhile";

function asking() {
  const meanwhile = new Meanwhile<string>();
  const ask = () => {
    let answer = (_text: string): void => undefined;
    let refuse = (_error: Error): void => undefined;
    const fetch = () => new Promise<string>((resolve, reject) => ([answer, refuse] = [resolve, reject]));
    return { asked: meanwhile.ask(fetch), answer, refuse };
  };
  return { meanwhile, ask };
}

test("an answer comes with what was told since it was asked for", async () => {
  const { meanwhile, ask } = asking();
  meanwhile.tell("before");
  const { asked, answer } = ask();
  meanwhile.tell("one");
  meanwhile.tell("two");

  answer("answer");

  assert.deepEqual(await asked, ["answer", ["one", "two"]]);
});

test("of two answers that are under way each has its own", async () => {
  const { meanwhile, ask } = asking();
  const first = ask();
  meanwhile.tell("one");
  const second = ask();
  meanwhile.tell("two");

  first.answer("first");
  assert.deepEqual(await first.asked, ["first", ["one", "two"]]);
  meanwhile.tell("three");
  second.answer("second");

  assert.deepEqual(await second.asked, ["second", ["two", "three"]]);
});

test("after an answer that failed nothing is kept", async () => {
  const { meanwhile, ask } = asking();
  const failing = ask();
  meanwhile.tell("one");
  failing.refuse(new Error("down"));
  await assert.rejects(failing.asked);

  const { asked, answer } = ask();
  answer("answer");

  assert.deepEqual(await asked, ["answer", []]);
});
