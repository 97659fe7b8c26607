import assert from "node:assert/strict";
import { test } from "node:test";
import { isInReach, mayResolve } from "../rights";
import { aConversation, aMe as me, ME, TOM } from "./samples";

const SALES = { id: 7, name: "Sales" };

test("the agent in charge and managers of the site resolve, others do not", () => {
  assert.equal(mayResolve(aConversation({ assignee: ME }), me()), true);
  assert.equal(mayResolve(aConversation({ assignee: TOM }), me({ manages: [1] })), true);
  assert.equal(mayResolve(aConversation({ assignee: TOM }), me({ manages: [2] })), false);
  assert.equal(mayResolve(aConversation(), me()), false);
  assert.equal(mayResolve(aConversation({ assignee: ME }), null), false);
});

test("one's own, one's groups' and nobody's conversations are in reach, and all of a managed site", () => {
  const reach = (change: Parameters<typeof aConversation>[0], agent = me({ groups: [SALES] })) =>
    isInReach(aConversation(change), agent);
  assert.equal(reach({}), true);
  assert.equal(reach({ assignee: ME, group: { id: 8, name: "Care" } }), true);
  assert.equal(reach({ assignee: TOM, group: SALES }), true);
  assert.equal(reach({ assignee: TOM }), false);
  assert.equal(reach({ group: { id: 8, name: "Care" } }), false);
  assert.equal(reach({ assignee: TOM }, me({ manages: [1] })), true);
  assert.equal(isInReach(aConversation(), null), false);
});
