import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Model } from "../../shared/model";
import { aMessage, TestClock } from "../../shared/tests/making";
import { emptyThread } from "../../shared/thread";
import type { MessageShape, VisitorConversation } from "../../shared/types";
import type { Config } from "../answers";
import type { Means } from "../means";
import { initialState, type ChatState } from "../state";
import type { Trouble } from "../trouble";
import { FORGOTTEN_AFTER_MS, Typist } from "../typist";
import { Writing } from "../writing";

describe("what leaves the browser of what is typed", () => {
  function widget(change: Partial<ChatState> & { previews?: boolean }) {
    const { previews = true, ...state } = change;
    const sent: string[] = [];
    const posted: string[] = [];
    const thread = { ...emptyThread<VisitorConversation>(), conversation: { public_id: "c" } as VisitorConversation };
    const config = { previews_typing: previews } as Config;
    const model = new Model<ChatState>({ ...initialState(), connection: "open", thread, config, ...state });
    const means = {
      model,
      api: { typing: async (text: string) => void posted.push(text) },
      send: (frame: { text: string }) => model.state.connection === "open" && sent.push(frame.text) > 0,
    };
    return { sent, posted, writing: new Writing(means as unknown as Means, null as unknown as Trouble) };
  }

  it("has dots for runs of digits, and is no longer than what agents are shown", () => {
    const { sent, writing } = widget({});
    writing.noteTyping(`My card is 4242 4242 4242 ${"x".repeat(5_000)}`);
    assert.equal(sent[0]?.slice(0, 26), "My card is •••• •••• •••• ");
    assert.equal(sent[0]?.length, 2_000);
  });

  it("is never half a character", () => {
    const { sent, writing } = widget({});
    writing.noteTyping(`${"x".repeat(1_999)}😀`);
    assert.equal(sent[0], "x".repeat(1_999));
  });

  it("says that the box is empty again", () => {
    const { sent, writing } = widget({});
    writing.noteTyping("");
    assert.deepEqual(sent, [""]);
  });

  it("is only that they write, where the site shows no more", () => {
    const { sent, writing } = widget({ previews: false });
    writing.noteTyping("");
    assert.deepEqual(sent, []);
    writing.noteTyping("my secret");
    assert.deepEqual(sent, [""]);
  });

  it("is nothing before the first message", () => {
    const { sent, posted, writing } = widget({ thread: emptyThread() });
    writing.noteTyping("Hello");
    assert.deepEqual([sent, posted], [[], []]);
  });

  it("goes over HTTP where no socket opens, and nowhere while one is to open", () => {
    const polling = widget({ connection: "polling" });
    polling.writing.noteTyping("Hello");
    assert.deepEqual(polling.posted, ["Hello"]);
    const connecting = widget({ connection: "connecting" });
    connecting.writing.noteTyping("Hello");
    assert.deepEqual(connecting.posted, []);
  });
});

const MARTIN = { name: "Martin", avatar: null };
const FRAME = { type: "typing", conversation: "c", author: "agent", agent: MARTIN } as const;

describe("an agent who writes", () => {
  function chat() {
    const clock = new TestClock();
    const model = new Model<ChatState>(initialState());
    const typist = new Typist(model, clock);
    const has = (...messages: MessageShape[]): void => {
      const conversation = { public_id: "c" } as VisitorConversation;
      model.update({ thread: { ...emptyThread<VisitorConversation>(), conversation, messages } });
    };
    has(aMessage(1, 1));
    const shown = () => model.state.typist?.name ?? null;
    const said = () => model.state.typist !== null && model.state.isTypistNews;
    return { clock, model, typist, has, shown, said };
  }

  it("is shown until they are not heard of for a while", async () => {
    const { clock, typist, shown } = chat();
    typist.heard(FRAME);
    await clock.pass(FORGOTTEN_AFTER_MS - 1);
    typist.heard(FRAME);
    await clock.pass(FORGOTTEN_AFTER_MS - 1);
    assert.equal(shown(), "Martin");
    await clock.pass(1);
    assert.equal(shown(), null);
  });

  it("is shown until their message comes, not for other ones", async () => {
    const { clock, typist, has, shown } = chat();
    typist.heard(FRAME);
    has(aMessage(1, 1), aMessage(2, 2, { author: "visitor" }), aMessage(3, 3, { author: "system", kind: "event" }));
    assert.equal(shown(), "Martin");
    has(aMessage(1, 1), aMessage(4, 4));
    assert.equal(shown(), null);
    await clock.pass(60_000);
    assert.equal(shown(), null);
  });

  it("is shown in the conversation that is open only", () => {
    const { typist, shown } = chat();
    typist.heard({ ...FRAME, conversation: "another" });
    assert.equal(shown(), null);
  });

  it("is said aloud once for each of their messages", async () => {
    const { clock, typist, has, said } = chat();
    typist.heard(FRAME);
    typist.heard(FRAME);
    assert.equal(said(), true);
    await clock.pass(FORGOTTEN_AFTER_MS);
    typist.heard(FRAME);
    assert.equal(said(), false);
    has(aMessage(1, 1), aMessage(2, 2));
    typist.heard(FRAME);
    assert.equal(said(), true);
  });

  it("is gone with the thread of another visitor", () => {
    const { model, typist, shown } = chat();
    typist.heard(FRAME);
    model.update({ thread: emptyThread() });
    assert.equal(shown(), null);
  });
});
