import assert from "node:assert/strict";
import { test } from "node:test";
import { answerWords, colourOf, exactName, initials, platformIcon, preview, visitNumber, visitorName, type NameOf } from "../labels";
import { aConversation, somebody, ME, TOM } from "./samples";
import { counted, speaker } from "../texts";

const say = speaker({
  visitor_label: "Visitor {code}",
  visitor_from: "Visitor from {place}",
  preview_own: "You: {text}",
  preview_team: "Team: {text}",
  yes: "Yes",
  no: "No",
  unread_one: "{count} unread message",
  unread_many: "{count} unread messages",
});
const nobody = somebody({ public_id: "3f2a9c00-0000-4000-8000-000000000000" });
const country = (code: string): string => ({ FR: "France" })[code] ?? "";
const nameOf: NameOf = (visitor) => visitorName(visitor, say, country);

test("a visitor is called by name, else by address, else by city, else by country, else by a stable label", () => {
  const inLyon = { city: "Lyon", country_code: "FR" };
  assert.equal(nameOf({ ...nobody, ...inLyon, name: "Alice", email: "a@example.com" }), "Alice");
  assert.equal(nameOf({ ...nobody, ...inLyon, email: "a@example.com" }), "a@example.com");
  assert.equal(nameOf({ ...nobody, ...inLyon }), "Visitor from Lyon");
  assert.equal(nameOf({ ...nobody, country_code: "FR" }), "Visitor from France");
  assert.equal(nameOf({ ...nobody, country_code: "XQ" }), "Visitor 3F2A");
  assert.equal(nameOf(nobody), "Visitor 3F2A");
});

test("where it matters which one, two visitors from one place are told apart", () => {
  assert.equal(exactName({ ...nobody, city: "Lyon" }, nameOf), "Visitor from Lyon (3F2A)");
  assert.equal(exactName({ ...nobody, name: "Alice", city: "Lyon" }, nameOf), "Alice");
  assert.equal(exactName(nobody, nameOf), "Visitor 3F2A");
});

test("initials are those of the first and the last word, whole characters", () => {
  assert.equal(initials({ ...nobody, name: "Alice Anne Moreau" }, say), "AM");
  assert.equal(initials({ ...nobody, name: "😀 Ørsted" }, say), "😀Ø");
  assert.equal(initials({ ...nobody, email: "bob@example.com" }, say), "B");
  assert.equal(initials(nobody, say), "V");
});

test("an answer is a text, or whether a box was ticked", () => {
  assert.equal(answerWords("1001", say), "1001");
  assert.equal(answerWords(true, say), "Yes");
  assert.equal(answerWords(false, say), "No");
});

test("a colour depends on the id alone", () => {
  assert.equal(colourOf(nobody.public_id), colourOf(nobody.public_id));
  assert.ok(colourOf("not hexadecimal") >= 0);
});

test("where a conversation comes from has an icon, unless it is the website", () => {
  assert.equal(platformIcon("website"), null);
  assert.equal(platformIcon("email"), "mail");
  assert.equal(platformIcon("not known yet"), null);
});

test("a preview says who wrote last, when it was one of us", () => {
  const answered = { last_message_author: "agent" as const, last_message_preview: "Yes" };
  assert.equal(preview(aConversation(), ME.id, say), "Is it back?");
  assert.equal(preview(aConversation({ ...answered, assignee: ME }), ME.id, say), "You: Yes");
  assert.equal(preview(aConversation({ ...answered, assignee: TOM }), ME.id, say), "Team: Yes");
});

test("a text takes its plural and its values, and a missing one shows its key", () => {
  assert.equal(counted(say, "unread", 1), "1 unread message");
  assert.equal(counted(say, "unread", 4), "4 unread messages");
  assert.equal(say("nothing_here"), "nothing_here");
});

test("a visit is numbered by the rules of the language that the texts are in", () => {
  const english = { visit_one: "{count}st visit", visit_two: "{count}nd visit", visit_few: "{count}rd visit" };
  const inEnglish = speaker({ ordinals: "en", ...english, visit_other: "{count}th visit" });
  assert.deepEqual(
    [1, 2, 3, 4, 11, 22].map((count) => visitNumber(count, inEnglish)),
    ["1st visit", "2nd visit", "3rd visit", "4th visit", "11th visit", "22nd visit"],
  );
  const inFrench = speaker({ ordinals: "fr", visit_one: "{count}re visite", visit_other: "{count}e visite" });
  assert.deepEqual([1, 2].map((count) => visitNumber(count, inFrench)), ["1re visite", "2e visite"]);
});
