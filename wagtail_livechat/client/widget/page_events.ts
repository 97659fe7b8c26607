/** What happened in the chat, as the page is told of it. All of it is pure. */

import type { MessageShape } from "../shared/types";
import type { PageEvent } from "./page_calls";
import { shownUnread, type ChatState } from "./state";

/** As much of the chat as is compared. */
export interface Seen {
  isReady: boolean;
  isOpen: boolean;
  unread: number;
  visitor: string | null;
  /** The id of the newest message; 0 while there is none. */
  newest: number;
}

export const NOTHING_SEEN: Seen = { isReady: false, isOpen: false, unread: 0, visitor: null, newest: 0 };

/** One message as the page gets it. */
export interface MessageNews {
  id: number;
  author: "visitor" | "agent" | "bot";
  /** Of the agent; null otherwise. */
  name: string | null;
  body: string;
  at: string;
}

export function seenOf(state: ChatState): Seen {
  const isReady = state.phase === "ready";
  return {
    isReady,
    isOpen: state.isOpen,
    unread: isReady ? shownUnread(state) : 0,
    visitor: state.visitor?.public_id ?? null,
    newest: Math.max(0, ...state.thread.messages.map(({ id }) => id)),
  };
}

/** What the page is told, in its order. What was written before the chat was there is no news. */
export function happened(before: Seen, state: ChatState): [PageEvent, unknown?][] {
  const now = seenOf(state);
  const isSame = before.isReady && before.visitor === now.visitor;
  const news = isSame ? state.thread.messages.filter((message) => message.id > before.newest && isMessage(message)) : [];
  return [
    ...(now.isReady && !before.isReady ? [["ready"] as [PageEvent]] : []),
    ...(now.isOpen === before.isOpen ? [] : [[now.isOpen ? "open" : "close"] as [PageEvent]]),
    ...news.map((message): [PageEvent, unknown] => ["message", newsOf(message)]),
    ...(now.unread === before.unread ? [] : [["unread", now.unread] as [PageEvent, unknown]]),
  ];
}

function isMessage({ author, deleted, kind }: MessageShape): boolean {
  return kind === "text" && !deleted && author !== "system";
}

function newsOf({ id, author, agent, body, created_at: at }: MessageShape): MessageNews {
  return { id, author: author as MessageNews["author"], name: agent?.name ?? null, body, at };
}
