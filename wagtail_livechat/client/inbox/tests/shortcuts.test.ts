import assert from "node:assert/strict";
import { test } from "node:test";
import type { ShortcutShape } from "../../shared/types";
import { applied, triggerAt, withSign, type Trigger } from "../completing";
import { filled, matching, placeholderFrom, placeholdersIn, withShortcut } from "../shortcuts";

function aShortcut(keyword: string, body = "", change: Partial<ShortcutShape> = {}): ShortcutShape {
  return { id: 1, keyword, body, scope: "everyone", group: null, language: "", files: [], ...change };
}

function behind(text: string): Trigger {
  const trigger = triggerAt(text, text.length, ["/"]);
  assert.ok(trigger !== null, text);
  return trigger;
}

test("a slash begins a shortcut at the start of a word only", () => {
  const at = (text: string, cursor = text.length): string | undefined => triggerAt(text, cursor, ["/"])?.query;
  assert.deepEqual(["/", "/hel", "Dear\n/hel", "Yes. /größe-1"].map((text) => at(text)), ["", "hel", "hel", "größe-1"]);
  assert.ok(["and/or", "https://shop", "/hello you", "// ", ""].every((text) => at(text) === undefined));
  assert.equal(at("/hello there", 4), "hel");
});

test("keywords that begin with what is typed come first, then keywords and texts that contain it", () => {
  const known = [
    aShortcut("address", "We deliver to you."),
    aShortcut("redelivery"),
    aShortcut("delivery"),
    aShortcut("hours", "Nine to five"),
  ];
  const found = (query: string, language = ""): string[] => matching(known, query, language).map(({ keyword }) => keyword);
  assert.deepEqual(found("deliv"), ["delivery", "redelivery", "address"]);
  assert.deepEqual(found("NINE"), ["hours"]);
  assert.deepEqual(found("xyz"), []);
  assert.equal(found("").length, 4);
});

test("accents and case do not matter", () => {
  assert.equal(matching([aShortcut("Grüße")], "grusse").length, 0);
  assert.equal(matching([aShortcut("Grüße")], "gruße").length, 1);
  assert.equal(matching([aShortcut("delai", "Délai de livraison")], "déLAI").length, 1);
});

test("what is written in another language than the visitor's comes last", () => {
  const known = [aShortcut("hi-de", "", { language: "de" }), aShortcut("hi-en", "", { language: "en" }), aShortcut("hi")];
  const found = (language: string): string[] => matching(known, "hi", language).map(({ keyword }) => keyword);
  assert.deepEqual(found("en-GB"), ["hi-en", "hi", "hi-de"]);
  assert.deepEqual(found(""), ["hi-de", "hi-en", "hi"]);
});

test("a shortcut takes the place of what was typed, and the cursor stands behind it", () => {
  const text = "Hello! /thx and more";
  const trigger = triggerAt(text, 11, ["/"]);
  assert.ok(trigger !== null);
  const edit = withShortcut(trigger, aShortcut("thx", "Thank you,\nagent"), {});
  assert.equal(applied(text, edit), "Hello! Thank you,\nagent and more");
  assert.deepEqual([edit.start, edit.end], [23, 23]);
});

test("several shortcuts go into one message", () => {
  const first = applied("/hi", withShortcut(behind("/hi"), aShortcut("hi", "Hello."), {}));
  const text = `${first} /bye`;
  assert.equal(applied(text, withShortcut(behind(text), aShortcut("bye", "Bye."), {})), "Hello. Bye.");
});

test("placeholders are filled with what is known, in one pass", () => {
  assert.equal(filled("Hi {visitor}, {agent} here.", { visitor: "{agent}", agent: "Tom" }), "Hi {agent}, Tom here.");
  assert.equal(filled("{visitor} {order} {other}", { visitor: "", order: undefined }), "{visitor} {order} {other}");
});

test("the first placeholder without a value is selected, so that typing replaces it", () => {
  const text = "{page} was asked for. /o";
  const edit = withShortcut(behind(text), aShortcut("o", "{visitor}, your order {order} for {page}"), { visitor: "Eva" });
  const after = applied(text, edit);
  assert.equal(after.slice(edit.start, edit.end), "{order}");
  assert.equal(edit.start, after.indexOf("{order}"));
});

test("the placeholders that are left are told, each once", () => {
  assert.deepEqual(placeholdersIn("{order} {page} {order} {shop}"), ["{order}", "{page}"]);
  assert.deepEqual(placeholderFrom("a {page} {order}"), { start: 2, end: 8 });
  assert.equal(placeholderFrom("nothing"), null);
});

test("the button begins a shortcut with a space before it inside of a text", () => {
  assert.equal(applied("", withSign("", 0, 0, "/")), "/");
  assert.equal(applied("Hello", withSign("Hello", 5, 5, "/")), "Hello /");
  assert.equal(applied("Hello ", withSign("Hello ", 6, 6, "/")), "Hello /");
});
