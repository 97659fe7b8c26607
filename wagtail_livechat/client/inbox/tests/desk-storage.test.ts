import assert from "node:assert/strict";
import { test } from "node:test";
import type { Store } from "../../shared/storage";
import type { Pending } from "../../shared/thread";
import { DeskStorage } from "../desk-storage";
import type { KeptDraft, Place } from "../drafts";

function memory(): Store {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string) => (kept.get(key) as T | undefined) ?? null,
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}

function unsent(clientId: string): Pending {
  return { client_id: clientId, author: "agent", body: "Hi", created_at: "", state: "sending", detail: "" };
}

test("a draft is kept for each agent, conversation and box, until it is empty", () => {
  const store = memory();
  const desk = new DeskStorage("1", store, memory());
  const place: Place = { conversation: "a", tab: "reply" };
  const draft: KeptDraft = { text: "Dear", files: [], since: 3 };
  desk.keepDraft(place, draft);
  assert.deepEqual(desk.draft(place), draft);
  assert.equal(desk.draft({ ...place, conversation: "b" }), null);
  assert.equal(desk.draft({ ...place, tab: "note" }), null);
  assert.equal(new DeskStorage("2", store, memory()).draft(place), null);
  desk.keepDraft(place, { ...draft, text: "" });
  assert.equal(desk.draft(place), null);
});

test("two tabs do not overwrite each other's unsent messages", () => {
  const store = memory();
  const [one, other] = [new DeskStorage("1", store, memory()), new DeskStorage("1", store, memory())];
  one.keepUnsent("a", unsent("1"));
  other.keepUnsent("a", unsent("2"));
  one.keepUnsent("a", { ...unsent("1"), state: "failed" });
  other.forgetUnsent("2");
  assert.deepEqual(one.unsent().map(({ message }) => [message.client_id, message.state]), [["1", "failed"]]);
});

test("an unknown view is not taken from the storage", () => {
  const tab = memory();
  const desk = new DeskStorage("1", memory(), tab);
  assert.deepEqual(desk.view(), { status: "open", queue: "all", group: null });
  desk.keepView({ status: "open", queue: "all", group: 7 });
  assert.deepEqual(desk.view(), { status: "open", queue: "all", group: 7 });
  tab.set("livechat-view", { status: "open", queue: "mine" });
  assert.deepEqual(desk.view(), { status: "open", queue: "mine", group: null });
  tab.set("livechat-view", { status: "open", queue: "old" });
  assert.deepEqual(desk.view(), { status: "open", queue: "all", group: null });
});
