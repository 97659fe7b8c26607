import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aMessage, aPending } from "../../shared/tests/making";
import { addPending, emptyThread, type Thread } from "../../shared/thread";
import type { VisitorConversation } from "../../shared/types";
import type { Session } from "../answers";
import { beginWith } from "../beginning";

function aSession(conversation: string | null, ids: number[] = []): Session {
  const messages = ids.map((id) => aMessage(id, id));
  const revision = ids[ids.length - 1] ?? 0;
  return {
    visitor: { public_id: "v1", name: "", email: "", online: true, phone: "", fields: {}, consented: [] },
    conversation: conversation ? ({ public_id: conversation, revision } as VisitorConversation) : null,
    messages,
    revision,
    more: false,
    online: true,
    blocked: false,
  };
}

function shown(conversation: string, ids: number[]): Thread<VisitorConversation> {
  return beginWith(emptyThread(), aSession(conversation, ids), [], false);
}

function ids(thread: Thread<VisitorConversation>): number[] {
  return thread.messages.map((message) => message.id);
}

describe("a session", () => {
  it("shows the conversation and what an earlier page could not send", () => {
    const thread = beginWith(emptyThread(), aSession("c1", [1, 2]), [aPending("kept"), aPending("m1", { author: "agent" })], false);
    assert.deepEqual([ids(thread), thread.pending.map((own) => own.client_id)], [[1, 2], ["kept"]]);
  });

  it("that begins again goes on from what is shown", () => {
    const thread = beginWith(addPending(shown("c1", [1, 2, 3]), aPending("mine")), aSession("c1", [1, 2]), [], false);
    assert.deepEqual([ids(thread), thread.pending.length], [[1, 2, 3], 1]);
  });

  it("of another conversation replaces what is shown, and still sends what waits", () => {
    const thread = beginWith(addPending(shown("c1", [1]), aPending("mine")), aSession("c2", [7]), [], false);
    assert.deepEqual([ids(thread), thread.pending.length], [[7], 1]);
  });

  it("of another visitor shows and sends nothing of the former one", () => {
    const former = addPending(shown("c1", [1]), aPending("mine"));
    assert.deepEqual(beginWith(former, aSession(null), [], true), emptyThread());
  });
});
