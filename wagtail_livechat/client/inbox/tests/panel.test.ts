import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem, type Api } from "../../shared/api";
import { emptyThread } from "../../shared/thread";
import type { AgentFrame } from "../../shared/frames";
import { settled, TestClock } from "../../shared/tests/making";
import type { AgentConversation, VisitorDetails } from "../../shared/types";
import { Model } from "../model";
import { Panel, POLL_MS, type PanelState } from "../panel";
import { initialState, opened } from "../state";
import { aBrowsedVisit, aVisitor } from "./panel-samples";
import { aConversation, aMe } from "./samples";

const ALICE = aVisitor({ public_id: "alice" });
const BOB = aVisitor({ public_id: "bob" });

interface Request {
  path: string;
  answer: (content: unknown) => Promise<void>;
  refuse: (status: number) => Promise<void>;
}

function atWork(customerData = [1]) {
  const model = new Model({
    ...initialState({ status: "open", queue: "all", group: null }, {}, false),
    me: aMe({ customer_data: customerData }),
  });
  const rooms = (): PanelState => model.state.panel;
  const requests: Request[] = [];
  const problems: unknown[] = [];
  const introduced: string[] = [];
  const get = (path: string, parameters: { before?: string | null } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      requests.push({
        path: parameters.before ? `${path} before ${parameters.before}` : path,
        answer: (content) => (resolve(content), settled()),
        refuse: (status) => (reject(new Problem("no", status, "")), settled()),
      });
    });
  const clock = new TestClock();
  const introduce = async (): Promise<void> => void introduced.push(model.state.opened?.id ?? "");
  const api = { get } as unknown as Api;
  const panel = new Panel({ api, model, introduce, onProblem: (error) => problems.push(error), clock });
  const open = (visitor: VisitorDetails, change: Partial<AgentConversation> = {}): void => {
    const id = `of ${visitor.public_id}`;
    const conversation = aConversation({ public_id: id, visitor, ...change });
    model.update({
      opened: { ...opened(id), phase: "ready", visitor },
      threads: { ...model.state.threads, [id]: { ...emptyThread<AgentConversation>(), conversation } },
    });
  };
  const asked = (path: string): Request[] => requests.filter((request) => request.path.startsWith(`visitors/${path}`));
  const last = (path: string): Request => asked(path).at(-1) as Request;
  const changed = (...visitors: string[]): void =>
    panel.heard({ type: "visits.changed", site: 1, visitors, online: 2 });
  return { model, rooms, panel, open, asked, last, changed, problems, introduced, clock };
}

const visits = (...names: string[]) => ({ visits: names.map((public_id) => aBrowsedVisit({ public_id })), more: true });
const orders = (title: string) => ({ state: "on", sections: [{ id: "o", title, url: "", values: [], error: null }] });

test("whose conversation is opened, theirs are the rooms: each is fetched once", async () => {
  const { model, rooms, open, asked, last } = atWork();
  assert.equal(rooms().visitor, null);
  open(ALICE);
  assert.equal(rooms().visitor, "alice");
  assert.deepEqual(asked("").map(({ path }) => path), [
    "visitors/alice/page-views",
    "visitors/alice/customer",
    "visitors/alice/conversations",
  ]);
  assert.deepEqual(rooms().visits, { phase: "loading", content: null });
  await last("alice/page-views").answer(visits("v1"));
  await last("alice/customer").answer(orders("Orders"));
  await last("alice/conversations").answer({ conversations: [aConversation()] });
  const { panel } = model.state;
  assert.deepEqual([panel.visits.phase, panel.customer?.phase, panel.conversations.phase], ["ready", "ready", "ready"]);
  assert.equal(panel.visits.content?.visits[0]?.public_id, "v1");
  assert.equal(panel.conversations.content?.length, 1);
});

test("the shop is asked only where the agent may know, and forgotten where that ends", async () => {
  const { model, rooms, open, asked, last } = atWork([2]);
  open(ALICE);
  assert.equal(rooms().customer, null);
  assert.equal(asked("alice/customer").length, 0);
  model.update({ me: aMe({ customer_data: [1] }) });
  await last("alice/customer").answer(orders("Orders"));
  assert.equal(rooms().customer?.content?.sections[0]?.title, "Orders");
  model.update({ me: aMe({ customer_data: [] }) });
  assert.equal(rooms().customer, null);
});

test("a right that ended is found by the request, too", async () => {
  const { rooms, open, last, changed } = atWork();
  open(ALICE);
  await last("alice/customer").answer(orders("Orders"));
  changed("alice");
  await last("alice/customer").refuse(403);
  assert.equal(rooms().customer, null);
});

test("of many changes two requests are made: one now, one afterwards; others' changes make none", async () => {
  const { open, asked, last, changed } = atWork();
  open(ALICE);
  changed("bob");
  changed("alice", "bob");
  changed("alice");
  changed("alice");
  assert.equal(asked("alice/page-views").length, 1);
  await last("alice/page-views").answer(visits("v1"));
  assert.equal(asked("alice/page-views").length, 2);
  await last("alice/page-views").answer(visits("v1"));
  assert.equal(asked("alice/page-views").length, 2);
});

test("what is shown stays while it is fetched anew, and when that fails", async () => {
  const { rooms, panel, open, last, changed, problems } = atWork();
  open(ALICE);
  await last("alice/page-views").answer(visits("v1"));
  changed("alice");
  assert.equal(rooms().visits.phase, "ready");
  await last("alice/page-views").refuse(500);
  assert.equal(rooms().visits.phase, "failed");
  assert.equal(rooms().visits.content?.visits.length, 1);
  assert.equal(problems.length, 1);
  panel.retry("visits");
  assert.equal(rooms().visits.phase, "loading");
  await last("alice/page-views").answer(visits("v2", "v1"));
  assert.equal(rooms().visits.phase, "ready");
});

