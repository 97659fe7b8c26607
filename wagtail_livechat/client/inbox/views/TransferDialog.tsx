import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { AgentPresence } from "../../shared/frames";
import type { AgentConversation, GroupShape } from "../../shared/types";
import type { Receiver } from "../acting";
import type { Choices } from "../directory";
import { byPresence, presenceOf } from "../colleagues";
import { useInbox } from "./context";
import { DialogForm } from "./DialogForm";
import { useSubmitting } from "./submitting";

interface TransferProps {
  conversation: AgentConversation;
  choices: Choices;
  close: () => void;
}

/** Hands a conversation over, with a word to the one who gets it. */
export function TransferDialog({ conversation, choices, close }: TransferProps): JSX.Element {
  const { desk, say } = useInbox();
  const [receiver, setReceiver] = useState("");
  const [note, setNote] = useState("");
  const { isBusy, trouble, submit } = useSubmitting(close);
  const transfer = (): void =>
    submit(() => desk.acting.transfer(conversation.public_id, { ...receiverOf(receiver), note: note.trim() }));
  const id = useId();
  return (
    <DialogForm
      title={say("transfer")}
      action={say("transfer_do")}
      isReady={receiver !== "" && !isBusy}
      trouble={trouble}
      submit={transfer}
      close={close}
    >
      <label class="chat-form__label" for={`${id}-to`}>
        {say("transfer_receiver")}
      </label>
      <select
        id={`${id}-to`}
        class="chat-form__box"
        required
        value={receiver}
        onChange={(event) => setReceiver(event.currentTarget.value)}
      >
        <option value="">{say("transfer_choose")}</option>
        <Agents agents={choices.agents} conversation={conversation} />
        <Groups groups={choices.groups} conversation={conversation} />
      </select>
      <label class="chat-form__label" for={`${id}-note`}>
        {say("transfer_note")}
      </label>
      <textarea
        id={`${id}-note`}
        class="chat-form__box"
        rows={4}
        dir="auto"
        aria-describedby={`${id}-hint`}
        value={note}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
      <p class="chat-form__hint" id={`${id}-hint`}>
        {say("only_agents")}
      </p>
    </DialogForm>
  );
}

/** Everybody but who has it already. */
function Agents({ agents, conversation }: { agents: AgentPresence[]; conversation: AgentConversation }): JSX.Element {
  const { desk, say } = useInbox();
  const others = byPresence(agents, desk.agent).filter(
    ({ id }) => id !== desk.agent && id !== conversation.assignee?.id,
  );
  return (
    <optgroup label={say("agents")}>
      {others.map((agent) => (
        <option key={agent.id} value={`agent ${agent.id}`}>
          {say("with_status", { name: agent.name, status: say(`status_${presenceOf(agent)}`) })}
        </option>
      ))}
    </optgroup>
  );
}

function Groups({ groups, conversation }: { groups: GroupShape[]; conversation: AgentConversation }): JSX.Element | null {
  const { say } = useInbox();
  const { assignee, group: current } = conversation;
  const others = groups.filter(({ id }) => assignee !== null || id !== current?.id);
  if (others.length === 0) return null;
  return (
    <optgroup label={say("groups")}>
      {others.map((group) => (
        <option key={group.id} value={`group ${group.id}`}>
          {say("with_status", { name: group.name, status: say("group_online", { count: group.online }) })}
        </option>
      ))}
    </optgroup>
  );
}

/** From "agent 7" or "group 3". */
function receiverOf(value: string): Receiver {
  const [kind, id] = value.split(" ");
  return kind === "group" ? { group: Number(id) } : { agent: Number(id) };
}
