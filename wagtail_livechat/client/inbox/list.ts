/** The list of conversations: pages of one view in the server's order, kept right by frames. */
import type { AgentConversation } from "../shared/types";
import { isIn, standingOf, type Queue } from "./queues";

export interface View {
  status: "open" | "resolved";
  queue: Queue;
  /** One group's queue; then `queue` is "all". */
  group: number | null;
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
  if (view.group !== null && conversation.group?.id !== view.group) return false;
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

function replaced(list: ConversationList, conversation: AgentConversation): ConversationList {
  const rows = list.rows.map((row) => (row.public_id === conversation.public_id ? conversation : row));
  return { ...list, rows };
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
  if (listed !== undefined && before(listed, conversation) === 0) return replaced(list, conversation);
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

/** A fetched list, corrected by the conversations that arrived while it was under way. */
export function corrected(
  list: ConversationList,
  arrived: readonly AgentConversation[],
  view: View,
  agent: number,
): ConversationList {
  return arrived.reduce((sofar, conversation) => place(sofar, conversation, view, agent), list);
}

/** The row to look at after some went: the next behind the first of them, else the one before it. */
export function neighbour(list: ConversationList, ...gone: string[]): string | null {
  const first = list.rows.findIndex((row) => gone.includes(row.public_id));
  if (first === -1) return null;
  const stays = (row: AgentConversation): boolean => !gone.includes(row.public_id);
  const next = list.rows.slice(first).find(stays) ?? list.rows.slice(0, first).pop();
  return next?.public_id ?? null;
}

/** The row so many places further. Without a row to begin at: the first, or the last. */
export function rowBeside(list: ConversationList, publicId: string | null, step: number): string | null {
  const index = list.rows.findIndex((row) => row.public_id === publicId);
  if (index === -1) return (step > 0 ? list.rows[0] : list.rows[list.rows.length - 1])?.public_id ?? null;
  return list.rows[index + step]?.public_id ?? null;
}

/** Who waits longest of these, those apart that went. */
export function longestWaiting(rows: readonly AgentConversation[], gone: readonly string[]): string | null {
  const waiting = rows.filter((row) => isWaiting(row) && !gone.includes(row.public_id));
  const since = (row: AgentConversation): string => row.waiting_since ?? "";
  const [first, ...others] = waiting;
  if (first === undefined) return null;
  return others.reduce((longest, row) => (since(row) < since(longest) ? row : longest), first).public_id;
}

function isWaiting(conversation: AgentConversation): boolean {
  return conversation.status === "open" && conversation.waiting_since !== null;
}
