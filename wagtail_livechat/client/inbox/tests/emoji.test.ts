import assert from "node:assert/strict";
import { test } from "node:test";
import { cellBeside, EMOJI, EMOJI_IN_A_ROW, rowsOf } from "../emoji";

const ALL = EMOJI.flatMap((group) => group.emoji);

test("every emoji stands there once, with a name of its own", () => {
  assert.equal(new Set(ALL.map(({ sign }) => sign)).size, ALL.length);
  assert.equal(new Set(ALL.map(({ name }) => name)).size, ALL.length);
  assert.ok(ALL.every(({ name }) => /^[a-z_]+$/.test(name)));
});

test("the groups are whole rows, so that arrows keep their column", () => {
  assert.ok(EMOJI.every(({ emoji }) => emoji.length % EMOJI_IN_A_ROW === 0));
  assert.deepEqual(rowsOf([1, 2, 3], 2), [[1, 2], [3]]);
});

test("arrows move in the grid and stop at its edges", () => {
  const move = (index: number, key: string, turn: 1 | -1 = 1): number | null => cellBeside(index, 24, key, turn);
  assert.deepEqual([move(0, "ArrowRight"), move(0, "ArrowDown"), move(9, "ArrowUp")], [1, 8, 1]);
  assert.deepEqual([move(0, "ArrowLeft"), move(3, "ArrowUp"), move(20, "ArrowDown")], [0, 3, 20]);
  assert.deepEqual([move(9, "Home"), move(9, "End"), move(9, "a")], [0, 23, null]);
  assert.equal(move(0, "ArrowLeft", -1), 1);
});
