/** Colleagues: in which order they are offered, and who of them is in the same conversation. */
import type { AgentPresence } from "../shared/frames";
import type { Colleague } from "../shared/types";
import type { Say } from "./texts";

/** An agent who chose "online" but has no page open is not there. */
export function presenceOf(agent: AgentPresence): AgentPresence["status"] {
  return agent.status === "online" && !agent.online ? "offline" : agent.status;
}

/** Oneself, then who is online, then the others, each by name. */
export function byPresence(agents: readonly AgentPresence[], me: number): AgentPresence[] {
  const rank = (agent: AgentPresence): number => (agent.id === me ? 0 : agent.online ? 1 : 2);
  return [...agents].sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

/** "Tom is typing · Nora is viewing"; empty where the agent is alone. `list` joins names. */
export function othersText(
  viewers: readonly Colleague[],
  typists: readonly Colleague[],
  me: number,
  say: Say,
  list: (names: string[]) => string,
): string {
  const writing = typists.filter(({ id }) => id !== me);
  const looking = viewers.filter(({ id }) => id !== me && !writing.some((typist) => typist.id === id));
  const tell = (what: string, people: readonly Colleague[]): string => {
    if (people.length === 0) return "";
    return say(`${what}_${people.length === 1 ? "one" : "many"}`, { names: list(people.map(({ name }) => name)) });
  };
  return [tell("typing", writing), tell("viewing", looking)].filter((text) => text !== "").join(" · ");
}
