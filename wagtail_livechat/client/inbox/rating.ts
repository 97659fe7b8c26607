/** Ratings, 1 to 5, as faces; and whether asking for one is of any use. */
import { isAskedFor } from "../shared/rating";
import type { AgentConversation, MessageShape } from "../shared/types";

export { faceOf } from "../shared/rating";

/** Who rated, or was asked already, is not asked again. */
export function mayAskForRating({ rating }: AgentConversation, messages: readonly MessageShape[]): boolean {
  return rating === null && !isAskedFor(messages);
}
