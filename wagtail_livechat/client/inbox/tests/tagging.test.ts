import assert from "node:assert/strict";
import { test } from "node:test";
import { colourIn, suggestions, tagName, withoutTag, withTag } from "../tagging";

const KNOWN = ["VIP", "order", "reorder", "delivery"].map((name, id) => ({ id, name, colour: id === 0 ? "#aa0000" : "" }));

test("a tag is written as the site writes it, and stands there once", () => {
  const names = ["order"];
  assert.deepEqual(withTag(names, "vip", KNOWN), ["order", "VIP"]);
  assert.deepEqual(withTag(names, "brand new", KNOWN), ["order", "brand new"]);
  assert.equal(withTag(names, "Order", KNOWN), names);
  assert.equal(withTag(names, "", KNOWN), names);
  assert.equal(tagName("  brand \n new "), "brand new");
});

test("a tag goes whatever its case", () => {
  assert.deepEqual(withoutTag(["order", "VIP"], "vip"), ["order"]);
  const names = ["order"];
  assert.equal(withoutTag(names, ""), names);
});

test("what begins with the text comes before what contains it", () => {
  const names = (text: string, chosen: string[] = []) => suggestions(KNOWN, chosen, text).map(({ name }) => name);
  assert.deepEqual(names("ORD"), ["order", "reorder"]);
  assert.deepEqual(names("ord", ["Order"]), ["reorder"]);
  assert.deepEqual(names("", []), ["delivery", "order", "reorder", "VIP"]);
  assert.deepEqual(names("nothing"), []);
});

test("a tag has the colour that the site gave it", () => {
  assert.equal(colourIn(KNOWN, "vip"), "#aa0000");
  assert.equal(colourIn(KNOWN, "unknown"), "");
});
