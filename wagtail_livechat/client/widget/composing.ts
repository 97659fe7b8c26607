/** What the composer allows, as far as it can be told without a browser. */

import type { ChatState } from "./state";

/** From here on the visitor is told how much room is left. */
const NEAR_LIMIT = 200;

type Files = Pick<ChatState, "added" | "carried">;

const NO_FILES: Files = { added: [], carried: [] };

/** Characters as the server counts them: code points. */
export function lengthOf(text: string): number {
  return [...text.trim()].length;
}

export function canSend(text: string, limit: number, { added, carried }: Files = NO_FILES): boolean {
  const hasContent = text.trim() !== "" || added.length + carried.length > 0;
  // A file that failed is never left out silently.
  return hasContent && lengthOf(text) <= limit && carried.every(({ state }) => state !== "failed");
}

/** How many characters are left, near the limit; negative beyond it; null while there is plenty of room. */
export function roomLeft(text: string, limit: number): number | null {
  // Code points are never more than code units, so most drafts need no counting.
  if (text.length < limit - NEAR_LIMIT) return null;
  const left = limit - lengthOf(text);
  return left <= NEAR_LIMIT ? left : null;
}

export interface KeyPress {
  key: string;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** Enter sends; with Shift it makes a line. While an input method composes, Enter chooses its candidate (Safari says so by 229). */
export function isSendKey({ key, shiftKey, isComposing, keyCode }: KeyPress): boolean {
  return key === "Enter" && !shiftKey && !isComposing && keyCode !== 229;
}
