import assert from "node:assert/strict";
import { test } from "node:test";
import type { Api } from "../../shared/api";
import { settled, TestClock } from "../../shared/tests/making";
import type { AgentConversation, GroupName, Standing } from "../../shared/types";
import type { ListAnswer, Me } from "../answers";
import { belongs, order, type View } from "../list";
import { Listing } from "../listing";
import { Model } from "../model";
import { isIn, isUnreadFor, QUEUES, standingOf, type Counts } from "../queues";
import { isInReach } from "../rights";
import { initialState, type InboxState } from "../state";
import { aConversation, aMe, ME, somebody, TOM } from "./samples";

const SALES: GroupName = { id: 7, name: "Sales" };
const CARE: GroupName = { id: 8, name: "Care" };
const ALL: View = { status: "open", queue: "all", group: null };

/** Always the same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a socket is told of a change. */
type News = { conversation: AgentConversation; was: Standing | null } | { gone: string; was: Standing } | null;

class Server {
  rows = new Map<string, AgentConversation>();
  requests = 0;
  private minute = 0;

  constructor(
    private readonly random: (below: number) => number,
    private readonly me: Me = aMe({ groups: [SALES] }),
  ) {}

  /** Something happens to a conversation, old or new; the agent hears of it as their reach has it. */
  change(): News {
    const id = `c${this.random(12)}`;
    const before = this.rows.get(id);
    const conversation = this.changed(id, before);
    this.rows.set(id, conversation);
    const saw = before !== undefined && isInReach(before, this.me);
    if (isInReach(conversation, this.me)) return { conversation, was: saw ? standingOf(before) : null };
    return saw ? { gone: id, was: standingOf(before) } : null;
  }

  page(view: View, from = 0, limit = 1_000): ListAnswer {
    const rows = this.reachable().filter((row) => belongs(row, view, ME.id));
    const results = rows.sort(order(view)).slice(from, from + limit);
    const next_cursor = from + limit < rows.length ? String(from + limit) : null;
    return { results, next_cursor, counts: this.counts() };
  }

  counts(): Counts {
    const standings = this.reachable().map(standingOf);
    const count = (holds: (standing: Standing) => boolean): number => standings.filter(holds).length;
    const queues = QUEUES.map((queue) => [queue, count((standing) => isIn(queue, standing, ME.id))]);
    const unread = count((standing) => isUnreadFor(standing, ME.id));
    const ofGroup = (id: number) => count((standing) => standing.status === "open" && standing.group === id);
    const groups = [SALES, CARE].map(({ id }) => [id, ofGroup(id)]).filter(([, number]) => number);
    return { ...Object.fromEntries(queues), unread, groups: Object.fromEntries(groups) } as Counts;
  }

  private changed(id: string, before: AgentConversation | undefined): AgentConversation {
    this.minute += 1;
    const time = new Date(Date.UTC(2026, 0, 1, 0, this.minute)).toISOString();
    const waits = this.random(2) === 0;
    return aConversation({
      public_id: id,
      revision: (before?.revision ?? 0) + 1,
      status: this.random(3) === 0 ? "resolved" : "open",
      assignee: [null, ME, TOM][this.random(3)] ?? null,
      group: [null, SALES, CARE][this.random(3)] ?? null,
      last_message_at: time,
      waiting_since: waits ? (before?.waiting_since ?? time) : null,
      unread: this.random(3),
    });
  }

  private reachable(): AgentConversation[] {
    return [...this.rows.values()].filter((row) => isInReach(row, this.me));
  }
}

interface AtDesk {
  model: Model<InboxState>;
  listing: Listing;
  clock: TestClock;
}

function deskOf(server: Server, view: View): AtDesk {
  const model = new Model(initialState(view, {}, false));
  const clock = new TestClock();
  const get = (_path: string, { cursor, limit }: { cursor?: string; limit: number }) => {
    server.requests += 1;
    return Promise.resolve(server.page(model.state.view, Number(cursor ?? 0), limit));
  };
  return { model, clock, listing: new Listing({ get } as unknown as Api, model, ME.id, () => undefined, clock) };
}

function tell(listing: Listing, news: News): void {
  if (news === null) return;
  if ("gone" in news) listing.gone(news.gone, news.was);
  else listing.heard(news.conversation, news.was);
}

const VIEWS: readonly View[] = [
  ALL,
  { status: "open", queue: "mine", group: null },
  { status: "open", queue: "unanswered", group: null },
  { status: "open", queue: "all", group: SALES.id },
  { status: "resolved", queue: "all", group: null },
];

for (const view of VIEWS) {
  test(`a thousand frames, some twice, end in what a fresh fetch shows, and ask for nothing: ${JSON.stringify(view)}`, async () => {
    for (const seed of [1, 2, 3]) {
      const random = chance(seed);
      const server = new Server(random);
      for (let step = 0; step < 10; step += 1) server.change();
      const { model, listing, clock } = deskOf(server, view);
      await listing.refresh();
      assert.equal(server.requests, 1);

      for (let step = 0; step < 1_000; step += 1) {
        const news = server.change();
        tell(listing, news);
        if (news !== null && "conversation" in news && random(4) === 0) tell(listing, news);
        assert.deepEqual(model.state.counts, server.counts());
      }

      await clock.pass(600_000);
      assert.equal(server.requests, 1);
      assert.deepEqual(model.state.list.rows, server.page(view).results);
    }
  });
}

