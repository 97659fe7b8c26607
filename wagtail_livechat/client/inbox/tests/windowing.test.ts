import assert from "node:assert/strict";
import { test } from "node:test";
import { keptPlace, lengthOf, offsetsOf, rowAt, rowsWithin, scrolledTo, withRow } from "../windowing";

const TEN = offsetsOf(Array.from({ length: 10 }), () => 50);

function rowsOf(...ids: string[]) {
  return ids.map((public_id) => ({ public_id, revision: 1 }));
}

function listOf(...ids: string[]) {
  const rows = rowsOf(...ids);
  return { rows, offsets: offsetsOf(rows, () => 50) };
}

test("a list is as long as its rows, which may differ in height", () => {
  const offsets = offsetsOf([10, 20, 30], (height) => height);
  assert.deepEqual([...offsets], [0, 10, 30, 60]);
  assert.equal(lengthOf(offsets), 60);
  assert.equal(lengthOf(offsetsOf([], () => 1)), 0);
});

test("the row at a place is found, and beyond the ends the first or the last", () => {
  assert.deepEqual([-5, 0, 49, 50, 499, 9_999].map((place) => rowAt(TEN, place)), [0, 0, 0, 1, 9, 9]);
});

test("the rows in view are drawn, and some around them", () => {
  assert.deepEqual(rowsWithin(TEN, 100, 200), { first: 2, end: 5 });
  assert.deepEqual(rowsWithin(TEN, 100, 200, 60), { first: 0, end: 6 });
  assert.deepEqual(rowsWithin(offsetsOf([], () => 50), 0, 500), { first: 0, end: 0 });
});

test("of fifty thousand rows a few are drawn, and found in no time", () => {
  const offsets = offsetsOf(Array.from({ length: 50_000 }), () => 64);
  const { first, end } = rowsWithin(offsets, 1_600_000, 1_600_800, 400);
  assert.ok(end - first < 30);
  assert.equal(first, 24_993);
});

test("the row with the focus is drawn wherever it is, in its order", () => {
  assert.deepEqual(withRow({ first: 2, end: 4 }, -1), [2, 3]);
  assert.deepEqual(withRow({ first: 2, end: 4 }, 3), [2, 3]);
  assert.deepEqual(withRow({ first: 2, end: 4 }, 0), [0, 2, 3]);
  assert.deepEqual(withRow({ first: 2, end: 4 }, 9), [2, 3, 9]);
});

test("a row that is not seen as a whole is scrolled to, no further than needed", () => {
  assert.equal(scrolledTo(TEN, 1, 100, 200), 50);
  assert.equal(scrolledTo(TEN, 3, 100, 200), 100);
  assert.equal(scrolledTo(TEN, 7, 100, 200), 200);
});

test("what is looked at stays where it is when rows above it come and go", () => {
  const before = listOf("a", "b", "c", "d", "e");
  assert.equal(keptPlace(before, listOf("new", "a", "b", "c", "d", "e"), 120, 100), 170);
  assert.equal(keptPlace(before, listOf("b", "c", "d", "e"), 120, 100), 70);
  assert.equal(keptPlace(before, listOf("a", "b", "c", "e"), 120, 100), 120);
});

test("a row that moved on its own is not followed", () => {
  const before = listOf("a", "b", "c", "d", "e");
  const after = listOf("c", "a", "b", "d", "e");
  after.rows[0] = { public_id: "c", revision: 2 };
  assert.equal(keptPlace(before, after, 110, 100), 110);
});

test("at the top the list is left to run, so that what is new is seen", () => {
  assert.equal(keptPlace(listOf("a", "b"), listOf("new", "a", "b"), 0, 100), 0);
});

test("in another list altogether the place is kept as it is", () => {
  assert.equal(keptPlace(listOf("a", "b"), listOf("x", "y"), 30, 50), 30);
});
