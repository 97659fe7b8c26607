import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { settled, TestClock } from "../../shared/tests/making";
import type { Card } from "../../shared/types";
import { applied } from "../completing";
import { PageSearch, withPage } from "../pages";

function aCard(title: string): Card {
  return { url: `https://shop.example/${title}/`, title, description: "", image: null, detail: "", site: "shop.example" };
}

/** A search whose answers come when a test says so. */
function aSearch(): { search: PageSearch; clock: TestClock; asked: string[]; answer: (query: string, ...titles: string[]) => Promise<void>; fail: (query: string) => Promise<void> } {
  const clock = new TestClock();
  const asked: string[] = [];
  const waiting = new Map<string, { resolve: (cards: Card[]) => void; reject: (error: Error) => void }>();
  const search = new PageSearch((query) => {
    asked.push(query);
    return new Promise((resolve, reject) => waiting.set(query, { resolve, reject }));
  }, clock);
  search.start();
  return {
    search,
    clock,
    asked,
    answer: (query, ...titles) => (waiting.get(query)?.resolve(titles.map(aCard)), settled()),
    fail: (query) => (waiting.get(query)?.reject(new Error("down")), settled()),
  };
}

const titles = (search: PageSearch): string[] => search.model.state.results.map((card) => card.title);

describe("searching pages", () => {
  it("begins with what is asked for most", async () => {
    const { search, asked, answer } = aSearch();
    assert.deepEqual([asked, search.model.state.phase, search.chosen], [[""], "searching", null]);
    await answer("", "guji", "kochere");
    assert.deepEqual([titles(search), search.model.state.phase, search.chosen?.title], [["guji", "kochere"], "found", "guji"]);
  });

  it("asks once somebody pauses, for all that was typed", async () => {
    const { search, clock, asked, answer } = aSearch();
    await answer("", "guji");
    search.write("k");
    await clock.pass(100);
    search.write("ko ");
    assert.deepEqual([asked, titles(search), search.chosen], [[""], ["guji"], null]);
    await clock.pass(200);
    assert.deepEqual(asked, ["", "ko"]);
  });

  it("keeps the answer to the last question only", async () => {
    const { search, clock, answer, fail } = aSearch();
    search.write("k");
    await clock.pass(200);
    search.write("ko");
    await clock.pass(200);
    await answer("ko", "kochere");
    await answer("k", "kenya");
    await fail("");
    assert.deepEqual([titles(search), search.model.state.phase], [["kochere"], "found"]);
  });

  it("can be tried again after it failed", async () => {
    const { search, asked, answer, fail } = aSearch();
    await fail("");
    assert.equal(search.model.state.phase, "failed");
    search.again();
    assert.deepEqual([search.model.state.phase, asked], ["searching", ["", ""]]);
    await answer("", "guji");
    assert.deepEqual(titles(search), ["guji"]);
  });

  it("is chosen by moving around, and begins anew with other results", async () => {
    const { search, clock, answer } = aSearch();
    search.move(1);
    await answer("", "a", "b", "c");
    search.move(-1);
    assert.equal(search.chosen?.title, "c");
    search.move(1);
    search.move(1);
    assert.equal(search.chosen?.title, "b");
    search.write("d");
    await clock.pass(200);
    await answer("d", "d", "e");
    assert.equal(search.chosen?.title, "d");
  });

  it("tells nobody once it is over", async () => {
    const { search, clock, asked, answer } = aSearch();
    search.write("k");
    search.stop();
    await clock.pass(500);
    await answer("", "guji");
    assert.deepEqual([asked, titles(search)], [[""], []]);
  });
});

test("an address stands apart from the words beside it", () => {
  const put = (text: string, from = text.length, to = from): [string, number] => {
    const edit = withPage(text, from, to, "https://shop.example/");
    return [applied(text, edit), edit.end];
  };
  assert.deepEqual(put(""), ["https://shop.example/ ", 22]);
  assert.deepEqual(put("This one:"), ["This one: https://shop.example/ ", 32]);
  assert.deepEqual(put("This one: ok", 10), ["This one: https://shop.example/ ok", 32]);
  assert.deepEqual(put("This\none", 4), ["This https://shop.example/\none", 26]);
  assert.deepEqual(put("this or that", 5, 7)[0], "this https://shop.example/ that");
});
