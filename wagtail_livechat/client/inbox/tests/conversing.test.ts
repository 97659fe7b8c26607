import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../../shared/tests/making";
import { Conversing } from "../conversing";
import { Model } from "../model";
import { initialState } from "../state";
import { threadOf } from "../threads";
import { aVisitor } from "./panel-samples";
import { aConversation, aMe } from "./samples";

const ID = "c1";
const UNKNOWN = aVisitor({ name: "" });
const NAMED = { public_id: UNKNOWN.public_id, name: "Grace Hopper" };

/** Somebody who opens a conversation whose answers come when the test says so. */
function atWork() {
  const model = new Model({ ...initialState({ status: "open", queue: "all", group: null }, {}, false), me: aMe() });
  const conversation = aConversation({ public_id: ID, visitor: UNKNOWN });
  const answers = new Map<string, () => void>();
  const contents: Record<string, unknown> = {
    [`conversations/${ID}`]: { conversation, visitor: UNKNOWN },
    [`conversations/${ID}/messages`]: { conversation, messages: [], more: false },
  };
  const get = (path: string): Promise<unknown> =>
    new Promise((resolve) => answers.set(path, () => resolve(contents[path])));
  const conversing = new Conversing({ get } as never, model, () => undefined, () => true);
  void conversing.open(ID);
  const answer = async (path: string): Promise<void> => {
    answers.get(path)?.();
    await settled();
  };
  const names = () => [
    model.state.opened?.visitor?.name,
    threadOf(model.state.threads, ID).conversation?.visitor.name,
  ];
  return { conversing, answer, names };
}

test("who the visitor is stands in the panel and in the head, whatever order it came in", async () => {
  const { conversing, answer, names } = atWork();
  await answer(`conversations/${ID}`);
  await answer(`conversations/${ID}/messages`);
  assert.deepEqual(names(), ["", ""]);

  conversing.introduced(NAMED);

  assert.deepEqual(names(), ["Grace Hopper", "Grace Hopper"]);
});

test("answers that were under way do not undo what was told of the visitor meanwhile", async () => {
  const { conversing, answer, names } = atWork();

  conversing.introduced(NAMED);
  await answer(`conversations/${ID}/messages`);
  await answer(`conversations/${ID}`);

  assert.deepEqual(names(), ["Grace Hopper", "Grace Hopper"]);
});

test("what is told of somebody else changes neither", async () => {
  const { conversing, answer, names } = atWork();

  conversing.introduced({ ...NAMED, public_id: "somebody else" });
  await answer(`conversations/${ID}/messages`);
  await answer(`conversations/${ID}`);
  conversing.introduced({ ...NAMED, public_id: "somebody else" });

  assert.deepEqual(names(), ["", ""]);
});
