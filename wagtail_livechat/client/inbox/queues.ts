/** Which queues a conversation is listed in, and how it is counted there. */
import type { AgentConversation, GroupName, GroupShape, Standing } from "../shared/types";
import type { Me } from "./answers";

export const QUEUES = ["all", "mine", "unassigned", "unanswered"] as const;
export type Queue = (typeof QUEUES)[number];

/**
 * Open conversations by queue; `groups` by the group's id, where a missing one has none. Frames of two server processes
 * may change places, so that a number is below nothing for a moment: `shown` is for the screen.
 */
export type Counts = Record<Queue | "unread", number> & { groups: Readonly<Record<string, number>> };

export function standingOf(conversation: AgentConversation): Standing {
  return {
    status: conversation.status,
    assignee: conversation.assignee?.id ?? null,
    group: conversation.group?.id ?? null,
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
  const count = (queue: Queue): number => counts[queue] + step((standing) => isIn(queue, standing, agent));
  return {
    all: count("all"),
    mine: count("mine"),
    unassigned: count("unassigned"),
    unanswered: count("unanswered"),
    unread: counts.unread + step((standing) => isUnreadFor(standing, agent)),
    groups: movedGroups(counts.groups, was, now),
  };
}

function movedGroups(groups: Counts["groups"], was: Standing | null, now: Standing | null): Counts["groups"] {
  const [before, after] = [groupOf(was), groupOf(now)];
  if (before === after) return groups;
  const numbers = new Map(Object.entries(groups));
  const step = (group: string, by: number): void => void numbers.set(group, (numbers.get(group) ?? 0) + by);
  if (before !== null) step(before, -1);
  if (after !== null) step(after, 1);
  return Object.fromEntries([...numbers].filter(([, number]) => number !== 0));
}

function groupOf(standing: Standing | null): string | null {
  if (standing === null || standing.status !== "open" || standing.group === null) return null;
  return String(standing.group);
}

/** Whether any number moves when a conversation goes from one standing to another. */
export function isMove(was: Standing | null, now: Standing | null, agent: number): boolean {
  const nothing: Counts = { all: 0, mine: 0, unassigned: 0, unanswered: 0, unread: 0, groups: {} };
  const { groups, ...queues } = moved(nothing, was, now, agent);
  return Object.values(queues).some((number) => number !== 0) || Object.keys(groups).length > 0;
}

/** A number as the screen shows it. */
export function shown(number: number | undefined): number {
  return Math.max(0, number ?? 0);
}

/** The groups that are queues of this agent's: their own, and all those of the sites that they manage. */
export function groupQueues(groups: readonly GroupShape[], me: Me | null): GroupName[] {
  if (me === null) return [];
  const own = new Set(me.groups.map((group) => group.id));
  return groups.filter((group) => own.has(group.id) || me.manages.includes(group.site));
}
