import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveVisitor } from "../../shared/types";
import {
  byArrival,
  EVERYBODY,
  isFiltered,
  letterOf,
  onSite,
  queryOf,
  recounted,
  rowFrom,
  whyUnlisted,
  withConversation,
  withNews,
} from "../live";
import { aConversation, aLiveVisitor, aMe, aVisit, somebody } from "./samples";

const ids = (visitors: readonly LiveVisitor[]): string[] => visitors.map(({ public_id: id }) => id);

test("who came last stands first, and nobody moves by looking at another page", () => {
  const at = (minute: number): LiveVisitor["visit"] => aVisit({ started_at: `2026-01-31T09:0${minute}:00.000000Z` });
  const early = aLiveVisitor({ public_id: "early", visit: at(1), page_at: "2026-01-31T09:09:00.000000Z" });
  const late = aLiveVisitor({ public_id: "late", visit: at(5) });
  const together = aLiveVisitor({ public_id: "a together", visit: at(5) });

  assert.deepEqual(ids(byArrival([early, late, together])), ["late", "a together", "early"]);
  assert.deepEqual(ids(byArrival([together, late, early])), ["late", "a together", "early"]);
});

test("it is said why nobody, or not everybody, can be listed", () => {
  assert.equal(whyUnlisted("all"), null);
  assert.equal(whyUnlisted("opening"), "live_limited");
  assert.equal(whyUnlisted("nobody"), "live_unrecorded");
});

test("what is not asked for is left out of the question", () => {
  assert.equal(isFiltered(EVERYBODY), false);
  assert.deepEqual(queryOf(EVERYBODY), {
    online: 1,
    site: null,
    country: "",
    device: "",
    returning: null,
    customer: null,
    basket: null,
    q: "",
  });
  for (const change of [{ site: 1 }, { country: "FR" }, { device: "phone" as const }, { basket: true }, { q: "a" }]) {
    assert.equal(isFiltered({ ...EVERYBODY, ...change }), true);
  }
  assert.equal(queryOf({ ...EVERYBODY, returning: true })["returning"], 1);
});

test("what becomes known of one of them changes that row, and of others nothing", () => {
  const rows = [aLiveVisitor({ public_id: "one", name: "" }), aLiveVisitor({ public_id: "two" })];

  assert.equal(withNews(rows, somebody({ public_id: "somebody else", name: "Eve" })), rows);
  const [one, two] = withNews(rows, somebody({ public_id: "one", name: "Ann", city: "Lyon", country_code: "FR" }));
  assert.deepEqual([one?.name, one?.city, one?.country_code], ["Ann", "Lyon", "FR"]);
  assert.equal(two, rows[1]);
});

test("a row leads to the conversation that begins, not to another one than before", () => {
  const { visitor } = aConversation();
  const row = aLiveVisitor({ public_id: visitor.public_id });
  const begun = withConversation([row], aConversation({ public_id: "new" }));

  assert.equal(begun[0]?.conversation, "new");
  assert.equal(withConversation(begun, aConversation({ public_id: "other" })), begun);
});

test("visitors are counted over the agent's sites", () => {
  const sites = [
    { id: 1, name: "Shop", visitors: 3 },
    { id: 2, name: "Blog", visitors: 4 },
  ];
  assert.equal(onSite(null), null);
  assert.equal(onSite(aMe({ sites })), 7);
  assert.equal(onSite(recounted(aMe({ sites }), 2, 1)), 4);
  assert.equal(onSite(recounted(aMe({ sites }), 9, 100)), 7);
});

test("keys lead from row to row, and begin at an end", () => {
  const rows = ["one", "two", "three"].map((public_id) => aLiveVisitor({ public_id }));
  assert.deepEqual([rowFrom(rows, null, 1), rowFrom(rows, "gone", -1)], ["one", "three"]);
  assert.deepEqual([rowFrom(rows, "one", 1), rowFrom(rows, "one", -1), rowFrom(rows, "three", 1)], ["two", null, null]);
  assert.equal(rowFrom([], null, 1), null);
});

test("the same words are the same message when they are sent again, other words are another one", () => {
  const first = letterOf("Hello", null);
  assert.equal(letterOf("Hello", first), first);
  assert.notEqual(letterOf("Hello!", first).client_id, first.client_id);
});
