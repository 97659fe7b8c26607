/** What the thread is when a session begins, or begins again. */

import { addPending, applyPage, emptyThread, type Pending, type Thread } from "../shared/thread";
import type { VisitorConversation } from "../shared/types";
import type { Session } from "./answers";

export function isSameConversation(thread: Thread<VisitorConversation>, { conversation }: Session): boolean {
  return thread.conversation?.public_id === conversation?.public_id;
}

/** Goes on from what is shown, where it is the same conversation of the same visitor; `kept` comes from earlier pages. */
export function beginWith(
  shown: Thread<VisitorConversation>,
  session: Session,
  kept: readonly Pending[],
  isAnotherVisitor: boolean,
): Thread<VisitorConversation> {
  const { conversation, messages, more } = session;
  const goesOn = !isAnotherVisitor && isSameConversation(shown, session);
  const begun: Thread<VisitorConversation> = goesOn ? shown : emptyThread(isAnotherVisitor ? [] : shown.pending);
  const thread = conversation ? applyPage(begun, { conversation, messages, more }, "latest") : begun;
  return kept.reduce(addPending, thread);
}
