import type { JSX } from "preact";
import { createFormatter } from "../../shared/format";
import { faceOf } from "../../shared/rating";
import type { VisitorConversation } from "../../shared/types";
import { usePanel } from "../parts/context";
import { useFetched } from "./fetched";
import { Waiting } from "./Waiting";

/** The visitor's other conversations, newest first. */
export function Earlier(): JSX.Element {
  const { chat, state, text } = usePanel();
  const fetched = useFetched(() => chat.means.api.plain.get<{ conversations: VisitorConversation[] }>("conversations"));
  if (!fetched.value) return <Waiting {...fetched} />;
  const present = state.thread.conversation?.public_id;
  const earlier = fetched.value.conversations.filter(({ public_id }) => public_id !== present);
  if (!earlier.length) return <p class="none">{text("earlier_none")}</p>;
  return (
    <ul class="earlier">
      {earlier.map((conversation) => (
        <li key={conversation.public_id}>
          <Summary conversation={conversation} />
        </li>
      ))}
    </ul>
  );
}

function Summary({ conversation }: { conversation: VisitorConversation }): JSX.Element {
  const { chat, language, text } = usePanel();
  const { public_id, last_message_at, last_message_preview, rating, status } = conversation;
  const open = (): void => chat.show({ name: "past", conversation: public_id });
  return (
    <button type="button" class="summary" onClick={open}>
      <span class="summary-when">
        <time dateTime={last_message_at}>{createFormatter(language ?? "").date(last_message_at)}</time>
        {" · "}
        {text(`status_${status}`)}
        {rating !== null && (
          <>
            {" · "}
            <span aria-hidden="true">{faceOf(rating)} </span>
            <span class="unseen">{text(`rating${rating}`)}</span>
          </>
        )}
      </span>
      <span class="summary-words" dir="auto">
        {last_message_preview}
      </span>
    </button>
  );
}
