/** When a conversation counts as read, and by whom. */
import type { AgentConversation, MessageShape } from "../shared/types";
import type { AgentThread } from "./threads";

export function lastId(messages: readonly MessageShape[]): number {
  return messages[messages.length - 1]?.id ?? 0;
}

/**
 * Up to which message the read mark should move now; null: leave it. Only the agent in charge moves it, or anyone while
 * there is none.
 */
export function readMark(thread: AgentThread, agent: number): number | null {
  const { conversation, messages } = thread;
  if (conversation === null || !isConcerned(conversation, agent)) return null;
  const last = lastId(messages);
  return last > conversation.agent_read_id && conversation.unread > 0 ? last : null;
}

/** Whether a conversation is this agent's or nobody's. */
export function isConcerned(conversation: AgentConversation, agent: number): boolean {
  return conversation.assignee === null || conversation.assignee.id === agent;
}

/** The first message of the visitor behind another one. */
export function firstNew(messages: readonly MessageShape[], after: number): number | null {
  return messages.find((message) => message.author === "visitor" && message.id > after)?.id ?? null;
}
