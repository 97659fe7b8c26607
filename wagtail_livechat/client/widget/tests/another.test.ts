import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Model } from "../../shared/model";
import { storeIn } from "../../shared/storage";
import { aMessage, settled } from "../../shared/tests/making";
import { applyPage, isBehind } from "../../shared/thread";
import type { VisitorFrame } from "../../shared/frames";
import type { MessageShape, VisitorConversation } from "../../shared/types";
import { Arriving } from "../arriving";
import type { Session } from "../answers";
import { Hearing } from "../hearing";
import { FLAG } from "../keys";
import { LookingBack } from "../looking_back";
import type { Means } from "../means";
import { Memory } from "../memory";
import { beginAnother, end, present, rate, sendTranscript } from "../more/deeds";
import { sendBody } from "../sending";
import { initialState, isLeft, lastIncoming, unread, type ChatState } from "../state";
import { Trouble } from "../trouble";
import { Writing } from "../writing";
import { aConfig, aVisitor } from "./making";

function aConversation(id: string, changes: Partial<VisitorConversation> = {}): VisitorConversation {
  const still = { revision: 3, status: "resolved", unread: 0, visitor_read_id: 2, agent_read_id: 1, ended: false, rating: null };
  return { ...still, public_id: id, ...changes } as VisitorConversation;
}

const OLD = aConversation("old");
const MESSAGES = [aMessage(1, 1, { author: "visitor", agent: null }), aMessage(2, 2), aMessage(3, 3, { kind: "event", event: "resolved" })];

function aSession(conversation: VisitorConversation | null, messages: MessageShape[] = MESSAGES, visitor = aVisitor()): Session {
  return { visitor, conversation, messages, revision: conversation?.revision ?? 0, more: false, online: true, blocked: false };
}

/** The chat in one tab of a browser, and again after a reload; the server answers as each test says. */
class Tab {
  readonly items = new Map<string, string>();
  readonly asked: [string, unknown][] = [];
  session = aSession(OLD);
  begun = 0;
  caughtUp = 0;
  model!: Model<ChatState>;
  means!: Means;
  writing!: Writing;
  private hearing!: Hearing;
  private arriving!: Arriving;

  async loads(): Promise<void> {
    const storage = {
      getItem: (key: string) => this.items.get(key) ?? null,
      setItem: (key: string, value: string) => void this.items.set(key, value),
      removeItem: (key: string) => void this.items.delete(key),
    } as unknown as Storage;
    this.model = new Model(initialState());
    this.means = {
      model: this.model,
      memory: new Memory(storeIn(() => storage), storeIn(() => storage)),
      page: () => ({ url: "/", title: "" }),
      send: () => false,
      hear: (frame: VisitorFrame) => this.hearing.received(frame),
      begin: () => this.arriving.begin(),
      catchUp: () => void (this.caughtUp += 1),
      wake: () => undefined,
      api: this.api(),
    } as unknown as Means;
    this.writing = new Writing(this.means, new Trouble((words) => this.model.update(words)));
    this.hearing = new Hearing(this.means, this.writing);
    this.arriving = new Arriving(this.means, () => (this.begun += 1));
    await this.arriving.begin();
  }

  private api(): object {
    return {
      session: () => Promise.resolve(this.session),
      config: () => Promise.resolve(aConfig()),
      send: () => new Promise(() => undefined),
      messages: () => Promise.resolve({ conversation: OLD, messages: [aMessage(0, 0)], more: false }),
      plain: {
        post: (route: string, body: unknown) => {
          this.asked.push([route, body]);
          return Promise.resolve(ANSWERS[route] ?? {});
        },
      },
    };
  }

  get shown(): string | null {
    return this.model.state.thread.conversation?.public_id ?? null;
  }

  get waiting(): (string | undefined)[] {
    return this.model.state.thread.pending.map((own) => sendBody(own).conversation);
  }
}

