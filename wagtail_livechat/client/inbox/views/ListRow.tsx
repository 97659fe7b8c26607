import type { JSX } from "preact";
import { badge } from "../../shared/format";
import type { AgentConversation } from "../../shared/types";
import { platformIcon, preview } from "../labels";
import { counted } from "../texts";
import { isVisitorTyping } from "../typing";
import { Avatar, Face } from "./Avatar";
import { useInbox, useNow } from "./context";
import { Icon } from "./Icon";
import { Rating } from "./Rating";
import { TagChip } from "./TagChip";

const MOST_TAGS = 3;

interface RowProps {
  conversation: AgentConversation;
  isOpen: boolean;
  isChosen: boolean;
  /** Pixels from the top of the list. */
  top: number;
  /** Counted from 1, of so many in all; -1: nobody knows. */
  place: number;
  size: number;
}

export function ListRow({ conversation, isOpen, isChosen, top, place, size }: RowProps): JSX.Element {
  const { nameOf } = useInbox();
  const { public_id: id, unread, tags } = conversation;
  const name = nameOf(conversation.visitor);
  const looks = [
    "chat-row",
    tags.length > 0 ? "chat-row--tagged" : "chat-row--plain",
    unread > 0 ? "chat-row--unread" : "",
    isChosen ? "chat-row--chosen" : "",
  ];
  return (
    <li
      class={looks.join(" ")}
      style={{ insetBlockStart: `${top}px` }}
      data-id={id}
      aria-setsize={size}
      aria-posinset={place}
    >
      <RowLink conversation={conversation} name={name} isOpen={isOpen} />
      <Choose id={id} name={name} isChosen={isChosen} />
      {conversation.status === "open" && <ResolveInRow conversation={conversation} name={name} />}
    </li>
  );
}

function RowLink({ conversation, name, isOpen }: Pick<RowProps, "conversation" | "isOpen"> & { name: string }): JSX.Element {
  const { desk, state } = useInbox();
  const { public_id: id, visitor, unread, assignee } = conversation;
  const { isOn, ids } = state.selection;
  const press = (event: MouseEvent): void => {
    const reaches = event.shiftKey && ids.size > 0;
    if (!isOn && !reaches) return;
    event.preventDefault();
    if (reaches) desk.selecting.reachTo(id);
    else desk.selecting.toggle(id);
  };
  return (
    <a class="chat-row__link" href={`#${id}`} aria-current={isOpen ? "true" : undefined} onClick={press}>
      <Avatar visitor={visitor} withPresence />
      <span class="chat-row__who">
        <span class="chat-row__name" dir="auto">
          {name}
        </span>{" "}
        <Platform platform={conversation.platform} /> <Rating score={conversation.rating} />
      </span>{" "}
      <RowTime conversation={conversation} /> <Preview conversation={conversation} />{" "}
      <span class="chat-row__end">
        <Assignee assignee={assignee} /> <Unread count={unread} />
      </span>
      <Tags conversation={conversation} />
    </a>
  );
}

function Platform({ platform }: { platform: string }): JSX.Element | null {
  const { say } = useInbox();
  const icon = platformIcon(platform);
  if (icon === null) return null;
  return (
    <span class={`chat-row__platform chat-row__platform--${platform}`} title={say(`platform_${platform}`)}>
      <Icon name={icon} />
      <span class="chat-sr">{say(`platform_${platform}`)}</span>
    </span>
  );
}

const MINUTE_MS = 60_000;

/** How long the visitor waits, else when the last message came. The first minute is told second by second. */
function RowTime({ conversation }: { conversation: AgentConversation }): JSX.Element {
  const { say, format } = useInbox();
  const waiting = conversation.status === "open" ? conversation.waiting_since : null;
  const at = waiting ?? conversation.last_message_at;
  const isFresh = waiting !== null && Date.now() - Date.parse(waiting) < MINUTE_MS;
  const now = useNow(isFresh ? 1_000 : 15_000);
  return (
    <time class={`chat-row__time${waiting ? " chat-row__time--waiting" : ""}`} dateTime={at} title={format.full(at)}>
      {waiting && <span class="chat-sr">{say("waiting")} </span>}
      {waiting ? format.waited(at, now) : format.ago(at, now)}
    </time>
  );
}

/** The last message; that the visitor writes stands in its place, that they left the site or nobody was there before it. */
function Preview({ conversation }: { conversation: AgentConversation }): JSX.Element {
  const { desk, state, say } = useInbox();
  const isTyping = isVisitorTyping(state.typing, conversation.public_id);
  const { status, platform, visitor, offline } = conversation;
  const hasLeft = status === "open" && platform === "website" && !visitor.online;
  const where = offline ? "offline_message" : hasLeft ? "left_site" : "";
  return (
    <span class="chat-row__line">
      {isTyping && <em class="chat-row__typing">{say("is_typing")} </em>}
      {where !== "" && !isTyping && <span class="chat-row__left">{say(where)} · </span>}
      <span class={isTyping ? "chat-sr" : "chat-row__preview"} dir="auto">
        {preview(conversation, desk.agent, say)}
      </span>
    </span>
  );
}

function Assignee({ assignee }: { assignee: AgentConversation["assignee"] }): JSX.Element | null {
  const { say } = useInbox();
  if (assignee === null) return null;
  return (
    <>
      <Face agent={assignee} />
      <span class="chat-sr">{say("assigned_to", { name: assignee.name })}</span>
    </>
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

function Tags({ conversation }: { conversation: AgentConversation }): JSX.Element | null {
  const { say } = useInbox();
  const { tags, site } = conversation;
  if (tags.length === 0) return null;
  const others = tags.slice(MOST_TAGS);
  return (
    <span class="chat-row__tags">
      {tags.slice(0, MOST_TAGS).map((name) => (
        <span key={name} class="chat-tag chat-tag--small">
          <TagChip name={name} site={site} />
        </span>
      ))}
      {others.length > 0 && (
        <span class="chat-row__more" title={others.join(", ")}>
          <span aria-hidden="true">+{others.length}</span>
          <span class="chat-sr">{counted(say, "more_tags", others.length)}</span>
        </span>
      )}
    </span>
  );
}

function Choose({ id, name, isChosen }: { id: string; name: string; isChosen: boolean }): JSX.Element {
  const { desk, say } = useInbox();
  const press = (event: MouseEvent): void => {
    if (event.shiftKey) desk.selecting.reachTo(id);
    else desk.selecting.toggle(id);
  };
  return (
    <label class="chat-row__choose">
      <input type="checkbox" aria-label={say("choose_visitor", { name })} checked={isChosen} onClick={press} />
    </label>
  );
}

function ResolveInRow({ conversation, name }: { conversation: AgentConversation; name: string }): JSX.Element {
  const { desk, say } = useInbox();
  const isAllowed = desk.resolving.may(conversation);
  const label = say("resolve_visitor", { name });
  const id = conversation.public_id;
  return (
    <button
      type="button"
      class="chat-row__resolve"
      aria-label={label}
      aria-disabled={!isAllowed}
      title={isAllowed ? label : say("may_not_resolve")}
      onClick={() => (isAllowed ? void desk.resolving.resolve(id) : desk.resolving.refuse(id))}
    >
      <Icon name="check" />
    </button>
  );
}