test("frames that two processes sent in the wrong order count the same", async () => {
  const server = new Server(chance(5), aMe({ manages: [1] }));
  for (let step = 0; step < 10; step += 1) server.change();
  const { model, listing } = deskOf(server, ALL);
  await listing.refresh();

  for (let step = 0; step < 200; step += 1) {
    const [one, other] = [server.change(), server.change()];
    tell(listing, other);
    tell(listing, one);
  }

  assert.deepEqual(model.state.counts, server.counts());
  assert.deepEqual(model.state.list.rows, server.page(ALL).results);
});

test("counts that frames overtook are asked for again, a few times, and until then moved on", async () => {
  const server = new Server(chance(3));
  const { model, listing, clock } = deskOf(server, ALL);
  const begins = (id: string): void => {
    server.rows.set(id, aConversation({ public_id: id }));
    listing.heard(aConversation({ public_id: id }), null);
  };
  const refreshed = listing.refresh();
  begins("c1");
  await refreshed;
  await clock.pass(60_000);
  assert.equal(server.requests, 2);
  assert.deepEqual(model.state.counts, server.counts());

  const recounted = listing.recount();
  begins("c2");
  await recounted;
  assert.deepEqual(model.state.counts, server.counts());
  await clock.pass(60_000);
  assert.equal(server.requests, 4);
});

test("a refresh fetches as far down as the list is looked at, and what is there stays", async () => {
  const server = new Server(chance(1));
  for (let number = 0; number < 300; number += 1) {
    const time = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
    server.rows.set(`c${number}`, aConversation({ public_id: `c${number}`, last_message_at: time }));
  }
  const { model, listing } = deskOf(server, ALL);
  await listing.refresh();
  assert.equal(model.state.list.rows.length, 40);
  await listing.grow();
  assert.equal(model.state.list.rows.length, 80);

  listing.look(70);
  await listing.refresh();
  assert.equal(model.state.list.rows.length, 240);
  assert.equal(new Set(model.state.list.rows.map((row) => row.public_id)).size, 240);

  await listing.show(ALL);
  assert.equal(model.state.list.rows.length, 40);
});

test("what was resolved while its page was under way is not listed by the page", async () => {
  const server = new Server(chance(1));
  for (let number = 0; number < 50; number += 1) {
    const time = new Date(Date.UTC(2026, 0, 1, 0, 50 - number)).toISOString();
    server.rows.set(`c${number}`, aConversation({ public_id: `c${number}`, last_message_at: time }));
  }
  const { model, listing } = deskOf(server, ALL);
  await listing.refresh();
  const last = server.rows.get("c49") ?? aConversation();

  const grown = listing.grow();
  listing.heard({ ...last, revision: 2, status: "resolved" }, standingOf(last));
  await grown;

  assert.equal(model.state.list.rows.length, 49);
});

test("a conversation that went out of reach is not listed again by the answer to the action that did it", async () => {
  const server = new Server(chance(1));
  const { model, listing } = deskOf(server, ALL);
  const conversation = aConversation({ public_id: "c1" });
  server.rows.set("c1", conversation);
  await listing.refresh();

  listing.gone("c1", standingOf(conversation));
  listing.put({ ...conversation, revision: 2, assignee: TOM });

  assert.deepEqual(model.state.list.rows, []);
  assert.equal(model.state.counts?.all, 0);
});

test("a visitor who comes or goes changes the rows that are theirs, and no others", async () => {
  const server = new Server(chance(1));
  server.rows.set("c1", aConversation({ public_id: "c1" }));
  const { model, listing } = deskOf(server, ALL);
  await listing.refresh();
  const before = model.state.list;

  listing.introduced({ public_id: "somebody else", online: false });
  assert.equal(model.state.list, before);
  listing.introduced({ public_id: aConversation().visitor.public_id, online: false });
  assert.equal(model.state.list.rows[0]?.visitor.online, false);
});

test("a page that was under way does not undo what was told of a visitor meanwhile", async () => {
  const server = new Server(chance(1));
  for (let number = 1; number <= 50; number += 1) {
    const visitor = somebody({ public_id: `visitor ${number}`, name: "" });
    server.rows.set(`c${number}`, aConversation({ public_id: `c${number}`, visitor }));
  }
  const { model, listing } = deskOf(server, ALL);
  const nameOf = (id: string) => model.state.list.rows.find((row) => row.public_id === id)?.visitor.name;

  const refreshed = listing.refresh();
  listing.introduced({ public_id: "visitor 2", name: "Grace" });
  listing.heard({ ...aConversation({ public_id: "c3", revision: 9 }), visitor: somebody({ public_id: "visitor 3" }) }, undefined);
  listing.introduced({ public_id: "visitor 3", name: "Ada" });
  await refreshed;
  const grown = listing.grow();
  listing.introduced({ public_id: "visitor 50", name: "Alan" });
  await grown;

  assert.deepEqual(["c1", "c2", "c3", "c50"].map(nameOf), ["", "Grace", "Ada", "Alan"]);
});

test("a list that cannot be loaded says so, and shows what it had when only a refresh failed", async () => {
  const server = new Server(chance(1));
  const { model, listing } = deskOf(server, ALL);
  server.page = () => {
    throw new Error("down");
  };
  await assert.rejects(listing.refresh());
  assert.equal(model.state.listing, "failed");

  model.update({ listing: "ready" });
  await assert.rejects(listing.refresh());
  assert.equal(model.state.listing, "ready");
  await settled();
});
