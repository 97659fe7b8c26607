/** Ratings, 1 to 5, as faces; and whether asking for one is of any use. */
import type { AgentConversation, MessageShape } from "../shared/types";

export { faceOf } from "../shared/faces";

/** Who rated, or was asked since the conversation was last opened, is not asked again. */
export function mayAskForRating({ rating }: AgentConversation, messages: readonly MessageShape[]): boolean {
  if (rating !== null) return false;
  const [latest] = messages.filter(({ event }) => event === "reopened" || event === "rating_asked").slice(-1);
  return latest?.event !== "rating_asked";
}
