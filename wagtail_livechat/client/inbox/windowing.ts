/** Which rows of a long list are drawn: those near the part that is looked at. All lengths in pixels. */

/** Where each row begins, and behind the last one where the list ends. */
export type Offsets = Float64Array;

export function offsetsOf<T>(rows: readonly T[], height: (row: T) => number): Offsets {
  const offsets = new Float64Array(rows.length + 1);
  let end = 0;
  rows.forEach((row, index) => {
    end += height(row);
    offsets[index + 1] = end;
  });
  return offsets;
}

export function offsetAt(offsets: Offsets, index: number): number {
  return offsets[Math.min(Math.max(0, index), offsets.length - 1)] ?? 0;
}

export function lengthOf(offsets: Offsets): number {
  return offsetAt(offsets, offsets.length - 1);
}

/** The row that covers a place; the first or the last one beyond the ends. */
export function rowAt(offsets: Offsets, place: number): number {
  let [low, high] = [0, Math.max(0, offsets.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsetAt(offsets, middle) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface Span {
  first: number;
  /** The one behind the last. */
  end: number;
}

/** The rows that touch the part between `top` and `bottom`, and those within `margin` around it. */
export function rowsWithin(offsets: Offsets, top: number, bottom: number, margin = 0): Span {
  if (offsets.length <= 1) return { first: 0, end: 0 };
  return { first: rowAt(offsets, top - margin), end: rowAt(offsets, bottom + margin) + 1 };
}

/** The rows to draw: a span, and one elsewhere that must not go, such as the one with the focus. */
export function withRow({ first, end }: Span, row: number): number[] {
  const span = Array.from({ length: end - first }, (_, index) => first + index);
  if (row < 0 || (row >= first && row < end)) return span;
  return row < first ? [row, ...span] : [...span, row];
}

/** How far to scroll so that a row is seen as a whole. */
export function scrolledTo(offsets: Offsets, row: number, top: number, height: number): number {
  const [start, end] = [offsetAt(offsets, row), offsetAt(offsets, row + 1)];
  if (start < top) return start;
  return end > top + height ? end - height : top;
}

/** How many rows away one is looked for that moved. */
const FARTHEST = 500;

interface Kept {
  public_id: string;
  revision: number;
}

/**
 * How far to scroll in the new list so that what was looked at stays where it was. A row that changed may have moved on
 * its own; so the first one that did not change is held. At the very top the list is left to run: what is new is seen.
 */
export function keptPlace(
  before: { rows: readonly Kept[]; offsets: Offsets },
  after: { rows: readonly Kept[]; offsets: Offsets },
  top: number,
  height: number,
): number {
  if (top <= 0) return top;
  const { first, end } = rowsWithin(before.offsets, top, top + height);
  for (let index = first; index < end; index += 1) {
    const now = placeOf(before.rows[index], after.rows, index);
    if (now !== -1) return top + offsetAt(after.offsets, now) - offsetAt(before.offsets, index);
  }
  return top;
}

/** Where an unchanged row stands now. It is near where it stood: between two drawings little happens. */
function placeOf(row: Kept | undefined, rows: readonly Kept[], from: number): number {
  if (row === undefined) return -1;
  for (let away = 0; away <= FARTHEST; away += 1) {
    for (const index of [from - away, from + away]) {
      const found = rows[index];
      if (found?.public_id === row.public_id) return found.revision === row.revision ? index : -1;
    }
  }
  return -1;
}
