import type { JSX } from "preact";
import { usePanel } from "../parts/context";
import { NewConversation } from "./Over";
import { Rating } from "./Rating";
import { ratingStage } from "./stages";

/** Below the last message, once a conversation was resolved or an agent asked for a rating. */
export function Afterwards(): JSX.Element {
  const { state } = usePanel();
  const { conversation } = state.thread;
  const stage = ratingStage(state, Date.now());
  return (
    <>
      {conversation && stage && <Rating stage={stage} key={conversation.public_id} />}
      {conversation?.status === "resolved" && !conversation.ended && (
        <p class="another">
          <NewConversation look="second" />
        </p>
      )}
    </>
  );
}
