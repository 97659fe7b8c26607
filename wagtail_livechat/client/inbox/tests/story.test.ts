import assert from "node:assert/strict";
import { test } from "node:test";
import { eventText } from "../story";
import { speaker } from "../texts";
import { aMessage, ME, TOM } from "./samples";

const say = speaker({
  event_started: "Started",
  event_started_on: "Started on {page}",
  event_joined_by: "{name} joined",
  event_left_by: "{name} left",
  event_assigned: "Assigned to {to}",
  event_assigned_by: "{name} assigned {to}",
  event_assigned_round_robin: "{to} by round robin",
  event_assigned_least_busy: "{to} is the least busy",
  event_taken: "{name} took it",
  event_unassigned: "Assigned to nobody",
  event_unassigned_by: "{name} assigned it to nobody",
  event_transferred: "To {to}",
  event_transferred_by: "{name} to {to}",
  event_transferred_group_by: "{name} to the group {to}",
  event_returned_unanswered: "{name} did not answer in {minutes} min",
  event_returned_inactive: "{name} is gone",
  event_resolved: "Resolved",
  event_resolved_by: "Resolved by {name}",
  event_tagged: "Tags {tags}",
  event_tagged_by: "{name} tagged {tags}",
  event_rated: "Rated {face} {score}",
  event_rated_why: "Rated {face} {score}: {comment}",
  event_started_by: "{name} wrote first",
  event_started_by_on: "{name} wrote first on {page}",
  event_started_offline: "Offline",
  event_started_offline_on: "Offline on {page}",
  event_ended: "Ended",
  event_rating_asked_by: "{name} asked",
  event_transcript_asked: "Visitor wants it",
  event_transcript_asked_by: "{name} sends it",
  event_transcript_sent: "Sent",
  event_transcript_failed_refused: "Refused",
  event_transcript_failed_unreachable: "Unreachable",
  event_blocked_by: "{name} blocked",
});

function told(event: string, data: Record<string, unknown> = {}, page = "", agent = ME): string {
  const message = aMessage(1, { author: "system", kind: "event", event, event_data: data, agent });
  return eventText(message, page, say, (name) => `*${name}*`);
}

test("where a conversation began", () => {
  assert.equal(told("started", {}, "Guji"), "Started on *Guji*");
  assert.equal(told("started"), "Started");
});

test("which agent began it", () => {
  assert.equal(told("started", { by: TOM }, "Guji"), "*Tom* wrote first on *Guji*");
  assert.equal(told("started", { by: TOM }), "*Tom* wrote first");
});

test("what differs in nothing but the word", () => {
  assert.equal(told("joined", { by: TOM }), "*Tom* joined");
  assert.equal(told("left", { by: TOM }), "*Tom* left");
  assert.equal(told("resolved", { by: TOM }), "Resolved by *Tom*");
  assert.equal(told("resolved", { by: null }), "Resolved");
});

test("who was put in charge by whom, or by the rule", () => {
  assert.equal(told("assigned", { by: TOM, to: ME }), "*Tom* assigned *Martin Novak*");
  assert.equal(told("assigned", { by: TOM, to: TOM }), "*Tom* took it");
  assert.equal(told("assigned", { by: null, to: TOM }), "Assigned to *Tom*");
  assert.equal(told("assigned", { by: null, to: TOM, way: "round_robin" }), "*Tom* by round robin");
  assert.equal(told("assigned", { by: null, to: TOM, way: "least_busy" }), "*Tom* is the least busy");
  assert.equal(told("assigned", { by: TOM, to: null }), "*Tom* assigned it to nobody");
  assert.equal(told("assigned", { by: null, to: null }), "Assigned to nobody");
});

test("two agents of one name are two agents", () => {
  const data = { by: { name: "Tom" }, to: TOM };
  assert.equal(told("assigned", data, "", TOM), "*Tom* took it");
  assert.equal(told("assigned", data, "", { ...ME, name: "Tom" }), "*Tom* assigned *Tom*");
});

test("to whom or to which group it was handed", () => {
  assert.equal(told("transferred", { by: TOM, to: ME, group: null }), "*Tom* to *Martin Novak*");
  assert.equal(told("transferred", { by: TOM, to: null, group: { id: 1, name: "Sales" } }), "*Tom* to the group *Sales*");
  assert.equal(told("transferred", { by: null, to: ME }), "To *Martin Novak*");
});

test("why it went back to the queue by itself", () => {
  assert.equal(told("returned", { from: TOM, why: "unanswered", minutes: 5 }), "*Tom* did not answer in 5 min");
  assert.equal(told("returned", { from: TOM, why: "inactive" }), "*Tom* is gone");
});

test("which tags came and went, and how it was rated", () => {
  const data = { added: ["order", "vip"], removed: ["new"] };
  assert.equal(told("tagged", { by: TOM, ...data }), "*Tom* tagged *+order +vip −new*");
  assert.equal(told("tagged", { by: null, ...data }), "Tags *+order +vip −new*");
  assert.equal(told("rated", { score: 4 }), "Rated 😊 4");
});

test("an offline message says so", () => {
  assert.equal(told("started", { offline: true }), "Offline");
  assert.equal(told("started", { offline: true }, "Guji"), "Offline on *Guji*");
});

test("how a conversation was rated, and why", () => {
  assert.equal(told("rated", { score: 5, comment: "" }), "Rated 😀 5");
  assert.equal(told("rated", { score: 1, comment: "Slow {name}" }), "Rated 😞 1: Slow {name}");
});

test("what became of a transcript", () => {
  const by = { id: ME.id, name: ME.name };

  assert.equal(told("transcript_asked", { by: null }), "Visitor wants it");
  assert.equal(told("transcript_asked", { by }), "*Martin Novak* sends it");
  assert.equal(told("transcript_sent", { by: null }), "Sent");
  assert.equal(told("transcript_failed", { by: null, why: "refused" }), "Refused");
  assert.equal(told("transcript_failed", { by: null, why: "something new" }), "Unreachable");
});

test("who ended, asked and blocked", () => {
  const by = { id: ME.id, name: ME.name };

  assert.equal(told("ended", { by: null }), "Ended");
  assert.equal(told("rating_asked", { by }), "*Martin Novak* asked");
  assert.equal(told("blocked", { by }), "*Martin Novak* blocked");
});
