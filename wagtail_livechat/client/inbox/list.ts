/** The list of conversations: pages of one view in the server's order, kept right by frames. */
import type { AgentConversation } from "../shared/types";
import { isIn, standingOf, type Queue } from "./queues";

export interface View {
  status: "open" | "resolved";
  queue: Queue;
}

export interface ConversationList {
  rows: AgentConversation[];
  /** Where the next page begins; null when everything is listed. */
  cursor: string | null;
}

export interface ListPage {
  results: AgentConversation[];
  next_cursor: string | null;
}

export const EMPTY_LIST: ConversationList = { rows: [], cursor: null };

export function belongs(conversation: AgentConversation, view: View, agent: number): boolean {
  if (view.status === "resolved") return conversation.status === "resolved";
  return isIn(view.queue, standingOf(conversation), agent);
}

/** Longest wait first where visitors wait, newest message first elsewhere. */
export function order(view: View): (a: AgentConversation, b: AgentConversation) => number {
  if (view.status === "open" && view.queue === "unanswered") {
    return (a, b) => compare(a.waiting_since ?? "", b.waiting_since ?? "");
  }
  return (a, b) => compare(b.last_message_at, a.last_message_at);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function without(list: ConversationList, publicId: string): ConversationList {
  return { ...list, rows: list.rows.filter((row) => row.public_id !== publicId) };
}

function inserted<T>(rows: readonly T[], position: number, row: T): T[] {
  return [...rows.slice(0, position), row, ...rows.slice(position)];
}

/** Puts a conversation where it now belongs; an older revision than the listed one changes nothing. */
export function place(
  list: ConversationList,
  conversation: AgentConversation,
  view: View,
  agent: number,
): ConversationList {
  const listed = list.rows.find((row) => row.public_id === conversation.public_id);
  if (listed !== undefined && listed.revision > conversation.revision) return list;
  const others = without(list, conversation.public_id);
  if (!belongs(conversation, view, agent)) return listed === undefined ? list : others;
  const before = order(view);
  const found = others.rows.findIndex((row) => before(conversation, row) < 0);
  // What sorts behind the last listed row comes with the next page, in its turn.
  if (found === -1 && list.cursor !== null) return others;
  const position = found === -1 ? others.rows.length : found;
  return { ...others, rows: inserted(others.rows, position, conversation) };
}

/** The list with one more page; rows that frames brought meanwhile are newer and stay. */
export function extend(list: ConversationList, page: ListPage): ConversationList {
  const known = new Set(list.rows.map((row) => row.public_id));
  const added = page.results.filter((row) => !known.has(row.public_id));
  return { rows: [...list.rows, ...added], cursor: page.next_cursor };
}

/** A first page, corrected by the conversations that arrived while it was under way. */
export function begin(
  page: ListPage,
  arrived: readonly AgentConversation[],
  view: View,
  agent: number,
): ConversationList {
  const list: ConversationList = { rows: page.results, cursor: page.next_cursor };
  return arrived.reduce((sofar, conversation) => place(sofar, conversation, view, agent), list);
}

/** The row to look at after one went: the next, else the one before. */
export function neighbour(list: ConversationList, publicId: string): string | null {
  const index = list.rows.findIndex((row) => row.public_id === publicId);
  if (index === -1) return null;
  return (list.rows[index + 1] ?? list.rows[index - 1])?.public_id ?? null;
}