test("what comes late for the visitor before is never seen in the next one's rooms", async () => {
  const { rooms, panel, open, asked } = atWork();
  open(ALICE);
  const [pages, customer, conversations] = asked("alice") as [Request, Request, Request];
  await pages.answer(visits("v1"));
  void panel.more();
  const older = asked("alice/page-views before v1")[0] as Request;
  open(BOB);
  assert.deepEqual(rooms().visits, { phase: "loading", content: null });
  await customer.answer(orders("Of Alice"));
  await conversations.answer({ conversations: [aConversation()] });
  await older.answer(visits("v0"));
  const { visitor, customer: shop, conversations: earlier, visits: browsed, older: phase } = rooms();
  assert.deepEqual([visitor, shop?.content, earlier.content, browsed.content], ["bob", null, null, null]);
  assert.equal(phase, "ready");
});

test("from one to the other and back, only what was asked for last counts", async () => {
  const { rooms, open, asked } = atWork();
  open(ALICE);
  open(BOB);
  open(ALICE);
  const [first, , , again] = asked("alice") as Request[];
  await first?.answer(visits("stale"));
  assert.equal(rooms().visits.content, null);
  await again?.answer(visits("fresh"));
  assert.equal(rooms().visits.content?.visits[0]?.public_id, "fresh");
  assert.equal(asked("bob/page-views").length, 1);
});

test("nobody's rooms are open while no conversation is, or it left the agent's reach", () => {
  const { model, rooms, open, asked, panel, changed } = atWork();
  open(ALICE);
  model.update({ opened: { ...opened("of alice"), phase: "gone", visitor: ALICE } });
  assert.equal(rooms().visitor, null);
  const before = asked("").length;
  changed("alice");
  panel.refresh();
  assert.equal(asked("").length, before);
});

test("older visits come behind those that are known, once at a time", async () => {
  const { rooms, panel, open, asked, last } = atWork();
  open(ALICE);
  await panel.more();
  await last("alice/page-views").answer(visits("v3", "v2"));
  void panel.more();
  void panel.more();
  assert.equal(asked("alice/page-views before v2").length, 1);
  assert.equal(rooms().older, "loading");
  await last("alice/page-views before v2").refuse(500);
  assert.equal(rooms().older, "failed");
  void panel.more();
  await last("alice/page-views before v2").answer({ visits: [aBrowsedVisit({ public_id: "v1" })], more: false });
  const { content } = rooms().visits;
  assert.deepEqual([content?.visits.map(({ public_id }) => public_id), content?.more], [["v3", "v2", "v1"], false]);
  assert.equal(rooms().older, "ready");
});

test("another visit is another place: who the visitor is, is asked once more", async () => {
  const { open, last, changed, introduced } = atWork();
  open({ ...ALICE, visit: aBrowsedVisit({ public_id: "v1" }) });
  await last("alice/page-views").answer(visits("v1"));
  assert.deepEqual(introduced, []);
  changed("alice");
  await last("alice/page-views").answer(visits("v2", "v1"));
  changed("alice");
  await last("alice/page-views").answer(visits("v2", "v1"));
  assert.deepEqual(introduced, ["of alice"]);
});

test("a conversation that became another visitor's is theirs", async () => {
  const { model, rooms, open, introduced } = atWork();
  open(ALICE, { visitor: BOB });
  assert.deepEqual(introduced, ["of alice"]);
  model.update({ opened: { ...opened("of alice"), phase: "ready", visitor: BOB } });
  assert.equal(rooms().visitor, "bob");
  await settled();
  assert.deepEqual(introduced, ["of alice"]);
});

test("after a break everything is fetched anew, and who the visitor is", async () => {
  const { panel, open, asked, last, introduced } = atWork();
  panel.refresh();
  open(ALICE);
  for (const path of ["page-views", "customer", "conversations"]) await last(`alice/${path}`).answer(visits());
  panel.refresh();
  assert.equal(asked("alice").length, 6);
  assert.deepEqual(introduced, ["of alice"]);
});

test("where no socket is, it is asked now and then", async () => {
  const { panel, open, clock, introduced } = atWork();
  open(ALICE);
  panel.poll();
  await clock.pass(POLL_MS);
  panel.poll();
  panel.poll();
  await settled();
  assert.deepEqual(introduced, ["of alice"]);
});

test("a colleague's change and another conversation of theirs are fetched; the open one tells of itself", async () => {
  const { panel, open, asked, last } = atWork();
  open(ALICE);
  for (const path of ["page-views", "customer"]) await last(`alice/${path}`).answer(visits());
  await last("alice/conversations").answer({ conversations: [] });
  const heard = (public_id: string, visitor: VisitorDetails): void =>
    panel.heard({ type: "conversation.changed", conversation: aConversation({ public_id, visitor }) });
  heard("of alice", ALICE);
  heard("of bob", BOB);
  panel.heard({ type: "visitor.changed", visitor: BOB });
  panel.heard({ type: "pong" } as AgentFrame);
  assert.equal(asked("alice").length, 3);
  heard("another of alice", ALICE);
  assert.equal(asked("alice/conversations").length, 2);
  await last("alice/conversations").answer({ conversations: [] });
  panel.heard({ type: "visitor.changed", visitor: ALICE });
  assert.equal(asked("alice").length, 7);
});
