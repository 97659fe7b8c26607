import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentPresence } from "../../shared/frames";
import type { Colleague } from "../../shared/types";
import { byPresence, othersText, presenceOf } from "../colleagues";
import { speaker } from "../texts";
import { ME, TOM } from "./samples";

const NORA: Colleague = { id: 3, name: "Nora", avatar: null };

function there(colleague: Colleague, online: boolean): AgentPresence {
  return { ...colleague, status: "online", online };
}

test("oneself comes first, then who is there, then the others by name", () => {
  const agents = [there(TOM, false), there(NORA, true), there({ id: 4, name: "Ann", avatar: null }, false), there(ME, false)];
  assert.deepEqual(byPresence(agents, ME.id).map(({ name }) => name), ["Martin Novak", "Nora", "Ann", "Tom"]);
});

test("who chose to be online and has no page open is not there", () => {
  assert.equal(presenceOf(there(TOM, false)), "offline");
  assert.equal(presenceOf(there(TOM, true)), "online");
  assert.equal(presenceOf({ ...there(TOM, false), status: "away" }), "away");
});

test("it is told who else views and who writes, never of oneself", () => {
  const say = speaker({
    viewing_one: "{names} is viewing",
    viewing_many: "{names} are viewing",
    typing_one: "{names} is typing",
    typing_many: "{names} are typing",
  });
  const text = (viewers: Colleague[], typists: Colleague[]): string =>
    othersText(viewers, typists, ME.id, say, (names) => names.join(" and "));
  assert.equal(text([ME], [ME]), "");
  assert.equal(text([ME, TOM], []), "Tom is viewing");
  assert.equal(text([ME, TOM, NORA], []), "Tom and Nora are viewing");
  assert.equal(text([ME, TOM, NORA], [TOM]), "Tom is typing · Nora is viewing");
});
