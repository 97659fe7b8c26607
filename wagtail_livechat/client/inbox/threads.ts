/** The threads that are kept in memory: the open one, those opened lately, and those with messages still to send. */
import type { ThreadFrame } from "../shared/frames";
import { applyFrame, emptyThread, settle, type Pending, type Thread } from "../shared/thread";
import type { AgentConversation, MessageShape } from "../shared/types";

export type AgentThread = Thread<AgentConversation>;
export type Threads = Readonly<Record<string, AgentThread>>;

const NOTHING = emptyThread<AgentConversation>();

export function threadOf(threads: Threads, id: string): AgentThread {
  return threads[id] ?? NOTHING;
}

export function withThread(threads: Threads, id: string, thread: AgentThread): Threads {
  return { ...threads, [id]: thread };
}

/** Keeps of a thread only what was not sent yet. */
export function forgotten(threads: Threads, id: string): Threads {
  const { [id]: thread, ...others } = threads;
  if (!thread || thread.pending.length === 0) return others;
  return { ...others, [id]: emptyThread<AgentConversation>(thread.pending) };
}

/** After a break only the open thread is brought up to date; the others are fetched when they are opened again. */
export function onlyFresh(threads: Threads, openId: string | null): Threads {
  return Object.keys(threads).reduce((kept, id) => (id === openId ? kept : forgotten(kept, id)), threads);
}

/** Applies a frame to the thread it concerns; `behind` when the open thread missed something. */
export function heard(
  threads: Threads,
  frame: ThreadFrame<AgentConversation>,
  openId: string | null,
): { threads: Threads; behind: boolean } {
  const id = frame.conversation.public_id;
  const thread = threads[id];
  if (thread === undefined) return { threads, behind: false };
  const applied = thread.conversation === null ? "resume" : applyFrame(thread, frame);
  if (applied !== "resume") return { threads: withThread(threads, id, applied), behind: false };
  if (id === openId) return { threads, behind: true };
  return { threads: forgotten(withSettled(threads, frame), id), behind: false };
}

/** A message of ours that arrives by any way is sent, even where the thread itself is not shown. */
function withSettled(threads: Threads, frame: ThreadFrame<AgentConversation>): Threads {
  if (frame.type === "conversation.changed" || frame.message.author !== "agent") return threads;
  return accepted(threads, frame.message.client_id, frame.message, frame.conversation);
}

export function accepted(
  threads: Threads,
  clientId: string,
  message: MessageShape,
  conversation: AgentConversation,
): Threads {
  const id = conversation.public_id;
  const thread = threads[id];
  return thread === undefined ? threads : withThread(threads, id, settle(thread, clientId, message, conversation));
}

/** Threads that hold nothing but what an earlier page left unsent. */
export function fromUnsent(unsent: readonly { conversation: string; message: Pending }[]): Threads {
  return unsent.reduce<Threads>((threads, { conversation, message }) => {
    const known = threadOf(threads, conversation).pending;
    return withThread(threads, conversation, emptyThread<AgentConversation>([...known, message]));
  }, {});
}
