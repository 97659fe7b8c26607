import assert from "node:assert/strict";
import { test } from "node:test";
import { createFormatter } from "../../shared/format";
import type { CustomerValue, ValueKind } from "../../shared/types";
import { address, parts, tileWords, valueWords } from "../customers";
import { keyed } from "../keyed";

const format = createFormatter("en-GB");
const BASE = "https://shop.example/admin/livechat/";

function aValue(kind: ValueKind, value: string, change: Partial<CustomerValue> = {}): CustomerValue {
  return { kind, value, label: kind, currency: "", url: "", image: "", detail: "", tone: "", ...change };
}

function kindsOf(values: CustomerValue[]): string[][] {
  const { tiles, rows } = parts({ id: "s", title: "Section", url: "", values, error: null });
  return [tiles, rows].map((each) => each.map(({ kind }) => kind));
}

const COUNT = aValue("number", "7");
const SUM = aValue("money", "412.00", { currency: "EUR" });
const DAY = aValue("date", "2024-03-12");
const WORDS = aValue("text", "Wholesale");

test("the figures at the head of a section are tiles, three at most", () => {
  assert.deepEqual(kindsOf([COUNT, SUM, DAY, SUM, WORDS]), [["number", "money", "date"], ["money", "text"]]);
  assert.deepEqual(kindsOf([COUNT, SUM, WORDS, SUM]), [["number", "money"], ["text", "money"]]);
});

test("one figure alone, days alone, and figures further down are rows", () => {
  assert.deepEqual(kindsOf([COUNT, WORDS]), [[], ["number", "text"]]);
  assert.deepEqual(kindsOf([DAY, DAY]), [[], ["date", "date"]]);
  assert.deepEqual(kindsOf([WORDS, COUNT, SUM]), [[], ["text", "number", "money"]]);
  assert.deepEqual(kindsOf([]), [[], []]);
});

test("a figure with a picture or a second line is a row, such as an order", () => {
  assert.deepEqual(kindsOf([{ ...SUM, image: "/a.png" }, { ...SUM, detail: "2 items" }]), [[], ["money", "money"]]);
});

test("values are written as the agent's language writes them", () => {
  assert.equal(valueWords(SUM, format), "€412.00");
  assert.equal(valueWords(aValue("number", "1204.5"), format), "1,204.5");
  assert.equal(valueWords(DAY, format), "12 Mar 2024");
  assert.equal(tileWords(DAY, format), "Mar 2024");
  assert.equal(tileWords(COUNT, format), "7");
  assert.equal(valueWords(aValue("status", "Shipped"), format), "Shipped");
  assert.equal(valueWords(SUM, createFormatter("fr")).replace(/\s/g, " "), "412,00 €");
});

test("nonsense is shown as it came", () => {
  assert.equal(valueWords(aValue("number", "many"), format), "many");
  assert.equal(valueWords(aValue("date", "soon"), format), "soon");
  assert.equal(tileWords(aValue("date", "soon"), format), "soon");
});

test("addresses are the web's or this site's, and nothing else", () => {
  assert.equal(address("/orders/1", BASE), "https://shop.example/orders/1");
  assert.equal(address("https://other.example/a", BASE), "https://other.example/a");
  assert.deepEqual(
    ["", "javascript:alert(1)", "data:text/html,x", "https://"].map((url) => address(url, BASE)),
    [null, null, null, null],
  );
});

test("rows of one name are told apart by their order", () => {
  assert.deepEqual(keyed(["a", "b", "a"], (name) => name).map(({ key }) => key), ["a 1", "b 1", "a 2"]);
});
