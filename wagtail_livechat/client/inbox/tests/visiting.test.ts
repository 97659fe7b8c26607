import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Problem } from "../../shared/api";
import { settled, TestClock } from "../../shared/tests/making";
import type { ChangeAnswer, LiveAnswer, Me } from "../answers";
import { EVERYBODY } from "../live";
import { Model } from "../model";
import { Visiting } from "../visiting";
import { aConversation, aLiveVisitor, aMe, aVisit } from "./samples";

const ALICE = aLiveVisitor({ public_id: aConversation().visitor.public_id, name: "Alice" });
const BOB = aLiveVisitor({ public_id: "bob", name: "Bob", visit: aVisit({ started_at: "2026-01-31T10:00:00.000000Z" }) });

/** An agent who looks at the visitors, or at something else. */
class Desk {
  readonly clock = new TestClock();
  readonly model = new Model<{ me: Me | null }>({ me: aMe({ sites: [{ id: 1, name: "Shop", visitors: 2 }] }) });
  readonly asked: Record<string, unknown>[] = [];
  readonly posted: [string, unknown][] = [];
  readonly answered: ChangeAnswer[] = [];
  readonly opened: string[] = [];
  readonly problems: unknown[] = [];
  miscounts = 0;
  isTabHidden = false;
  answer: Partial<LiveAnswer> | Error = {};
  posting: () => Promise<ChangeAnswer> = () => Promise.resolve({ conversation: aConversation() });
  readonly visiting: Visiting;

  constructor(isShown = true) {
    this.visiting = new Visiting(
      {
        api: { get: this.get, post: this.post } as never,
        model: this.model,
        answered: (answer) => this.answered.push(answer),
        go: (conversation) => this.opened.push(conversation),
        miscounted: () => (this.miscounts += 1),
        onProblem: (error) => this.problems.push(error),
        isTabHidden: () => this.isTabHidden,
        clock: this.clock,
      },
      isShown,
    );
    this.visiting.start();
  }

  get state() {
    return this.visiting.model.state;
  }

  get names(): string[] {
    return this.state.visitors.map(({ name }) => name);
  }

  async begins(): Promise<void> {
    this.visiting.refresh();
    await this.clock.pass(0);
  }

  private readonly get = (path: string, parameters: Record<string, unknown>): Promise<LiveAnswer> => {
    assert.equal(path, "visitors");
    this.asked.push(parameters);
    if (this.answer instanceof Error) return Promise.reject(this.answer);
    const all = { visitors: [ALICE, BOB], online: 2, recorded: "all" as const, settings_url: null, countries: ["FR"] };
    return Promise.resolve({ ...all, ...this.answer });
  };

  private readonly post = (path: string, body: unknown): Promise<ChangeAnswer> => {
    this.posted.push([path, body]);
    return this.posting();
  };
}

describe("who is on the site", () => {
  it("is listed, who came last first", async () => {
    const desk = new Desk();
    assert.equal(desk.state.phase, "loading");
    await desk.begins();
    assert.deepEqual([desk.state.phase, desk.names], ["ready", ["Bob", "Alice"]]);
  });

  it("is asked for only while they are looked at", async () => {
    const desk = new Desk(false);
    await desk.begins();
    desk.visiting.heard({ type: "visits.changed", site: 1, visitors: ["bob"], online: 3 });
    await desk.clock.pass(30_000);
    assert.equal(desk.asked.length, 0);

    desk.visiting.show();
    await desk.clock.pass(0);
    assert.equal(desk.asked.length, 1);

    desk.isTabHidden = true;
    await desk.clock.pass(60_000);
    assert.equal(desk.asked.length, 1);

    desk.isTabHidden = false;
    desk.visiting.refresh();
    await desk.clock.pass(0);
    assert.equal(desk.asked.length, 2);
    desk.visiting.leave();
    await desk.clock.pass(60_000);
    assert.equal(desk.asked.length, 2);
  });

  it("is asked for again when somebody comes, goes or looks at another page", async () => {
    const desk = new Desk();
    await desk.begins();
    desk.answer = { visitors: [ALICE] };
    desk.visiting.heard({ type: "visits.changed", site: 1, visitors: ["bob"], online: 1 });
    await desk.clock.pass(3_000);
    assert.deepEqual(desk.names, ["Alice"]);
  });

  it("is counted by what is heard, on the site that it is about", () => {
    const desk = new Desk(false);
    desk.visiting.heard({ type: "visits.changed", site: 1, visitors: [], online: 17 });
    desk.visiting.heard({ type: "visits.changed", site: 9, visitors: [], online: 5 });
    assert.deepEqual(desk.model.state.me?.sites, [{ id: 1, name: "Shop", visitors: 17 }]);
  });

  it("is counted anew where the list says another number", async () => {
    const desk = new Desk();
    await desk.begins();
    assert.equal(desk.miscounts, 0);
    desk.answer = { online: 1 };
    await desk.clock.pass(20_000);
    assert.equal(desk.miscounts, 1);
    desk.visiting.filter({ basket: true });
    await desk.clock.pass(0);
    assert.equal(desk.miscounts, 1);
  });

  it("is counted anew now and then where nobody lists them, unless there was nobody", async () => {
    const desk = new Desk(false);
    await desk.clock.pass(80_000);
    assert.equal(desk.miscounts, 1);
    desk.isTabHidden = true;
    await desk.clock.pass(80_000);
    desk.isTabHidden = false;
    desk.visiting.heard({ type: "visits.changed", site: 1, visitors: [], online: 0 });
    await desk.clock.pass(80_000);
    assert.equal(desk.miscounts, 1);
  });

  it("is called as they just said", async () => {
    const desk = new Desk();
    await desk.begins();
    desk.visiting.heard({ type: "visitor.changed", visitor: { public_id: "bob", name: "Robert" } as never });
    assert.deepEqual(desk.names, ["Robert", "Alice"]);
  });

  it("has a conversation as soon as one begins, and perhaps none when one is out of reach", async () => {
    const desk = new Desk();
    await desk.begins();
    desk.visiting.heard({ type: "conversation.changed", conversation: aConversation() });
    assert.equal(desk.state.visitors[1]?.conversation, aConversation().public_id);

    desk.visiting.heard({ type: "conversation.gone", conversation: aConversation().public_id, was: null });
    await desk.clock.pass(3_000);
    assert.equal(desk.state.visitors[1]?.conversation, null);
  });
});

