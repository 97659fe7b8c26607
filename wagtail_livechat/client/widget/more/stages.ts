/** When a visitor is asked for a rating, and how long it can be changed. All of it is pure. */

import { isAskedFor } from "../../shared/rating";
import type { MessageShape } from "../../shared/types";
import type { ChatState } from "../state";

/** The server's own limit. */
const CHANGEABLE_MS = 24 * 60 * 60_000;

export const SCORES = [1, 2, 3, 4, 5] as const;

/** `ask`: for a rating; `thank`: for one that can still be changed; null: nothing to say, what was rated stands in the thread. */
export type RatingStage = "ask" | "thank" | null;

export function ratingStage({ config, thread }: ChatState, now: number): RatingStage {
  const { conversation, messages } = thread;
  if (!conversation) return null;
  const isResolved = conversation.status === "resolved";
  if (conversation.rating === null) return (isResolved && config?.asks_rating) || isAskedFor(messages) ? "ask" : null;
  if (!isChangeable(conversation.rated_at, now)) return null;
  return isResolved || isLast(messages, "rated") ? "thank" : null;
}

/** Nobody has written since. */
function isLast(messages: readonly MessageShape[], event: string): boolean {
  const [latest] = messages.filter((message) => message.kind === "text" || message.event === event).slice(-1);
  return latest?.event === event;
}

function isChangeable(ratedAt: string | null, now: number): boolean {
  return ratedAt !== null && now - Date.parse(ratedAt) < CHANGEABLE_MS;
}
