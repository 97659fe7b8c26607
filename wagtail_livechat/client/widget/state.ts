/** What the widget knows, and what follows from it. All of it is pure. */

import type { DraftFile } from "../shared/attaching";
import type { ConnectionState } from "../shared/connection";
import { fill } from "../shared/format";
import { emptyThread, type Thread } from "../shared/thread";
import type { Face, GroupName, MessageShape, OwnDetails, ProactiveMessage, VisitorConversation } from "../shared/types";
import type { Config } from "./answers";
import type { Begun } from "./asking";
import { wording } from "./wording";

/** What the panel's main area shows: each with what it needs. */
export type View =
  | { name: "conversation" }
  | { name: "ending" | "transcript" | "earlier" }
  | { name: "past"; conversation: string };

export type OtherView = Exclude<View, { name: "conversation" }>;

export const CONVERSATION: View = { name: "conversation" };

/** The text that names a view in the header, beside a way back; "" keeps the site's title and leads nowhere else. */
export function viewTitle({ name }: View): string {
  return name === "conversation" ? "" : name;
}

export interface ChatState {
  /** `failed`: the beginning did not work; it is tried again by itself. */
  phase: "loading" | "ready" | "failed";
  config: Config | null;
  online: boolean;
  agents: Face[];
  thread: Thread<VisitorConversation>;
  /** The conversation that the visitor left to begin another one, until that has begun. */
  left: string | null;
  /** The agent who writes at this moment. */
  typist: Face | null;
  /** It is to be said aloud. */
  isTypistNews: boolean;
  connection: ConnectionState;
  /** Without a connection for long enough to say so. */
  isTroubled: boolean;
  /** A message could not be handed over several times in a row. */
  isStuck: boolean;
  /** The server asked to write more slowly. */
  isHeldBack: boolean;
  isOpen: boolean;
  view: View;
  isTabVisible: boolean;
  isAtEnd: boolean;
  /** How far this tab has told the server that the visitor has read. */
  readUpTo: number;
  isLoadingOlder: boolean;
  /** The id of the group that the visitor wants to hear from. */
  group: number | null;
  visitor: OwnDetails | null;
  /** What an agent said first; it stands in the thread once there is one. */
  greeting: ProactiveMessage | null;
  /** The chat is closed to this visitor. */
  isBlocked: boolean;
  /** The visitor said who they are in this tab, or passed over it. */
  isIntroduced: boolean;
  /** Where the visitor has begun to write. */
  begun: Begun | null;
  /** Files that nobody has looked at yet. */
  added: readonly File[];
  /** Files of the next message. */
  carried: readonly DraftFile[];
  /** The words that go out as soon as their files are there. */
  held: string | null;
  /** How many messages went out with files. */
  departures: number;
}

export type NoticeKey = "notice_kept" | "notice_reconnecting" | "notice_slower" | "notice_unavailable";

export function initialState(): ChatState {
  return {
    phase: "loading",
    config: null,
    online: false,
    agents: [],
    thread: emptyThread(),
    left: null,
    typist: null,
    isTypistNews: false,
    connection: "connecting",
    isTroubled: false,
    isStuck: false,
    isHeldBack: false,
    isOpen: false,
    view: CONVERSATION,
    isTabVisible: true,
    isAtEnd: true,
    readUpTo: 0,
    isLoadingOlder: false,
    group: null,
    visitor: null,
    greeting: null,
    isBlocked: false,
    isIntroduced: false,
    begun: null,
    added: [],
    carried: [],
    held: null,
    departures: 0,
  };
}

/** They said something, or are about to. */
export function hasWritten({ messages, pending }: ChatState["thread"]): boolean {
  return pending.length > 0 || messages.some(({ author }) => author === "visitor");
}

const SHOWN_EVENTS: readonly (string | null)[] = ["resolved", "reopened", "ended", "rating_asked", "rated"];

/** What stands in the visitor's thread: the agents' notes and the team's doings never do. */
export function isShown({ kind, event }: MessageShape): boolean {
  return kind === "text" || (kind === "event" && SHOWN_EVENTS.includes(event));
}

/** The visitor left it to begin another one, and nobody opened it again: what is written next begins that one. */
export function isLeft(left: string | null, conversation: VisitorConversation | null | undefined): boolean {
  return conversation?.status === "resolved" && conversation.public_id === left;
}

/** There may be something to say or do after the last message: to rate it, to begin another conversation. */
export function hasAfterwards({ isBlocked, thread: { conversation, messages } }: ChatState): boolean {
  return !isBlocked && (conversation?.status === "resolved" || messages.some(({ event }) => event === "rating_asked"));
}

/** The newest message that is for the visitor to read; 0 when there is none. */
export function lastIncoming(messages: readonly MessageShape[]): number {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message && isIncoming(message)) return message.id;
  }
  return 0;
}

export function isIncoming(message: MessageShape): boolean {
  return message.kind === "text" && !message.deleted && (message.author === "agent" || message.author === "bot");
}

function readMark(state: ChatState): number {
  return Math.max(state.thread.conversation?.visitor_read_id ?? 0, state.readUpTo);
}

/** The server's count, unless we have read since. */
export function unread(state: ChatState): number {
  const { conversation, messages } = state.thread;
  if (!conversation || lastIncoming(messages) <= readMark(state)) return 0;
  if (state.readUpTo <= conversation.visitor_read_id) return conversation.unread;
  return messages.filter((message) => isIncoming(message) && message.id > state.readUpTo).length;
}

/** What the launcher and the title show: nothing while the visitor is looking at the chat. */
export function shownUnread(state: ChatState): number {
  return isLookedAt(state) ? 0 : unread(state);
}

/** "2 unread messages", where they are shown. */
export function unreadWords(state: ChatState): string {
  const count = shownUnread(state);
  return count ? fill(wording(state.config)(count === 1 ? "unread_one" : "unread_many"), { count }) : "";
}

export function isLookedAt(state: ChatState): boolean {
  return state.isOpen && state.isTabVisible && state.view.name === "conversation";
}

/** The message up to which the visitor has now read, when the server does not know it yet. */
export function toTellRead(state: ChatState): number | null {
  const last = lastIncoming(state.thread.messages);
  return isLookedAt(state) && state.isAtEnd && last > readMark(state) ? last : null;
}

/** The line that says what is wrong and what is being done. */
export function notice(state: ChatState): NoticeKey | null {
  const isWaiting = state.thread.pending.some((own) => own.state === "sending");
  if (state.connection === "refused") return "notice_unavailable";
  if (state.isTroubled) return isWaiting ? "notice_kept" : "notice_reconnecting";
  if (!isWaiting) return null;
  return state.isStuck ? "notice_kept" : state.isHeldBack ? "notice_slower" : null;
}

/** The groups that the visitor is asked to choose from: before the first message. */
export function groupsToChoose(state: ChatState): GroupName[] {
  return state.thread.pending.length ? [] : groupsOffered(state);
}

/** The choice counts until a conversation has begun: the first message may never go out. */
export function chosenGroup(state: ChatState): number | null {
  return groupsOffered(state).find((group) => group.id === state.group)?.id ?? null;
}

function groupsOffered({ config, thread }: ChatState): GroupName[] {
  return thread.conversation ? [] : (config?.form.groups ?? []);
}

/** What an agent said first, for whom there is no conversation yet. */
export function greeted({ greeting, thread }: ChatState): ProactiveMessage | null {
  return thread.conversation ? null : greeting;
}

/** Who is shown in the header: up to three who are there. */
export function faces(state: ChatState): Face[] {
  return state.online ? state.agents.slice(0, 3) : [];
}
