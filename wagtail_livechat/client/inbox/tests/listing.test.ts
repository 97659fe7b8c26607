import assert from "node:assert/strict";
import { test } from "node:test";
import type { Api } from "../../shared/api";
import type { AgentConversation } from "../../shared/types";
import type { ListAnswer } from "../answers";
import { belongs, order, type View } from "../list";
import { Listing } from "../listing";
import { Model } from "../model";
import { isIn, isUnreadFor, QUEUES, standingOf, type Counts } from "../queues";
import { initialState, type InboxState } from "../state";
import { aConversation, ME, TOM } from "./samples";

/** Always the same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

class Server {
  rows = new Map<string, AgentConversation>();
  private minute = 0;

  constructor(private readonly random: (below: number) => number) {}

  /** Something happens to a conversation, old or new. */
  change(): { conversation: AgentConversation; was: ReturnType<typeof standingOf> | null } {
    const id = `c${this.random(12)}`;
    const before = this.rows.get(id);
    this.minute += 1;
    const time = new Date(Date.UTC(2026, 0, 1, 0, this.minute)).toISOString();
    const waits = this.random(2) === 0;
    const conversation = aConversation({
      public_id: id,
      revision: (before?.revision ?? 0) + 1,
      status: this.random(3) === 0 ? "resolved" : "open",
      assignee: [null, ME, TOM][this.random(3)] ?? null,
      last_message_at: time,
      waiting_since: waits ? (before?.waiting_since ?? time) : null,
      unread: this.random(3),
    });
    this.rows.set(id, conversation);
    return { conversation, was: before === undefined ? null : standingOf(before) };
  }

  page(view: View): ListAnswer {
    const results = [...this.rows.values()].filter((row) => belongs(row, view, ME.id)).sort(order(view));
    return { results, next_cursor: null, counts: this.counts() };
  }

  counts(): Counts {
    const standings = [...this.rows.values()].map(standingOf);
    const count = (holds: (standing: (typeof standings)[number]) => boolean): number => standings.filter(holds).length;
    const queues = QUEUES.map((queue) => [queue, count((standing) => isIn(queue, standing, ME.id))]);
    return { ...Object.fromEntries(queues), unread: count((standing) => isUnreadFor(standing, ME.id)) } as Counts;
  }
}

function deskOf(server: Server, view: View): { model: Model<InboxState>; listing: Listing } {
  const model = new Model(initialState(view, {}, false));
  const api = { get: () => Promise.resolve(server.page(model.state.view)) } as unknown as Api;
  return { model, listing: new Listing(api, model, ME.id, () => undefined) };
}

for (const view of [
  { status: "open", queue: "all" },
  { status: "open", queue: "mine" },
  { status: "open", queue: "unanswered" },
  { status: "resolved", queue: "all" },
] as const) {
  test(`a list that heard every frame is what a fresh fetch shows: ${view.status}, ${view.queue}`, async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = chance(seed);
      const server = new Server(random);
      for (let step = 0; step < 10; step += 1) server.change();
      const { model, listing } = deskOf(server, view);
      await listing.refresh();

      for (let step = 0; step < 60; step += 1) {
        const { conversation, was } = server.change();
        listing.heard(conversation, was);
        if (random(4) === 0) listing.heard(conversation, was);
      }

      assert.deepEqual(model.state.list.rows, server.page(view).results);
      assert.deepEqual(model.state.counts, server.counts());
    }
  });
}

test("a conversation that went out of reach is not listed again by the answer to the action that did it", async () => {
  const server = new Server(chance(1));
  const { model, listing } = deskOf(server, { status: "open", queue: "all" });
  const conversation = aConversation({ public_id: "c1" });
  server.rows.set("c1", conversation);
  await listing.refresh();

  listing.gone("c1", standingOf(conversation));
  listing.put({ ...conversation, revision: 2, assignee: TOM });

  assert.deepEqual(model.state.list.rows, []);
  assert.equal(model.state.counts?.all, 0);
});

test("a list that cannot be loaded says so, and shows what it had when only a refresh failed", async () => {
  const server = new Server(chance(1));
  const { model, listing } = deskOf(server, { status: "open", queue: "all" });
  server.page = () => {
    throw new Error("down");
  };
  await assert.rejects(listing.refresh());
  assert.equal(model.state.listing, "failed");

  model.update({ listing: "ready" });
  await assert.rejects(listing.refresh());
  assert.equal(model.state.listing, "ready");
});
