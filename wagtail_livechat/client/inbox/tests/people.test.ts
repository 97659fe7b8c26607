import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentPresence } from "../../shared/frames";
import { settled } from "../../shared/tests/making";
import { Model } from "../model";
import { People } from "../people";
import { initialState } from "../state";
import { aMe, ME, TOM } from "./samples";

const AWAY: AgentPresence = { ...TOM, status: "online", online: false };
const HERE: AgentPresence = { ...AWAY, online: true };

function atWork() {
  const model = new Model({ ...initialState({ status: "open", queue: "all", group: null }, {}, false), me: aMe() });
  const answers: (() => void)[] = [];
  const contents: Record<string, unknown> = { me: aMe(), groups: { groups: [] }, agents: { agents: [AWAY] } };
  const get = (path: string): Promise<unknown> =>
    new Promise((resolve) => answers.push(() => resolve(contents[path])));
  const people = new People({ get } as never, model, () => undefined);
  const answer = async (): Promise<void> => {
    for (const each of answers.splice(0)) each();
    await settled();
  };
  return { people, model, answer };
}

test("an answer that was under way does not undo what was heard meanwhile", async () => {
  const { people, model, answer } = atWork();
  void people.refresh();

  people.heard(HERE);
  await answer();

  assert.deepEqual(model.state.agents, [HERE]);
});

test("a later answer counts more than what was heard before it was asked for", async () => {
  const { people, model, answer } = atWork();
  void people.refresh();
  people.heard(HERE);
  await answer();

  void people.refresh();
  await answer();

  assert.deepEqual(model.state.agents, [AWAY]);
});

test("an answer about oneself that was under way does not undo what was heard meanwhile", async () => {
  const { people, model, answer } = atWork();
  void people.recount();

  people.heard({ ...ME, status: "away", online: false });
  await answer();

  assert.equal(model.state.me?.status, "away");
});
