import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentConversation, AlertsChoice, MessageShape } from "../../shared/types";
import { ALERTS, isWorthAnAlert, reasonOf } from "../alerting";
import { aConversation, aMe, aMessage, ME, TOM } from "./samples";

function created(message: Partial<MessageShape>, conversation: Partial<AgentConversation> = {}) {
  const shapes = { conversation: aConversation(conversation), message: aMessage(1, message) };
  return { type: "message.created" as const, ...shapes };
}

test("a visitor's message alerts those who chose to hear of such conversations", () => {
  const choices = (assignee: typeof ME | null): AlertsChoice[] =>
    ALERTS.filter((alerts) => isWorthAnAlert(created({}, { assignee }), aMe({ alerts })));
  assert.deepEqual(choices(ME), ["all", "mine", "mine_and_unassigned"]);
  assert.deepEqual(choices(null), ["all", "mine_and_unassigned"]);
  assert.deepEqual(choices(TOM), ["all"]);
});

test("a note alerts whom it mentions, whatever they chose, and nobody else", () => {
  const note = (mentions: unknown) => created({ author: "agent", agent: TOM, kind: "note", event_data: { mentions } });
  assert.equal(reasonOf(note([ME.id]), aMe({ alerts: "none" })), "mentioned");
  assert.equal(reasonOf(note([TOM.id]), aMe({ alerts: "all" })), null);
  assert.equal(reasonOf(note(undefined), aMe({ alerts: "all" })), null);
});

test("nobody is alerted of what they did themselves", () => {
  const own = { author: "agent", agent: ME, kind: "note", event_data: { mentions: [ME.id] } } as const;
  assert.equal(isWorthAnAlert(created(own), aMe()), false);
  const taken = { event: "assigned", event_data: { by: { ...ME }, to: { ...ME } } };
  assert.equal(isWorthAnAlert(created({ author: "system", kind: "event", agent: ME, ...taken }), aMe()), false);
  assert.equal(isWorthAnAlert(created({ author: "system", kind: "event", ...taken }), aMe()), false);
});

test("a conversation that is given to me alerts me, by a colleague or by the rule", () => {
  const given = (event: string, event_data: Record<string, unknown>) =>
    reasonOf(created({ author: "system", kind: "event", event, event_data }), aMe({ alerts: "none" }));
  assert.equal(given("assigned", { by: { ...TOM }, to: { ...ME } }), "assigned");
  assert.equal(given("assigned", { by: null, to: { ...ME }, way: "round_robin" }), "assigned");
  assert.equal(given("transferred", { by: { ...TOM }, to: { ...ME }, group: null }), "transferred");
  assert.equal(given("assigned", { by: { ...ME }, to: { ...TOM } }), null);
  assert.equal(given("transferred", { by: { ...TOM }, to: null, group: { id: 7, name: "Sales" } }), null);
  assert.equal(given("resolved", { by: { ...TOM } }), null);
});

test("a reply of a colleague and a change of an old message are no news", () => {
  assert.equal(isWorthAnAlert(created({ author: "agent", agent: TOM }), aMe({ alerts: "all" })), false);
  assert.equal(isWorthAnAlert({ ...created({}), type: "message.updated" }, aMe({ alerts: "all" })), false);
  const changed = { type: "conversation.changed", conversation: aConversation() } as const;
  assert.equal(isWorthAnAlert(changed, aMe({ alerts: "all" })), false);
});
