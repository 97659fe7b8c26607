import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientFrame } from "../../shared/frames";
import { TestClock } from "../../shared/tests/making";
import { AT_MOST_EVERY_MS } from "../../shared/typing";
import { Model } from "../model";
import { initialState, opened, type InboxState } from "../state";
import { Watching } from "../watching";
import { ME, TOM } from "./samples";

function atADesk() {
  const sent: ClientFrame[] = [];
  const clock = new TestClock();
  const view = { status: "open", queue: "all", group: null } as InboxState["view"];
  const model = new Model<InboxState>({ ...initialState(view, {}, false), line: "open" });
  const watching = new Watching(model, (frame) => sent.push(frame) > 0, clock);
  return { sent, clock, model, watching };
}

const typing: ClientFrame = { type: "typing", conversation: "a" };
const watch = (conversation: string | null): ClientFrame => ({ type: "watch", conversation });

test("what is opened, closed and lost from reach is told once", () => {
  const { sent, model } = atADesk();
  model.update({ opened: opened("a") });
  model.update({ opened: { ...opened("a"), phase: "ready" } });
  model.update({ opened: opened("b") });
  model.update({ opened: { ...opened("b"), phase: "gone" } });
  model.update({ opened: null });
  assert.deepEqual(sent, [watch("a"), watch("b"), watch(null)]);
});

test("a new line is told again what is open", () => {
  const { sent, model } = atADesk();
  model.update({ opened: opened("a") });
  model.update({ line: "connecting" });
  sent.length = 0;
  model.update({ line: "open" });
  assert.deepEqual(sent, [watch("a")]);
});

test("viewers of the open conversation are kept until it is left", () => {
  const { model, watching } = atADesk();
  model.update({ opened: opened("a") });
  watching.heard({ type: "viewing", conversation: "a", agents: [ME, TOM] });
  watching.heard({ type: "viewing", conversation: "b", agents: [ME] });
  assert.deepEqual(model.state.viewers, [ME, TOM]);
  model.update({ opened: opened("b") });
  assert.deepEqual(model.state.viewers, []);
});

test("writing is told at most once a second, to its end, and only where something is open", async () => {
  const { sent, clock, model, watching } = atADesk();
  watching.writes();
  model.update({ opened: opened("a") });
  sent.length = 0;
  watching.writes();
  watching.writes();
  assert.deepEqual(sent, [typing]);
  await clock.pass(AT_MOST_EVERY_MS);
  assert.deepEqual(sent, [typing, typing]);
});

test("what was sent, or left, is told no more", async () => {
  const { sent, clock, model, watching } = atADesk();
  model.update({ opened: opened("a") });
  for (const end of [() => watching.hasWritten(), () => model.update({ opened: opened("b") })]) {
    sent.length = 0;
    watching.writes();
    watching.writes();
    end();
    await clock.pass(60_000);
    assert.deepEqual(sent.filter(({ type }) => type === "typing"), [typing]);
  }
});
