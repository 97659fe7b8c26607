import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AgentPresence } from "../../shared/frames";
import type { AgentConversation } from "../../shared/types";
import { useInbox } from "./context";
import { Menu, type MenuChoice } from "./Menu";
import { Caret, StatusLabel } from "./TopBar";

export function AssignMenu({ conversation }: { conversation: AgentConversation }): JSX.Element {
  const { desk, say } = useInbox();
  const [agents, setAgents] = useState<AgentPresence[] | null>(null);
  const { public_id: id, assignee, site } = conversation;
  const load = (): void => {
    desk.agentsFor(site).then(setAgents, () => setAgents([]));
  };
  const nameOf = ({ id: key, name }: AgentPresence): string => (key === desk.agent ? say("me", { name }) : name);
  const choiceOf = (agent: AgentPresence): MenuChoice => ({
    key: String(agent.id),
    label: <StatusLabel status={shown(agent)} text={nameOf(agent)} />,
    isChosen: agent.id === assignee?.id,
    choose: () => desk.assign(id, agent.id),
  });
  const nobody: MenuChoice = {
    key: "nobody",
    label: say("nobody"),
    isChosen: assignee === null,
    choose: () => desk.assign(id, null),
  };
  return (
    <Menu
      className="chat-button chat-button--outline chat-assign"
      name={say("assign_to_whom")}
      label={
        <>
          <span class="chat-assign__text">{assignText()}</span>
          <Caret />
        </>
      }
      choices={agents === null ? [] : [...sorted(agents, desk.agent).map(choiceOf), nobody]}
      empty={<span class="chat-bone chat-bone--field" />}
      onOpen={load}
    />
  );

  function assignText(): string {
    if (assignee === null) return say("assign");
    return assignee.id === desk.agent ? say("assign_me") : say("assign_name", { name: assignee.name });
  }
}

/** An agent who chose "online" but has no page open is not there. */
function shown(agent: AgentPresence): AgentPresence["status"] {
  return agent.status === "online" && !agent.online ? "offline" : agent.status;
}

function sorted(agents: readonly AgentPresence[], me: number): AgentPresence[] {
  const rank = (agent: AgentPresence): number => (agent.id === me ? 0 : agent.online ? 1 : 2);
  return [...agents].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
