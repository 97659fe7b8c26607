/** Ratings, 1 to 5, as both sides see them. */

import type { MessageShape } from "./types";

const FACES: readonly string[] = ["😞", "😕", "😐", "😊", "😀"];

/** Empty for what is no rating. */
export function faceOf(score: number): string {
  return FACES[score - 1] ?? "";
}

/** By an agent, since the conversation was last opened. */
export function isAskedFor(messages: readonly MessageShape[]): boolean {
  const [latest] = messages.filter(({ event }) => event === "rating_asked" || event === "reopened").slice(-1);
  return latest?.event === "rating_asked";
}
