/**
 * The state of one conversation on the client: what the server told, and what still waits to be sent.
 *
 * A revision is the place of a change in the conversation's log. Frames are applied one after the other; at a gap the
 * caller fetches what is missing, so that dropped, doubled and reordered frames all end in what a fresh fetch shows.
 */

import type { FormAnswers, Page, ThreadFrame } from "./frames";
import type { AttachmentShape, Author, MessageShape, PageLink } from "./types";

export interface ConversationLike {
  public_id: string;
  revision: number;
}

/** A message of our own that the server has not confirmed. */
export interface Pending {
  client_id: string;
  author: Author;
  body: string;
  created_at: string;
  state: "sending" | "failed";
  /** Why it failed, in words for the person who wrote it. */
  detail: string;
  page?: PageLink;
  /** Where it shall begin another conversation. */
  conversation?: "new";
  form?: FormAnswers;
  /** The proactive message that it answers. */
  rule?: number;
  /** For agents only. */
  note?: boolean;
  attachments?: AttachmentShape[];
}

export interface Thread<C extends ConversationLike> {
  conversation: C | null;
  /** Everything up to here has been applied. */
  revision: number;
  /** Ascending by id, without doubles. */
  messages: MessageShape[];
  pending: Pending[];
  /** Older messages exist that are not loaded. */
  more: boolean;
}

export function emptyThread<C extends ConversationLike>(pending: Pending[] = []): Thread<C> {
  return { conversation: null, revision: 0, messages: [], pending, more: false };
}

/** Applies a frame, or asks for what is missing when a revision was skipped. A frame of another conversation is ignored. */
export function applyFrame<C extends ConversationLike>(thread: Thread<C>, frame: ThreadFrame<C>): Thread<C> | "resume" {
  if (isForeign(thread, frame.conversation)) return thread;
  const revision = revisionOf(frame);
  if (revision <= thread.revision) return thread;
  if (revision > thread.revision + 1) return "resume";
  const messages = frame.type === "conversation.changed" ? [] : [frame.message];
  return merge({ ...thread, revision }, frame.conversation, messages);
}

/**
 * Applies a fetched page. `after`: what changed since our revision; `before`: the page above the oldest message;
 * `latest`: the end of the thread, which replaces what was shown unless we already know more of the same conversation.
 */
export function applyPage<C extends ConversationLike>(
  thread: Thread<C>,
  page: Page<C>,
  way: "after" | "before" | "latest",
): Thread<C> {
  if (way === "latest") return applyLatest(thread, page);
  if (isForeign(thread, page.conversation)) return thread;
  if (way === "before") return { ...merge({ ...thread, more: false }, page.conversation, page.messages), more: page.more };
  const revision = Math.max(thread.revision, reachedBy(page));
  return merge({ ...thread, revision }, page.conversation, page.messages);
}

/** Whether the conversation is known to have moved on further than what we applied: time to fetch. */
export function isBehind<C extends ConversationLike>(thread: Thread<C>): boolean {
  return thread.conversation !== null && thread.conversation.revision > thread.revision;
}

export function addPending<C extends ConversationLike>(thread: Thread<C>, pending: Pending): Thread<C> {
  if (thread.pending.some((known) => known.client_id === pending.client_id)) return thread;
  return withoutSettled({ ...thread, pending: [...thread.pending, pending] });
}

/**
 * The server accepted the message: it takes the place of the pending one. After a gap only the message is shown and
 * the revision stays, so that `isBehind` asks for the rest.
 */
export function settle<C extends ConversationLike>(
  thread: Thread<C>,
  clientId: string,
  message: MessageShape,
  conversation: C,
): Thread<C> {
  const rest = removePending(thread, clientId);
  const applied = applyFrame(rest, { type: "message.created", conversation, message });
  if (applied !== "resume") return applied;
  return merge(rest, conversation, [message]);
}

export function failPending<C extends ConversationLike>(thread: Thread<C>, clientId: string, detail: string): Thread<C> {
  return changePending(thread, clientId, { state: "failed", detail });
}

export function retryPending<C extends ConversationLike>(thread: Thread<C>, clientId: string): Thread<C> {
  return changePending(thread, clientId, { state: "sending", detail: "" });
}

export function removePending<C extends ConversationLike>(thread: Thread<C>, clientId: string): Thread<C> {
  const pending = thread.pending.filter((known) => known.client_id !== clientId);
  return pending.length === thread.pending.length ? thread : { ...thread, pending };
}

/** The messages by id, each in its newest revision. */
export function upsert(messages: readonly MessageShape[], incoming: readonly MessageShape[]): MessageShape[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  for (const message of incoming) {
    const known = byId.get(message.id);
    if (!known || known.revision <= message.revision) byId.set(message.id, message);
  }
  return [...byId.values()].sort((one, other) => one.id - other.id);
}

function revisionOf<C extends ConversationLike>(frame: ThreadFrame<C>): number {
  return frame.type === "conversation.changed" ? frame.conversation.revision : frame.message.revision;
}

/** The revision up to which a page of changes is complete. */
function reachedBy<C extends ConversationLike>(page: Page<C>): number {
  const last = page.messages[page.messages.length - 1];
  return page.more && last ? last.revision : page.conversation.revision;
}

function isForeign<C extends ConversationLike>(thread: Thread<C>, conversation: C): boolean {
  return thread.conversation !== null && thread.conversation.public_id !== conversation.public_id;
}

function applyLatest<C extends ConversationLike>(thread: Thread<C>, page: Page<C>): Thread<C> {
  const { conversation, messages, more } = page;
  const known = !isForeign(thread, conversation) && thread.revision >= conversation.revision;
  if (known) return merge({ ...thread, more: thread.messages.length > 0 ? thread.more : more }, conversation, messages);
  return withoutSettled({ ...thread, conversation, revision: conversation.revision, messages: upsert([], messages), more });
}

function merge<C extends ConversationLike>(thread: Thread<C>, conversation: C, incoming: readonly MessageShape[]): Thread<C> {
  const newest = thread.conversation && thread.conversation.revision > conversation.revision ? thread.conversation : conversation;
  const messages = upsert(thread.messages, incoming.filter((message) => isWithin(thread, message)));
  return withoutSettled({ ...thread, conversation: newest, messages });
}

/** A change to a message above the loaded part would leave a hole below it; scrolling back brings it. */
function isWithin<C extends ConversationLike>(thread: Thread<C>, message: MessageShape): boolean {
  const oldest = thread.messages[0];
  return !thread.more || !oldest || message.id >= oldest.id;
}

function withoutSettled<C extends ConversationLike>(thread: Thread<C>): Thread<C> {
  if (thread.pending.length === 0) return thread;
  const arrived = new Set(thread.messages.map((message) => `${message.author} ${message.client_id}`));
  const pending = thread.pending.filter((own) => !arrived.has(`${own.author} ${own.client_id}`));
  return pending.length === thread.pending.length ? thread : { ...thread, pending };
}

function changePending<C extends ConversationLike>(thread: Thread<C>, clientId: string, change: Partial<Pending>): Thread<C> {
  const pending = thread.pending.map((own) => (own.client_id === clientId ? { ...own, ...change } : own));
  return { ...thread, pending };
}
