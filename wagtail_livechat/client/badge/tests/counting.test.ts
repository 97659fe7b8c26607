import assert from "node:assert/strict";
import { test } from "node:test";
import { standingOf } from "../../inbox/queues";
import { aConversation, aMessage, ME } from "../../inbox/tests/samples";
import type { AgentFrame } from "../../shared/frames";
import { Counting } from "../counting";

const WRITTEN: AgentFrame = {
  type: "message.created",
  conversation: aConversation({ unread: 1 }),
  message: aMessage(1),
  was: standingOf(aConversation({ unread: 0 })),
};

function atWork() {
  const answers: ((unread: number) => void)[] = [];
  const shown: number[] = [];
  let asked = 0;
  const counting = new Counting({
    fetch: () => new Promise((resolve) => answers.push((unread) => resolve({ id: ME.id, unread }))),
    show: (unread) => shown.push(unread),
    again: () => (asked += 1),
  });
  return { counting, answers, shown, again: () => asked };
}

test("frames move the number between two answers", async () => {
  const { counting, answers, shown, again } = atWork();
  const counted = counting.count();
  answers[0]?.(2);
  await counted;

  counting.heard(WRITTEN);

  assert.deepEqual([shown, again()], [[2, 3], 0]);
});

test("an answer that may be older than what was told meanwhile is asked for again", async () => {
  const { counting, answers, again } = atWork();
  const counted = counting.count();
  counting.heard(WRITTEN);
  answers[0]?.(0);
  await counted;

  assert.equal(again(), 1);
});

test("what does not move the number makes nobody ask again", async () => {
  const { counting, answers, again } = atWork();
  const counted = counting.count();
  counting.heard({ type: "resync" });
  answers[0]?.(0);
  await counted;

  assert.equal(again(), 0);
});
