import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, triggerAt, type Trigger } from "../completing";
import { mentionable, withMention } from "../mentions";
import { ME, TOM } from "./samples";

const NORA = { id: 3, name: "Nora Béla", avatar: null };

function behind(text: string): Trigger | null {
  return triggerAt(text, text.length, ["/", "@"]);
}

test("an at sign begins a name at the start of a word, and names may have two words", () => {
  const query = (text: string): string | undefined => behind(text)?.query;
  assert.deepEqual(["@", "ask @To", "(@nora b"].map(query), ["", "To", "nora b"]);
  assert.deepEqual(["alice@shop.example", "@Nora Béla has", "@Tom, "].map(query), [undefined, undefined, undefined]);
});

test("colleagues fit by the beginning of any of their names, oneself does not", () => {
  const found = (query: string): string[] => mentionable([TOM, ME, NORA], query, ME.id).map(({ name }) => name);
  assert.deepEqual(found(""), ["Nora Béla", "Tom"]);
  assert.deepEqual(found("bel"), ["Nora Béla"]);
  assert.deepEqual(found("nora b"), ["Nora Béla"]);
  assert.deepEqual(found("om"), []);
  assert.deepEqual(found("martin"), []);
});

test("the name is written as it is shown, with one space behind it", () => {
  const text = "Please @no look";
  const trigger = triggerAt(text, 10, ["@"]);
  assert.ok(trigger !== null);
  const edit = withMention(text, trigger, NORA);
  assert.equal(applied(text, edit), "Please @Nora Béla look");
  assert.equal(edit.start, "Please @Nora Béla ".length);
  const last = behind("@t");
  assert.ok(last !== null);
  assert.equal(applied("@t", withMention("@t", last, TOM)), "@Tom ");
});
