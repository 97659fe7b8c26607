import assert from "node:assert/strict";
import { test } from "node:test";
import { campaign, commonEnd, isNow, pageName, source, stay, withFresh, withOlder } from "../visits";
import { aPage, aBrowsedVisit } from "./panel-samples";

const ids = ({ visits }: { visits: readonly { public_id: string }[] }): string[] => visits.map((each) => each.public_id);
const known = (names: string[], more = true) => ({ visits: names.map((public_id) => aBrowsedVisit({ public_id })), more });

test("how long somebody stayed is told in minutes, and in hours where it was long", () => {
  assert.deepEqual([0, 8, 40, 72, 754, 3_599].map(stay), ["0:00", "0:08", "0:40", "1:12", "12:34", "59:59"]);
  assert.deepEqual([3_600, 3_725, 36_061].map(stay), ["1:00:00", "1:02:05", "10:01:01"]);
  assert.deepEqual([8.9, -3].map(stay), ["0:08", "0:00"]);
});

test("a source is a host, as people call it", () => {
  assert.equal(source("https://www.google.com/search?q=guji"), "google.com");
  assert.equal(source("https://news.example:8443/a"), "news.example:8443");
  assert.equal(source("http://wwwhere.example/"), "wwwhere.example");
  assert.deepEqual(["", "android-app://com.google", "javascript:alert(1)", "google.com"].map(source), ["", "", "", ""]);
});

test("only a page of a visit under way is looked at now", () => {
  const page = aPage({ seconds: null });
  assert.equal(isNow(page, aBrowsedVisit()), true);
  assert.equal(isNow(page, aBrowsedVisit({ ended_at: "2026-01-31T10:00:00Z" })), false);
  assert.equal(isNow(aPage({ seconds: 3 }), aBrowsedVisit()), false);
});

test("a page without a title is called by its address", () => {
  assert.equal(pageName(aPage({ title: "Guji" })), "Guji");
  assert.equal(pageName(aPage({ title: " ", url: "https://shop.example/guji/?a=1" })), "/guji/?a=1");
  assert.equal(pageName(aPage({ title: "", url: "about:blank" })), "about:blank");
});

test("what most titles end with is the site's name, and left out", () => {
  const titles = ["Guji | Northlight - Coffee", "Basket | Northlight - Coffee", "Basket | Northlight - Coffee", "Not found"];
  const end = commonEnd(titles);
  assert.equal(end, " | Northlight - Coffee");
  assert.deepEqual(titles.map((title) => pageName(aPage({ title }), end)), ["Guji", "Basket", "Basket", "Not found"]);
  assert.equal(pageName(aPage({ title: " | Northlight - Coffee" }), end), "| Northlight - Coffee");
});

test("one page alone says nothing of the site's name, nor do titles that end differently", () => {
  assert.deepEqual([[], ["Guji | Shop", "Guji | Shop"], ["A - B", "C - D"], ["Guji", "Basket"]].map(commonEnd), ["", "", "", ""]);
});

test("campaign parameters are named without what they have in common", () => {
  const visit = aBrowsedVisit({ campaign: { utm_source: "newsletter", gclid: "x" } });
  assert.deepEqual(campaign(visit), [["source", "newsletter"], ["gclid", "x"]]);
});

test("what is fetched anew keeps the older visits that were loaded", () => {
  assert.deepEqual(ids(withFresh(null, known(["b", "a"]))), ["b", "a"]);
  const grown = withFresh(known(["c", "b", "a"], false), known(["d", "c", "b"]));
  assert.deepEqual([ids(grown), grown.more], [["d", "c", "b", "a"], false]);
  const same = withFresh(known(["b", "a"]), known(["b", "a"], false));
  assert.deepEqual([ids(same), same.more], [["b", "a"], false]);
});

test("where too much happened for the two to meet, only the new ones stay", () => {
  const fresh = withFresh(known(["b", "a"], false), known(["e", "d"]));
  assert.deepEqual([ids(fresh), fresh.more], [["e", "d"], true]);
  assert.deepEqual(ids(withFresh(known(["a"]), known([], false))), []);
});

test("older visits are put behind, each once", () => {
  const all = withOlder(known(["d", "c"]), known(["c", "b"], false));
  assert.deepEqual([ids(all), all.more], [["d", "c", "b"], false]);
});
