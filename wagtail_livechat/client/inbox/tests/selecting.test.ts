import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "../model";
import { Selecting } from "../selecting";
import { initialState } from "../state";
import { aConversation } from "./samples";

function selecting(...ids: string[]) {
  const rows = ids.map((public_id) => aConversation({ public_id }));
  const view = { status: "open", queue: "all", group: null } as const;
  const model = new Model({ ...initialState(view, {}, false), list: { rows, cursor: null } });
  const desk = new Selecting(model);
  return { model, desk, chosen: () => desk.chosen.map((row) => row.public_id).join("") };
}

test("rows are chosen one by one, and left again", () => {
  const { desk, chosen } = selecting("a", "b", "c");
  desk.toggle("c");
  desk.toggle("a");
  assert.equal(chosen(), "ac");
  desk.toggle("c");
  assert.equal(chosen(), "a");
});

test("a range reaches from the last chosen row, up or down", () => {
  const { desk, chosen } = selecting("a", "b", "c", "d", "e");
  desk.toggle("d");
  desk.reachTo("b");
  assert.equal(chosen(), "bcd");
  desk.reachTo("e");
  assert.equal(chosen(), "bcde");
});

test("without a row to begin at, a range is the one row", () => {
  const { desk, chosen } = selecting("a", "b", "c");
  desk.reachTo("b");
  assert.equal(chosen(), "b");
});

test("with the arrow keys a range begins where the focus is", () => {
  const { desk, chosen } = selecting("a", "b", "c");
  desk.extend("a", "b");
  desk.extend("b", "c");
  assert.equal(chosen(), "abc");
});

test("what left the list is not chosen any more", () => {
  const { desk, model, chosen } = selecting("a", "b");
  desk.all();
  model.update({ list: { rows: [aConversation({ public_id: "b" })], cursor: null } });
  assert.equal(chosen(), "b");
});

test("what failed stays chosen, and when nothing is left the choosing ends", () => {
  const { desk, model, chosen } = selecting("a", "b");
  desk.begin();
  desk.all();
  desk.keep(["b"]);
  assert.equal(chosen(), "b");
  assert.equal(model.state.selection.isOn, true);
  desk.keep([]);
  assert.equal(model.state.selection.isOn, false);
});
