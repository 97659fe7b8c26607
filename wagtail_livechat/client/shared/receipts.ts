/** How far the other side has read. */

import type { Author, MessageShape } from "./types";

/** The id of the last message of `author` that the other side, whose mark is `upTo`, has seen. */
export function lastSeen(messages: readonly MessageShape[], author: Author, upTo: number): number | null {
  const seen = messages.filter((message) => message.author === author && message.kind === "text" && message.id <= upTo);
  return seen[seen.length - 1]?.id ?? null;
}
