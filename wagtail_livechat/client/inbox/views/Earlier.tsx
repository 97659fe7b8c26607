/** The other conversations of a visitor, each read in its place. */
import type { JSX } from "preact";
import type { AgentConversation } from "../../shared/types";
import type { PanelState } from "../panel";
import { useInbox } from "./context";
import { Disclosure } from "./Disclosure";
import { Folded, Room, Waiting } from "./panel/Room";
import { Rating } from "./Rating";
import { Transcript } from "./Transcript";

interface EarlierProps {
  visitor: string;
  /** The open conversation, which needs no second place. */
  besides: string;
  room: PanelState["conversations"];
}

/** As many as are shown before somebody asks for all of them. */
const SHOWN = 5;

export function Earlier({ visitor, besides, room }: EarlierProps): JSX.Element | null {
  const { desk, say } = useInbox();
  const conversations = room.content?.filter(({ public_id }) => public_id !== besides) ?? [];
  if (room.phase === "ready" && conversations.length === 0) return null;
  return (
    <Room title={say("earlier")} aside={room.content && <span class="chat-count">{conversations.length}</span>}>
      <Waiting
        room={room}
        failed={say("earlier_failed")}
        retry={() => desk.panel.retry("conversations")}
        bones={1}
      />
      <Folded items={conversations} most={SHOWN} more={(count) => say("show_more", { count })}>
        {(shown) => (
          <ul class="chat-earlier__list">
            {shown.map((conversation) => (
              <li key={conversation.public_id}>
                <EarlierConversation conversation={conversation} visitor={visitor} />
              </li>
            ))}
          </ul>
        )}
      </Folded>
    </Room>
  );
}

interface EarlierConversationProps {
  conversation: AgentConversation;
  visitor: string;
}

function EarlierConversation({ conversation, visitor }: EarlierConversationProps): JSX.Element {
  const { say, format } = useInbox();
  const { status, rating, last_message_at: at, last_message_preview: preview } = conversation;
  const meta = (
    <>
      <Rating score={rating} />{" "}
      <time dateTime={at} title={format.full(at)}>
        {format.shortDate(at, Date.now())}
      </time>
      {" · "}
      {say(`tab_${status}`)}
    </>
  );
  return (
    <Disclosure label={preview || say("no_text")} meta={meta}>
      <Transcript conversation={conversation} visitor={visitor} />
    </Disclosure>
  );
}
