import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem, type Api } from "../../shared/api";
import { settled, TestClock } from "../../shared/tests/making";
import type { AgentConversation, VisitorSummary } from "../../shared/types";
import type { ChangeAnswer, Me } from "../answers";
import { inPortions } from "../bulk";
import { Following } from "../following";
import { place, type View } from "../list";
import { Model } from "../model";
import { Resolving, UNDO_WITHIN_MS } from "../resolving";
import { Selecting } from "../selecting";
import { initialState, opened } from "../state";
import { aConversation, aMe, aMessage, ME, TOM } from "./samples";

const ALL: View = { status: "open", queue: "all", group: null };

/** Listed from the newest message to the oldest. */
function rowOf(public_id: string, change: Partial<AgentConversation> = {}): AgentConversation {
  return aConversation({ public_id, assignee: ME, waiting_since: null, ...change });
}

interface Setting {
  rows: AgentConversation[];
  open?: string;
  me?: Partial<Me>;
  cursor?: string;
  view?: View;
  hasRoom?: boolean;
  answer?: (path: string, body: { ids?: string[]; action?: string }) => unknown;
  waiting?: AgentConversation[];
}

function atWork({ rows, open, me = {}, cursor, view = ALL, hasRoom = true, answer, waiting = [] }: Setting) {
  const model = new Model({ ...initialState(view, {}, false), me: aMe(me), list: { rows, cursor: cursor ?? null } });
  if (open !== undefined) model.update({ opened: opened(open) });
  const asked: [string, unknown][] = [];
  const went: string[] = [];
  const changed = (id: string, status: "open" | "resolved"): AgentConversation => {
    const row = rows.find((each) => each.public_id === id) ?? aConversation({ public_id: id });
    return { ...row, revision: row.revision + 1, status };
  };
  const answerTo = (path: string, { ids = [], action = "" }: { ids?: string[]; action?: string }): unknown => {
    const status = action === "resolve" || path.endsWith("/resolve") ? "resolved" : "open";
    if (path !== "conversations/bulk") {
      return { conversation: changed(path.split("/")[1] ?? "", status), message: aMessage(9) };
    }
    return { results: ids.map((id) => ({ id, conversation: changed(id, status), error: null })) };
  };
  const api = {
    post: async (path: string, body: { ids?: string[] }) => {
      asked.push([path, body]);
      return (await answer?.(path, body)) ?? answerTo(path, body);
    },
    get: async (path: string, parameters: unknown) => (asked.push([path, parameters]), { results: waiting }),
  } as unknown as Api;
  const clock = new TestClock();
  const selecting = new Selecting(model);
  const go = (id: string): void => {
    went.push(id);
    model.update({ opened: opened(id) });
  };
  const following = new Following({ api, model, agent: ME.id, go, hasRoom: () => hasRoom });
  const answered = ({ conversation }: ChangeAnswer): void =>
    model.update({ list: place(model.state.list, conversation, view, ME.id) });
  const say = (key: string, values = {}): string => [key, ...Object.values(values)].join(" ");
  const onProblem = (): void => undefined;
  const nameOf = ({ name }: VisitorSummary): string => name;
  const options = { api, model, selecting, following, say, nameOf, go, answered, onProblem, clock };
  return { model, clock, selecting, asked, went, resolving: new Resolving(options) };
}

const WAITING = { waiting_since: "2026-01-31T08:00:00.000000Z" };
const WAITING_LONGER = { waiting_since: "2026-01-31T07:00:00.000000Z" };

test("after a resolve the one opens whose visitor waits longest", async () => {
  const rows = [rowOf("a"), rowOf("b", WAITING), rowOf("c"), rowOf("d", WAITING_LONGER)];
  const { resolving, went, asked } = atWork({ rows, open: "a" });
  await resolving.resolve("a");
  assert.deepEqual(went, ["d"]);
  assert.deepEqual(asked, [["conversations/a/resolve", {}]]);
});

test("where nobody waits the resolved one stays open", async () => {
  const { resolving, went } = atWork({ rows: [rowOf("a"), rowOf("b"), rowOf("c")], open: "b" });
  await resolving.resolve("b");
  assert.deepEqual(went, []);
});

test("where the list is not loaded to its end the server says who waits longest", async () => {
  const rows = [rowOf("a"), rowOf("b", WAITING)];
  const view: View = { status: "open", queue: "mine", group: null };
  const setting = { rows, open: "a", cursor: "next", view };
  const { resolving, went, asked } = atWork({ ...setting, waiting: [rowOf("a"), rowOf("z", WAITING_LONGER)] });
  await resolving.resolve("a");
  assert.deepEqual(went, ["z"]);
  assert.deepEqual(asked[0], [
    "conversations",
    { status: "open", queue: "unanswered", group: null, agent: ME.id, limit: 50 },
  ]);
});

test("who prefers to stay stays, and so does who reads another conversation or a list without room beside it", async () => {
  const rows = [rowOf("a"), rowOf("b", WAITING)];
  for (const setting of [{ open: "a", me: { opens_next: false } }, { open: "b" }, { hasRoom: false }]) {
    const { resolving, went, model } = atWork({ rows, ...setting });
    await resolving.resolve("a");
    assert.deepEqual(went, []);
    assert.equal(model.state.done?.conversations.length, 1);
  }
});