describe("a filter", () => {
  it("asks at once, and those who are listed stay until the answer is there", async () => {
    const desk = new Desk();
    await desk.begins();
    desk.answer = { visitors: [BOB] };
    desk.visiting.filter({ country: "FR", basket: true });
    assert.deepEqual(desk.names, ["Bob", "Alice"]);
    assert.notEqual(desk.state.listedBy, desk.state.filter);

    await desk.clock.pass(0);
    assert.deepEqual(desk.names, ["Bob"]);
    assert.equal(desk.state.listedBy, desk.state.filter);
    assert.deepEqual([desk.asked[1]?.["country"], desk.asked[1]?.["basket"]], ["FR", 1]);
  });

  it("is left for the next one, whichever answer comes first", async () => {
    const desk = new Desk();
    await desk.begins();
    desk.answer = { visitors: [] };
    desk.visiting.filter({ customer: true });
    const late = desk.clock.pass(0);
    desk.answer = { visitors: [ALICE] };
    desk.visiting.filter(EVERYBODY);
    await late;
    await desk.clock.pass(0);
    assert.deepEqual(desk.names, ["Alice"]);
  });

  it("of words waits for the end of the word", async () => {
    const desk = new Desk();
    await desk.begins();
    for (const typed of ["g", "gu", "guj "]) {
      desk.visiting.search(typed);
      await desk.clock.pass(100);
    }
    assert.equal(desk.asked.length, 1);
    await desk.clock.pass(250);
    assert.deepEqual(desk.asked.slice(1).map(({ q }) => q), ["guj"]);
  });
});

describe("when the server does not answer", () => {
  it("it is said, until it does", async () => {
    const desk = new Desk();
    desk.answer = new Problem("unavailable", 503, "");
    await desk.begins();
    assert.deepEqual([desk.state.phase, desk.problems.length], ["failed", 1]);

    desk.answer = {};
    desk.visiting.retry();
    assert.equal(desk.state.phase, "loading");
    await desk.clock.pass(0);
    assert.equal(desk.state.phase, "ready");
  });

  it("those who are listed stay, but not under another filter", async () => {
    const desk = new Desk();
    await desk.begins();
    desk.answer = new Error("down");
    await desk.clock.pass(20_000);
    assert.equal(desk.state.phase, "ready");

    desk.visiting.filter({ returning: true });
    await desk.clock.pass(0);
    assert.equal(desk.state.phase, "failed");
  });
});

describe("the first words to a visitor", () => {
  it("open the conversation that they begin", async () => {
    const desk = new Desk();
    await desk.begins();
    await desk.visiting.write(ALICE.public_id, "Can I help?");
    const [[path, body] = []] = desk.posted;
    assert.equal(path, `visitors/${ALICE.public_id}/conversations`);
    assert.equal((body as { body: string }).body, "Can I help?");
    assert.deepEqual(desk.opened, [aConversation().public_id]);
    assert.equal(desk.answered.length, 1);
    assert.equal(desk.state.visitors[1]?.conversation, aConversation().public_id);
  });

  it("are the same message when they are sent again after a doubt, and gone from the draft when they are stored", async () => {
    const desk = new Desk();
    const sends = (body: string): Promise<void> => desk.visiting.write("bob", body);
    desk.visiting.keepDraft("bob", "Hello");
    desk.posting = () => Promise.reject(new Problem("timeout", 0, ""));
    await assert.rejects(sends("Hello"));
    assert.equal(desk.visiting.draft("bob"), "Hello");
    await assert.rejects(sends("Hello Bob"));
    desk.posting = () => Promise.resolve({ conversation: aConversation() });
    await sends("Hello Bob");
    await sends("Hello Bob");
    await settled();

    const ids = desk.posted.map(([, body]) => (body as { client_id: string }).client_id);
    assert.equal(ids[1], ids[2]);
    assert.equal(new Set(ids).size, 3);
    assert.equal(desk.visiting.draft("bob"), "");
  });
});
