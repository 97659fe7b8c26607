/** How many conversations an agent should read, moved by frames alone: no message makes anybody's browser ask. */
import { isUnreadFor, standingOf } from "../inbox/queues";
import type { AgentFrame } from "../shared/frames";
import type { Standing } from "../shared/types";

export function unreadAfter(count: number, frame: AgentFrame, agent: number): number {
  switch (frame.type) {
    case "message.created":
    case "message.updated":
    case "conversation.changed":
      return frame.was === undefined ? count : moved(count, frame.was, standingOf(frame.conversation), agent);
    case "conversation.gone":
      return moved(count, frame.was, null, agent);
    default:
      return count;
  }
}

function moved(count: number, was: Standing | null, now: Standing | null, agent: number): number {
  const counts = (standing: Standing | null): number => Number(standing !== null && isUnreadFor(standing, agent));
  return count + counts(now) - counts(was);
}
