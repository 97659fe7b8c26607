import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Problem } from "../api";
import type { Posted } from "../frames";
import { Outbox } from "../outbox";
import type { Pending } from "../thread";
import { aConversation, aMessage, aPending, settled, TestClock, type TestConversation } from "./making";

describe("the outbox", () => {
  let pending: Pending[];
  let socketIsOpen: boolean;
  let overSocket: string[];
  let overHttp: string[];
  let answer: (clientId: string) => Promise<Posted<TestConversation>>;
  let failed: string[];
  let delays: string[];
  let clock: TestClock;
  let outbox: Outbox<TestConversation>;

  function posted(clientId: string): Posted<TestConversation> {
    return { conversation: aConversation(1), message: aMessage(1, 1, { client_id: clientId }) };
  }

  function accepts(clientId: string): void {
    outbox.accept({ type: "message.accepted", client_id: clientId, ...posted(clientId) });
  }

  beforeEach(() => {
    pending = [];
    socketIsOpen = true;
    overSocket = [];
    overHttp = [];
    failed = [];
    delays = [];
    answer = async (clientId) => posted(clientId);
    clock = new TestClock();
    outbox = new Outbox<TestConversation>({
      pending: () => pending,
      overSocket: (message) => {
        if (socketIsOpen) overSocket.push(message.client_id);
        return socketIsOpen;
      },
      overHttp: (message) => {
        overHttp.push(message.client_id);
        return answer(message.client_id);
      },
      onAccepted: (clientId) => (pending = pending.filter((own) => own.client_id !== clientId)),
      onFailed: (clientId) => (pending = pending.map((own) => (own.client_id === clientId ? { ...own, state: "failed" } : own))),
      onDelayed: (problem) => delays.push(problem.code),
      clock,
    });
  });

  function write(...clientIds: string[]): void {
    for (const clientId of clientIds) {
      pending = [...pending, aPending(clientId)];
      outbox.kick();
    }
  }

  it("sends in order, the next one after the answer", () => {
    write("one", "two");
    assert.deepEqual(overSocket, ["one"]);
    accepts("one");
    assert.deepEqual(overSocket, ["one", "two"]);
  });

  it("posts while there is no socket", async () => {
    socketIsOpen = false;
    write("one", "two");
    await settled();
    assert.deepEqual([overHttp, overSocket, pending], [["one", "two"], [], []]);
  });

  it("sends again what was not answered in time", async () => {
    write("one");
    await clock.pass(12_000);
    assert.deepEqual([overSocket, delays], [["one", "one"], ["timeout"]]);
  });

  it("posts at once what a closing socket left unanswered", async () => {
    write("one");
    socketIsOpen = false;
    outbox.socketClosed();
    await settled();
    assert.deepEqual([overHttp, pending], [["one"], []]);
  });

  it("tries again by itself, later each time, until the server is back", async () => {
    socketIsOpen = false;
    answer = async () => Promise.reject(new Problem("network", 0, ""));
    write("one");
    await clock.pass(20_000);
    const attempts = overHttp.length;
    assert.ok(attempts >= 4 && attempts <= 7, String(attempts));
    answer = async (clientId) => posted(clientId);
    await clock.pass(30_000);
    assert.deepEqual(pending, []);
  });

  it("does not wait when the way is free again", async () => {
    socketIsOpen = false;
    answer = async () => Promise.reject(new Error("cut"));
    write("one");
    await settled();
    socketIsOpen = true;
    outbox.hurry();
    assert.deepEqual(overSocket, ["one"]);
  });

  it("sends again over a new socket what the former one swallowed", () => {
    write("one");
    outbox.hurry();
    assert.deepEqual(overSocket, ["one", "one"]);
  });

  it("waits as long as the server asks for", async () => {
    write("one");
    outbox.reject({ type: "error", client_id: "one", code: "too_many", detail: "", retry_after: 9 });
    await clock.pass(8_500);
    outbox.hurry();
    assert.deepEqual(overSocket, ["one"]);
    await clock.pass(600);
    assert.deepEqual(overSocket, ["one", "one"]);
  });

  it("marks what can never be sent, and goes on with the next", () => {
    write("long", "short");
    outbox.reject({ type: "error", client_id: "long", code: "too_long", detail: "Too long." });
    assert.deepEqual([pending[0]?.state, overSocket], ["failed", ["long", "short"]]);
  });

  it("goes on when the message came back before its answer", () => {
    write("one", "two");
    pending = pending.slice(1);
    outbox.kick();
    assert.deepEqual(overSocket, ["one", "two"]);
  });

  it("overlooks errors and answers about other things", () => {
    write("one");
    outbox.reject({ type: "error", code: "unknown_type", detail: "" });
    outbox.reject({ type: "error", client_id: "other", code: "too_long", detail: "" });
    accepts("other");
    assert.deepEqual([overSocket, failed, pending.length], [["one"], [], 1]);
  });

  it("that is stopped sends nothing more", async () => {
    write("one");
    outbox.stop();
    accepts("one");
    outbox.kick();
    await clock.pass(60_000);
    assert.deepEqual([overSocket, pending.length], [["one"], 1]);
  });
});
