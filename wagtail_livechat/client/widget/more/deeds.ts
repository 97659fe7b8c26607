/** What a visitor does with a conversation beside writing in it. */

import { emptyThread, type Pending } from "../../shared/thread";
import type { MessageShape, VisitorConversation } from "../../shared/types";
import type { Means } from "../means";
import { CONVERSATION, type ChatState } from "../state";

interface Change {
  conversation: VisitorConversation;
  message: MessageShape | null;
}

/** The conversation that is shown, or was left to begin another one. */
export function present({ left, thread }: ChatState): string | null {
  return thread.conversation?.public_id ?? left;
}

/** Rejects with the server's Problem, as all of these. */
export function end(means: Means): Promise<void> {
  return change(means, "end", {});
}

export function rate(means: Means, score: number, comment: string): Promise<void> {
  return change(means, "rating", { score, comment });
}

export async function sendTranscript({ api, model }: Means, email: string): Promise<void> {
  await api.plain.post("transcript", { email, conversation: present(model.state) });
}

/**
 * Leaves the conversation: the next message begins another one, in this browser tab. What has not gone out yet belongs
 * to that one.
 */
export function beginAnother({ memory, model }: Means): void {
  const { conversation, pending } = model.state.thread;
  if (!conversation) return;
  const waiting = pending.map((own): Pending => ({ ...own, conversation: "new" }));
  waiting.forEach((own) => memory.kept.keep(own));
  const left = conversation.public_id;
  memory.left = left;
  model.update({ left, thread: emptyThread(waiting), begun: null, typist: null, readUpTo: 0, isAtEnd: true, view: CONVERSATION });
}

async function change({ api, hear, model }: Means, route: string, body: object): Promise<void> {
  const { conversation, message } = await api.plain.post<Change>(route, { ...body, conversation: present(model.state) });
  hear(message ? { type: "message.updated", conversation, message } : { type: "conversation.changed", conversation });
}
