import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import type { Api } from "../../shared/api";
import type { FoundVisitor, VisitorDetails } from "../../shared/types";
import { beginsAnew, candidates, likelyWords, Merging } from "../merging";
import { somebody } from "./samples";

const found = (id: string, signedIn = false): FoundVisitor => ({
  ...somebody({ public_id: id }),
  phone: "",
  signed_in: signedIn,
  last_seen_at: "2026-01-01T00:00:00Z",
});
const details = (change: Partial<VisitorDetails> = {}): VisitorDetails =>
  ({ public_id: "own", name: "", email: "", phone: "", signed_in: false, ...change }) as VisitorDetails;

/** What is asked of the server, and a server that says yes or no. */
function aDesk(answer: () => Promise<unknown>): { merging: Merging; asked: unknown[]; told: string[] } {
  const asked: unknown[] = [];
  const told: string[] = [];
  const call = (route: string, data: unknown): Promise<unknown> => (asked.push([route, data]), answer());
  const merging = new Merging({
    api: { get: call, post: call } as unknown as Api,
    introduced: ({ public_id }) => told.push(`introduced ${public_id}`),
    refresh: () => (told.push("refreshed"), Promise.reject(new Error("offline"))),
    begun: () => told.push("begun"),
    troubled: () => told.push("troubled"),
  });
  return { merging, asked, told };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("merging visitors", () => {
  it("looks among those of the site for others who may be the same person", async () => {
    const { merging, asked } = aDesk(() => Promise.resolve({ visitors: [found("own"), found("other")] }));
    const people = await merging.find(details(), 3, "ada");
    assert.deepEqual(asked, [["visitors", { q: "ada", site: 3 }]]);
    assert.deepEqual(people.map(({ public_id }) => public_id), ["other"]);
  });

  it("shows who is left, and puts the focus there once", async () => {
    const { merging, asked, told } = aDesk(() => Promise.resolve({ visitor: details({ public_id: "other" }) }));
    assert.equal(merging.takesFocus(), false);
    await merging.merge("own", "other");
    assert.deepEqual(asked, [["visitors/own/merge", { into: "other" }]]);
    assert.deepEqual(told, ["introduced other", "refreshed"]);
    assert.deepEqual([merging.takesFocus(), merging.takesFocus()], [true, false]);
  });

  it("leaves a refusal to the dialog", async () => {
    const { merging, told } = aDesk(() => Promise.reject(new Error("409")));
    await assert.rejects(merging.merge("own", "other"));
    assert.deepEqual([told, merging.takesFocus()], [[], false]);
  });

  it("is undone, or says why not", async () => {
    const { merging, asked, told } = aDesk(() => Promise.resolve({ visitor: details() }));
    merging.undo(7);
    await settled();
    assert.deepEqual([asked, told], [[["merges/7/undo", {}]], ["begun", "introduced own", "refreshed"]]);
    const refused = aDesk(() => Promise.reject(new Error("409")));
    refused.merging.undo(7);
    await settled();
    assert.deepEqual(refused.told, ["begun", "troubled"]);
  });
});

test("two customers are two people, and nobody is somebody else than themselves", () => {
  const people = [found("own"), found("customer", true), found("somebody")];
  assert.deepEqual(candidates(people, details()).map(({ public_id }) => public_id), ["customer", "somebody"]);
  assert.deepEqual(candidates(people, details({ signed_in: true })).map(({ public_id }) => public_id), ["somebody"]);
});

test("where one of them is a customer, the other's browser begins anew", () => {
  assert.equal(beginsAnew(details(), found("x")), false);
  assert.equal(beginsAnew(details(), found("x", true)), true);
  assert.equal(beginsAnew(details({ signed_in: true }), found("x")), true);
});

test("an address finds somebody better than a name", () => {
  assert.equal(likelyWords(details({ name: "Ada", email: "ada@example.com", phone: "1" })), "ada@example.com");
  assert.equal(likelyWords(details({ name: "Ada" })), "Ada");
  assert.equal(likelyWords(details({ phone: "1" })), "1");
  assert.equal(likelyWords(details()), "");
});