test("who has gone elsewhere meanwhile is not called away", async () => {
  const rows = [rowOf("a"), rowOf("b", WAITING)];
  const { resolving, went, model } = atWork({ rows, open: "a" });
  const resolved = resolving.resolve("a");
  model.update({ opened: opened("c") });
  await resolved;
  assert.deepEqual(went, []);
});

test("a resolve can be undone for ten seconds, which brings back what was open", async () => {
  const { resolving, model, clock, asked, went } = atWork({ rows: [rowOf("a"), rowOf("b", WAITING)], open: "a" });
  await resolving.resolve("a");
  await clock.pass(UNDO_WITHIN_MS - 1);
  assert.equal(model.state.done?.action, "resolve");
  await resolving.undo();
  assert.equal(model.state.done, null);
  assert.deepEqual(asked[asked.length - 1], ["conversations/a/reopen", {}]);
  assert.deepEqual(went, ["b", "a"]);
});

test("the offer ends, but not while somebody reaches for it", async () => {
  const { resolving, model, clock } = atWork({ rows: [rowOf("a")] });
  await resolving.resolve("a");
  resolving.hold();
  await clock.pass(5 * UNDO_WITHIN_MS);
  assert.notEqual(model.state.done, null);
  resolving.release();
  await clock.pass(UNDO_WITHIN_MS);
  assert.equal(model.state.done, null);
  await resolving.undo();
});

test("what a colleague resolved first is not ours to undo", async () => {
  const answer = () => ({ conversation: rowOf("a", { status: "resolved" }), message: null });
  const { resolving, model } = atWork({ rows: [rowOf("a")], answer });
  await resolving.resolve("a");
  assert.equal(model.state.done, null);
});

test("a refusal is told above the open thread, else above the list", async () => {
  const answer = () => Promise.reject(new Problem("cannot_resolve", 403, "Not yours."));
  const { resolving, model } = atWork({ rows: [rowOf("a"), rowOf("b")], open: "a", answer });
  await resolving.resolve("a");
  assert.equal(model.state.trouble, "Not yours.");
  await resolving.resolve("b");
  assert.equal(model.state.notice, "Not yours.");
  resolving.refuse("b");
  assert.equal(model.state.notice, "may_not_resolve");
});

test("two clicks are one resolve", async () => {
  const { resolving, asked } = atWork({ rows: [rowOf("a")] });
  await Promise.all([resolving.resolve("a"), resolving.resolve("a")]);
  assert.equal(asked.length, 1);
});

test("several are resolved at once and undone at once; the next one is none of them", async () => {
  const rows = [rowOf("a"), rowOf("b", WAITING_LONGER), rowOf("c", WAITING), rowOf("d")];
  const { resolving, selecting, model, asked, went } = atWork({ rows, open: "a" });
  ["a", "b"].forEach((id) => selecting.toggle(id));
  await resolving.bulk({ action: "resolve" });
  assert.deepEqual(asked, [["conversations/bulk", { ids: ["a", "b"], action: "resolve" }]]);
  assert.deepEqual(model.state.list.rows.map((row) => row.public_id), ["c", "d"]);
  assert.equal(model.state.selection.ids.size, 0);
  assert.deepEqual(went, ["c"]);

  await resolving.undo();
  assert.deepEqual(asked[1], ["conversations/bulk", { ids: ["a", "b"], action: "reopen" }]);
  assert.deepEqual(went, ["c", "a"]);
});

test("what failed of several is named with its reason and stays chosen; the rest is done", async () => {
  const error = { code: "cannot_resolve", detail: "Not yours." };
  const answer = (_path: string, { ids = [] }: { ids?: string[] }) => ({
    results: ids.map((id) =>
      id === "b"
        ? { id, conversation: null, error }
        : { id, conversation: rowOf(id, { revision: 2, status: "resolved" }), error: null },
    ),
  });
  const rows = [rowOf("a"), rowOf("b", { assignee: TOM }), rowOf("c")];
  const { resolving, selecting, model } = atWork({ rows, answer });
  selecting.all();
  await resolving.bulk({ action: "resolve" });
  assert.deepEqual([...model.state.selection.ids], ["b"]);
  assert.equal(model.state.notice, "bulk_failed Alice Moreau Not yours.");
  assert.equal(model.state.done?.conversations.length, 2);
});

test("after another bulk action nothing opens, and nobody is asked who waits", async () => {
  const rows = [rowOf("a"), rowOf("b", WAITING)];
  const { resolving, selecting, model, went, asked } = atWork({ rows, cursor: "next" });
  selecting.toggle("a");
  await resolving.bulk({ action: "tag", tags: ["vip"] });
  assert.deepEqual(went, []);
  assert.equal(asked.length, 1);
  assert.deepEqual(model.state.reveal, { id: "a", focus: true });
  assert.equal(model.state.done?.action, "tag");
});

test("a bulk action that cannot be sent leaves all chosen and says so", async () => {
  const answer = () => Promise.reject(new Problem("network", 0, ""));
  const { resolving, selecting, model } = atWork({ rows: [rowOf("a")], answer });
  selecting.all();
  await resolving.bulk({ action: "read" });
  assert.equal(model.state.selection.ids.size, 1);
  assert.equal(model.state.notice, "bulk_failed Alice Moreau trouble");
  assert.equal(model.state.done, null);
  await settled();
});

test("as many go out at once as the server takes", () => {
  const ids = Array.from({ length: 250 }, (_, index) => String(index));
  assert.deepEqual(inPortions(ids).map((portion) => portion.length), [100, 100, 50]);
  assert.deepEqual(inPortions([]), []);
});
