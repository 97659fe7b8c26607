import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Problem } from "../../shared/api";
import { emptyThread } from "../../shared/thread";
import type { VisitorConversation } from "../../shared/types";
import type { OwnPage } from "../answers";
import { CatchingUp } from "../catching_up";

const CONVERSATION = { public_id: "c1", revision: 3 } as VisitorConversation;
const PAGE: OwnPage = { conversation: CONVERSATION, messages: [], more: false, blocked: false };

/** What one fetch led to, where the server answers so. */
async function after(answer: () => Promise<OwnPage>, conversation: VisitorConversation | null = CONVERSATION): Promise<string[]> {
  const done: string[] = [];
  const note = (deed: string) => async () => void done.push(deed);
  const catchingUp = new CatchingUp({
    thread: () => ({ ...emptyThread(), conversation }),
    fetchAfter: answer,
    apply: () => void done.push("applied"),
    look: note("looked"),
    onLost: note("lost"),
  });
  await catchingUp.once().catch(() => done.push("failed"));
  return done;
}

describe("catching up", () => {
  it("applies what came", async () => assert.deepEqual(await after(async () => PAGE), ["applied"]));

  it("looks for a conversation where there is none", async () => assert.deepEqual(await after(async () => PAGE, null), ["looked"]));

  it("begins anew where the chat is closed by now", async () =>
    assert.deepEqual(await after(async () => ({ ...PAGE, blocked: true })), ["lost"]));

  it("begins anew where the server does not know the conversation", async () =>
    assert.deepEqual(await after(() => Promise.reject(new Problem("not_found", 404, ""))), ["lost"]));

  it("fails where there is no answer", async () =>
    assert.deepEqual(await after(() => Promise.reject(new Problem("network", 0, ""))), ["failed"]));
});
