/** Which queues a conversation is listed in, and how it is counted there. */
import type { AgentConversation, Standing } from "../shared/types";

export const QUEUES = ["all", "mine", "unassigned", "unanswered"] as const;
export type Queue = (typeof QUEUES)[number];
export type Counts = Record<Queue | "unread", number>;

export function standingOf(conversation: AgentConversation): Standing {
  return {
    status: conversation.status,
    assignee: conversation.assignee?.id ?? null,
    group: null,
    waiting: conversation.waiting_since !== null,
    unread: conversation.unread,
  };
}

/** Queues are views of open conversations; a resolved one stands in none. */
export function isIn(queue: Queue, standing: Standing, agent: number): boolean {
  if (standing.status !== "open") return false;
  if (queue === "mine") return standing.assignee === agent;
  if (queue === "unassigned") return standing.assignee === null;
  if (queue === "unanswered") return standing.waiting;
  return true;
}

/** The badge counts what this agent should read: unread conversations that are theirs or nobody's. */
export function isUnreadFor(standing: Standing, agent: number): boolean {
  const concerned = standing.assignee === null || standing.assignee === agent;
  return standing.status === "open" && concerned && standing.unread > 0;
}

/** The counts after a conversation went from one standing to another; null: out of reach. */
export function moved(counts: Counts, was: Standing | null, now: Standing | null, agent: number): Counts {
  const step = (holds: (standing: Standing) => boolean): number =>
    Number(now !== null && holds(now)) - Number(was !== null && holds(was));
  const count = (queue: Queue): number =>
    Math.max(0, counts[queue] + step((standing) => isIn(queue, standing, agent)));
  return {
    all: count("all"),
    mine: count("mine"),
    unassigned: count("unassigned"),
    unanswered: count("unanswered"),
    unread: Math.max(0, counts.unread + step((standing) => isUnreadFor(standing, agent))),
  };
}
