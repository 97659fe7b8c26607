/** What an agent is told of at once, by sound and by the browser. */
import type { ThreadFrame } from "../shared/frames";
import type { AgentConversation, AlertsChoice, MessageShape } from "../shared/types";
import type { Me } from "./answers";

export const ALERTS: readonly AlertsChoice[] = ["all", "mine", "mine_and_unassigned", "none"];

/** "message": a visitor wrote. The others are about the agent in person. */
export type Reason = "message" | "mentioned" | "assigned" | "transferred";

export function isWorthAnAlert(frame: ThreadFrame<AgentConversation>, me: Me): boolean {
  return reasonOf(frame, me) !== null;
}

/** Why the agent is told of this; null: they are not. What concerns them in person is told whatever they chose. */
export function reasonOf(frame: ThreadFrame<AgentConversation>, me: Me): Reason | null {
  if (frame.type !== "message.created") return null;
  const { message, conversation } = frame;
  if (message.author === "visitor") return isChosen(conversation, me) ? "message" : null;
  return message.agent?.id === me.id ? null : personalReason(message, me);
}

function isChosen({ assignee }: AgentConversation, { alerts, id }: Me): boolean {
  if (alerts === "all" || alerts === "none") return alerts === "all";
  return assignee === null ? alerts === "mine_and_unassigned" : assignee.id === id;
}

function personalReason(message: MessageShape, me: Me): Reason | null {
  if (message.kind === "note") return isMentioned(message, me) ? "mentioned" : null;
  const { event } = message;
  if (event !== "assigned" && event !== "transferred") return null;
  return idIn(message.event_data["by"]) !== me.id && idIn(message.event_data["to"]) === me.id ? event : null;
}

function isMentioned(message: MessageShape, me: Me): boolean {
  const { mentions } = message.event_data;
  return Array.isArray(mentions) && mentions.includes(me.id);
}

function idIn(person: unknown): number | null {
  return typeof person === "object" && person !== null && "id" in person ? Number(person.id) : null;
}