const ANSWERS: Record<string, unknown> = {
  end: { conversation: { ...OLD, revision: 4, ended: true }, message: aMessage(4, 4, { kind: "event", event: "ended" }) },
  rating: { conversation: { ...OLD, rating: 5 }, message: null },
};

async function aTabThatBeginsAnother(): Promise<Tab> {
  const tab = new Tab();
  await tab.loads();
  assert.equal(tab.shown, "old");
  beginAnother(tab.means);
  return tab;
}

describe("another conversation", () => {
  it("begins empty, and nothing is unread in it", async () => {
    const tab = await aTabThatBeginsAnother();
    const { state } = tab.model;
    assert.deepEqual([tab.shown, state.thread.messages, unread(state), lastIncoming(state.thread.messages)], [null, [], 0, 0]);
    assert.deepEqual([state.left, tab.means.memory.left, present(state)], ["old", "old", "old"]);
  });

  it("stays empty when the session begins again, after a reload, and whatever is told of the former one", async () => {
    const tab = await aTabThatBeginsAnother();
    await tab.means.begin();
    assert.equal(tab.shown, null);
    await tab.loads();
    assert.equal(tab.shown, null);
    tab.means.hear({ type: "conversation.changed", conversation: { ...OLD, revision: 9, visitor_read_id: 3 } });
    tab.means.hear({ type: "message.updated", conversation: { ...OLD, revision: 10 }, message: aMessage(2, 10) });
    assert.deepEqual([tab.shown, tab.caughtUp, isBehind(tab.model.state.thread)], [null, 0, false]);
  });

  it("stays empty when older messages of the former one come late", async () => {
    const tab = new Tab();
    tab.session = { ...aSession(OLD), more: true };
    await tab.loads();
    const loading = new LookingBack(tab.means).loadOlder();
    beginAnother(tab.means);
    await loading;
    assert.deepEqual(tab.model.state.thread.messages, []);
  });

  it("begins with the next message, once", async () => {
    const tab = await aTabThatBeginsAnother();
    tab.writing.write("Something else");
    assert.deepEqual(tab.waiting, ["new"]);
    const own = tab.model.state.thread.pending[0]?.client_id ?? "";
    const conversation = aConversation("next", { status: "open", revision: 2 });
    const message = aMessage(8, 2, { author: "visitor", client_id: own });
    tab.means.hear({ type: "message.accepted", client_id: own, conversation, message });
    assert.deepEqual([tab.shown, tab.model.state.left, tab.means.memory.left, tab.caughtUp], ["next", null, null, 1]);
    tab.writing.write("And");
    assert.deepEqual(tab.waiting, [undefined]);
  });

  it("that began in another tab is shown", async () => {
    const tab = await aTabThatBeginsAnother();
    tab.session = aSession(aConversation("next", { status: "open" }));
    await tab.means.begin();
    assert.deepEqual([tab.shown, tab.model.state.left, tab.means.memory.left], ["next", null, null]);
  });

  it("is not begun while the former one goes on: an agent wrote in it again", async () => {
    const tab = await aTabThatBeginsAnother();
    const open = aConversation("old", { status: "open", revision: 5, unread: 1 });
    tab.session = aSession(open, [...MESSAGES, aMessage(5, 5)]);
    tab.means.hear({ type: "message.created", conversation: open, message: aMessage(5, 5) });
    await settled();
    assert.deepEqual([tab.shown, unread(tab.model.state), tab.means.memory.left], ["old", 1, null]);
  });

  it("takes along what has not gone out, after a reload, too", async () => {
    const tab = new Tab();
    await tab.loads();
    tab.writing.write("On its way");
    assert.deepEqual(tab.waiting, [undefined]);
    beginAnother(tab.means);
    assert.deepEqual(tab.waiting, ["new"]);
    await tab.loads();
    assert.deepEqual([tab.shown, tab.waiting], [null, ["new"]]);
  });

  it("is nothing to somebody else who sits there", async () => {
    const tab = await aTabThatBeginsAnother();
    tab.session = aSession(OLD, MESSAGES, aVisitor({ public_id: "v2" }));
    await tab.loads();
    assert.deepEqual([tab.shown, tab.model.state.left, tab.means.memory.left], ["old", null, null]);
  });

  it("is not undone by a session that was asked for before it began", async () => {
    const tab = await aTabThatBeginsAnother();
    const stale = tab.session;
    const answers = [Promise.resolve(stale), Promise.resolve(aSession(aConversation("next", { status: "open" })))];
    tab.means.api.session = () => answers.shift() ?? Promise.reject(new Error());
    const arrival = tab.means.begin();
    tab.means.memory.left = null;
    await arrival;
    assert.equal(tab.shown, "next");
  });

  it("needs one to begin after", async () => {
    const tab = await aTabThatBeginsAnother();
    beginAnother(tab.means);
    assert.equal(tab.model.state.left, "old");
  });
});

