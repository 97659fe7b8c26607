import type { JSX } from "preact";
import { badge } from "../../shared/format";
import type { AgentConversation } from "../../shared/types";
import { preview, visitorName } from "../labels";
import { counted } from "../texts";
import { Avatar } from "./Avatar";
import { useInbox, useNow } from "./context";
import { Icon } from "./Icon";

interface RowProps {
  conversation: AgentConversation;
  isOpen: boolean;
}

export function ListRow({ conversation, isOpen }: RowProps): JSX.Element {
  const { desk, say } = useInbox();
  const { public_id: id, visitor, unread } = conversation;
  const name = visitorName(visitor, say);
  return (
    <li class={`chat-row${unread > 0 ? " chat-row--unread" : ""}`}>
      <a class="chat-row__link" href={`#${id}`} aria-current={isOpen ? "true" : undefined}>
        <Avatar visitor={visitor} />
        <span class="chat-row__name" dir="auto">
          {name}
        </span>{" "}
        <RowTime conversation={conversation} />{" "}
        <span class="chat-row__preview" dir="auto">
          {preview(conversation, desk.agent, say)}
        </span>{" "}
        <Unread count={unread} />
      </a>
      {conversation.status === "open" && <ResolveInRow id={id} name={name} />}
    </li>
  );
}

function RowTime({ conversation }: { conversation: AgentConversation }): JSX.Element {
  const { say, format } = useInbox();
  const now = useNow();
  const waiting = conversation.status === "open" ? conversation.waiting_since : null;
  const at = waiting ?? conversation.last_message_at;
  return (
    <time class={`chat-row__time${waiting ? " chat-row__time--waiting" : ""}`} dateTime={at} title={format.full(at)}>
      {waiting && <span class="chat-sr">{say("waiting")} </span>}
      {format.ago(at, now)}
    </time>
  );
}

function Unread({ count }: { count: number }): JSX.Element | null {
  const { say } = useInbox();
  if (count === 0) return null;
  return (
    <span class="chat-row__unread">
      <span aria-hidden="true">{badge(count)}</span>
      <span class="chat-sr">{counted(say, "unread", count)}</span>
    </span>
  );
}

function ResolveInRow({ id, name }: { id: string; name: string }): JSX.Element {
  const { desk, say } = useInbox();
  const label = say("resolve_visitor", { name });
  const resolve = (): void => focusRow(desk.resolve(id));
  return (
    <button type="button" class="chat-row__resolve" aria-label={label} title={label} onClick={resolve}>
      <Icon name="check" />
    </button>
  );
}

/** A row that goes, or a thread that is left, must not take the focus with it. */
export function focusRow(id: string | null): void {
  if (id !== null) document.querySelector<HTMLElement>(`.chat-row__link[href="#${CSS.escape(id)}"]`)?.focus();
}
