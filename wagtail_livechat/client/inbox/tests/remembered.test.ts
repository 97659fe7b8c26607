import assert from "node:assert/strict";
import { test } from "node:test";
import { Remembered } from "../remembered";

test("each key is fetched once, and again after it was forgotten", async () => {
  const fetched: number[] = [];
  const remembered = new Remembered(async (key: number) => (fetched.push(key), `value ${key}`));
  assert.deepEqual(await Promise.all([remembered.get(1), remembered.get(1), remembered.get(2)]), ["value 1", "value 1", "value 2"]);
  remembered.forget();
  await remembered.get(1);
  assert.deepEqual(fetched, [1, 2, 1]);
});

test("a failure is not remembered", async () => {
  let isDown = true;
  const remembered = new Remembered(async (key: number) => (isDown ? Promise.reject(new Error("down")) : key));
  await assert.rejects(remembered.get(1));
  isDown = false;
  assert.equal(await remembered.get(1), 1);
});