it("a conversation is left until somebody opens it again", () => {
  assert.deepEqual([isLeft("old", OLD), isLeft("old", aConversation("old", { status: "open" }))], [true, false]);
  assert.deepEqual([isLeft("old", aConversation("next")), isLeft(null, OLD), isLeft("old", null), isLeft(null, undefined)], [false, false, false, false]);
});

describe("a conversation that an agent begins", () => {
  const begun = aConversation("begun", { status: "open", revision: 1, unread: 1, visitor_read_id: 0 });
  const words = aMessage(9, 1);
  const arrives = async (tab: Tab): Promise<void> => {
    tab.session = aSession(begun, [words]);
    tab.means.hear({ type: "message.created", conversation: begun, message: words });
    await settled();
  };

  it("is shown to who has none, on the next page, too", async () => {
    const tab = new Tab();
    tab.session = aSession(null, []);
    await tab.loads();
    assert.deepEqual([tab.shown, tab.items.has(FLAG)], [null, false]);
    await arrives(tab);
    assert.deepEqual([tab.shown, unread(tab.model.state), tab.items.has(FLAG)], ["begun", 1, true]);
  });

  it("is shown to who was about to begin another one, and answered in its place", async () => {
    const tab = await aTabThatBeginsAnother();
    await arrives(tab);
    assert.deepEqual([tab.shown, tab.model.state.left, tab.means.memory.left], ["begun", null, null]);
    tab.writing.write("Oh, hello");
    assert.deepEqual(tab.waiting, [undefined]);
  });

  it("is not what is told of one's own first message", async () => {
    const tab = new Tab();
    tab.session = aSession(null, []);
    await tab.loads();
    tab.writing.write("Hello");
    const own = tab.model.state.thread.pending[0]?.client_id ?? "";
    const message = aMessage(9, 1, { author: "visitor", client_id: own });
    tab.means.hear({ type: "message.created", conversation: begun, message });
    await settled();
    assert.deepEqual([tab.shown, tab.begun, tab.waiting], ["begun", 1, []]);
  });
});

describe("what is done beside writing", () => {
  it("is about the conversation that is shown, and stands in the thread at once", async () => {
    const tab = new Tab();
    await tab.loads();
    await end(tab.means);
    await rate(tab.means, 5, "Kind");
    await sendTranscript(tab.means, "vera@example.com");
    await settled();
    assert.deepEqual(tab.asked, [
      ["end", { conversation: "old" }],
      ["rating", { score: 5, comment: "Kind", conversation: "old" }],
      ["transcript", { email: "vera@example.com", conversation: "old" }],
    ]);
    const { conversation, messages } = tab.model.state.thread;
    assert.deepEqual([conversation?.ended, messages.at(-1)?.event], [true, "ended"]);
  });

  it("is about the one that was left, while another has not begun", async () => {
    const tab = await aTabThatBeginsAnother();
    await sendTranscript(tab.means, "vera@example.com");
    assert.deepEqual(tab.asked, [["transcript", { email: "vera@example.com", conversation: "old" }]]);
    assert.equal(applyPage(tab.model.state.thread, { conversation: OLD, messages: [], more: false }, "latest").conversation, OLD);
  });
});
