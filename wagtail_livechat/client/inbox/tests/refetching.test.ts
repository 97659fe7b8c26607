import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../../shared/tests/making";
import { Refetching } from "../refetching";

interface Asked {
  answer: (content: string) => void;
  refuse: (error: Error) => void;
}

function asking() {
  const asked: Asked[] = [];
  const arrived: string[] = [];
  const failed: unknown[] = [];
  const fetch = (): Promise<string> =>
    new Promise((answer, refuse) => {
      asked.push({ answer, refuse });
    });
  const refetching = new Refetching(fetch, {
    arrived: (content) => void arrived.push(content),
    failed: (error) => void failed.push(error),
  });
  return { asked, arrived, failed, refetching };
}

test("however often it is told, one request is under way and one waits", async () => {
  const { asked, arrived, refetching } = asking();
  for (let time = 0; time < 5; time += 1) refetching.again();
  assert.equal(asked.length, 1);
  asked[0]?.answer("first");
  await settled();
  assert.equal(asked.length, 2);
  asked[1]?.answer("second");
  await settled();
  assert.deepEqual(arrived, ["first", "second"]);
  assert.equal(asked.length, 2);
  refetching.again();
  assert.equal(asked.length, 3);
});

test("what failed is tried again when it is asked for again", async () => {
  const { asked, arrived, failed, refetching } = asking();
  refetching.again();
  asked[0]?.refuse(new Error("broken"));
  await settled();
  assert.equal(failed.length, 1);
  refetching.again();
  asked[1]?.answer("mended");
  await settled();
  assert.deepEqual(arrived, ["mended"]);
});

test("what comes after the end is dropped, and nothing waits any more", async () => {
  const { asked, arrived, failed, refetching } = asking();
  refetching.again();
  refetching.again();
  refetching.end();
  asked[0]?.answer("late");
  await settled();
  refetching.again();
  assert.deepEqual([asked.length, arrived, failed], [1, [], []]);
});
