import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AgentPresence } from "../../shared/frames";
import type { AgentConversation, GroupShape } from "../../shared/types";
import type { Choices } from "../directory";
import { byPresence, presenceOf } from "../colleagues";
import { useInbox, type Inbox } from "./context";
import { Icon } from "./Icon";
import { press, useCommands } from "./keys";
import { Menu, type MenuChoice } from "./Menu";
import { Caret, StatusLabel } from "./TopBar";
import { TransferDialog } from "./TransferDialog";

const NOBODY: Choices = { agents: [], groups: [] };

/** Null: the conversation is not there, or not any more. */
export function AssignMenu({ conversation }: { conversation: AgentConversation | null }): JSX.Element {
  const { desk } = useInbox();
  const [choices, setChoices] = useState<Choices | null>(null);
  // What is written in the dialog must not go with a conversation that somebody takes away meanwhile.
  const [transferred, setTransferred] = useState<AgentConversation | null>(null);
  const load = (): void => {
    if (conversation !== null) desk.directory.choices(conversation.site).then(setChoices, () => setChoices(NOBODY));
  };
  const transfer = (): void => {
    load();
    setTransferred(conversation);
  };
  useCommands({ assign: () => press(".chat-assign"), transfer });
  return (
    <>
      {conversation !== null && (
        <ChoiceMenu conversation={conversation} choices={choices} load={load} transfer={transfer} />
      )}
      {transferred !== null && (
        <TransferDialog
          conversation={conversation ?? transferred}
          choices={choices ?? NOBODY}
          close={() => setTransferred(null)}
        />
      )}
    </>
  );
}

interface ChoiceMenuProps {
  conversation: AgentConversation;
  choices: Choices | null;
  load: () => void;
  transfer: () => void;
}

function ChoiceMenu({ conversation, choices, load, transfer }: ChoiceMenuProps): JSX.Element {
  const inbox = useInbox();
  const { desk, say } = inbox;
  return (
    <Menu
      className="chat-button chat-button--outline chat-assign"
      name={say("assign_to_whom")}
      label={<AssignLabel conversation={conversation} />}
      choices={
        choices === null
          ? []
          : [
              ...byPresence(choices.agents, desk.agent).map((agent) => agentChoice(agent, conversation, inbox)),
              nobodyChoice(conversation, inbox),
              ...choices.groups.map((group, index) => groupChoice(group, index === 0, conversation, inbox)),
              ...furtherChoices(conversation, inbox, transfer),
            ]
      }
      empty={<span class="chat-bone chat-bone--field" />}
      onOpen={load}
    />
  );
}

function AssignLabel({ conversation }: { conversation: AgentConversation }): JSX.Element {
  const inbox = useInbox();
  return (
    <>
      <Icon name="group" />
      <span class="chat-assign__text">{assignText(conversation, inbox)}</span>
      <Caret />
    </>
  );
}

function assignText({ assignee, group }: AgentConversation, { desk, say }: Inbox): string {
  if (assignee?.id === desk.agent) return say("assign_me");
  const name = assignee?.name ?? group?.name;
  return name === undefined ? say("assign") : say("assign_name", { name });
}

function agentChoice(agent: AgentPresence, conversation: AgentConversation, { desk, say }: Inbox): MenuChoice {
  const { public_id: id, assignee } = conversation;
  const isMe = agent.id === desk.agent;
  const isTakeover = isMe && assignee !== null && assignee.id !== agent.id;
  return {
    key: `agent ${agent.id}`,
    label: <StatusLabel status={presenceOf(agent)} text={isMe ? say("me", { name: agent.name }) : agent.name} />,
    hint: isTakeover ? say("take_over") : undefined,
    isChosen: agent.id === assignee?.id,
    choose: () => desk.acting.assign(id, agent.id),
  };
}

function groupChoice(
  group: GroupShape,
  isFirst: boolean,
  { public_id: id, assignee, group: current }: AgentConversation,
  { desk, say }: Inbox,
): MenuChoice {
  return {
    key: `group ${group.id}`,
    label: (
      <>
        <Icon name="group" />
        {group.name}
      </>
    ),
    hint: say("group_online", { count: group.online }),
    isChosen: assignee === null && group.id === current?.id,
    isApart: isFirst,
    choose: () => desk.acting.handToGroup(id, group.id),
  };
}

function nobodyChoice({ public_id: id, assignee }: AgentConversation, { desk, say }: Inbox): MenuChoice {
  return {
    key: "nobody",
    label: (
      <>
        <span class="chat-menu__gap" />
        {say("nobody")}
      </>
    ),
    isChosen: assignee === null,
    choose: () => desk.acting.assign(id, null),
  };
}

function furtherChoices(
  { public_id: id, assignee }: AgentConversation,
  { desk, say }: Inbox,
  transfer: () => void,
): MenuChoice[] {
  const leave: MenuChoice = { key: "leave", label: say("leave"), isApart: true, choose: () => desk.acting.leave(id) };
  const isMine = assignee?.id === desk.agent;
  return [
    ...(isMine ? [leave] : []),
    { key: "transfer", label: say("transfer_to"), isApart: !isMine, choose: transfer },
  ];
}
