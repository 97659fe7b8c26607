import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem, type Api } from "../../shared/api";
import { settled } from "../../shared/tests/making";
import { Acting } from "../acting";
import type { ChangeAnswer } from "../answers";
import { aConversation } from "./samples";

const ANSWER: ChangeAnswer = { conversation: aConversation() };

function acting(answer: () => Promise<ChangeAnswer>) {
  const asked: unknown[] = [];
  const told: unknown[] = [];
  const api = {
    post: (path: string, body: unknown) => (asked.push([path, body]), answer()),
    delete: (path: string) => (asked.push([path]), answer()),
  } as unknown as Api;
  const options = { begun: () => told.push("begun"), answered: (change: ChangeAnswer) => told.push(change) };
  const desk = new Acting({ api, ...options, troubled: (error) => told.push(error) });
  return { desk, asked, told };
}

test("each action is one request, and its answer is applied", async () => {
  const { desk, asked, told } = acting(async () => ANSWER);
  desk.assign("a", null);
  desk.handToGroup("a", 7);
  desk.leave("a");
  desk.reopen("a");
  desk.deleteMessage("a", 5);
  await settled();
  assert.deepEqual(asked, [
    ["conversations/a/assign", { agent: null }],
    ["conversations/a/transfer", { group: 7 }],
    ["conversations/a/leave", {}],
    ["conversations/a/reopen", {}],
    ["conversations/a/messages/5"],
  ]);
  assert.equal(told.filter((what) => what === ANSWER).length, 5);
});

test("what went wrong is told where it can be seen: beside the thread, or in the dialog that asked", async () => {
  const problem = new Problem("already_in_charge", 409, "Tom is in charge.");
  const { desk, told } = acting(() => Promise.reject(problem));
  desk.assign("a", 2);
  await settled();
  assert.deepEqual(told, ["begun", problem]);
  await assert.rejects(desk.transfer("a", { agent: 2, note: "Yours" }), problem);
  await assert.rejects(desk.setTags("a", ["vip"]), problem);
});
