import type { JSX } from "preact";
import type { AgentConversation } from "../../shared/types";
import { othersText } from "../colleagues";
import { typistsIn } from "../typing";
import { AssignMenu } from "./AssignMenu";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { MoreMenu } from "./MoreMenu";
import { Rating } from "./Rating";
import { TagEditor } from "./TagEditor";

export interface ThreadHeadProps {
  conversation: AgentConversation | null;
  back: () => void;
  openPanel: () => void;
}

export function ThreadHead({ conversation, back, openPanel }: ThreadHeadProps): JSX.Element {
  const { say, nameOf } = useInbox();
  const name = conversation === null ? "" : nameOf(conversation.visitor);
  return (
    <div class="chat-thread__head">
      <button type="button" class="chat-quiet-button chat-thread__back" onClick={back}>
        <Icon name="arrow-left" />
        <span class="chat-sr">{say("back")}</span>
      </button>
      <div class="chat-thread__who">
        <h2 class="chat-thread__title" tabIndex={-1} dir="auto" title={name}>
          {name}
        </h2>
        {conversation !== null && <About key={conversation.public_id} conversation={conversation} />}
      </div>
      <AssignMenu conversation={conversation} />
      {conversation !== null && <StatusButton conversation={conversation} />}
      <MoreMenu conversation={conversation} />
      <button type="button" class="chat-quiet-button chat-thread__details" onClick={openPanel}>
        <Icon name="user" />
        <span class="chat-sr">{say("visitor_details")}</span>
      </button>
    </div>
  );
}

/** What the conversation is about, and who else is in it; below the name where there is little room. */
function About({ conversation }: { conversation: AgentConversation }): JSX.Element {
  return (
    <div class="chat-thread__about">
      <div class="chat-thread__marks">
        <Rating score={conversation.rating} />
        {conversation.offline && <OfflineMark />}
        <TagEditor conversation={conversation} />
      </div>
      <Others id={conversation.public_id} />
    </div>
  );
}

function OfflineMark(): JSX.Element {
  const { say } = useInbox();
  return <span class="chat-offline">{say("offline_message")}</span>;
}

/** Colleagues who have the same conversation open, or write in it. */
function Others({ id }: { id: string }): JSX.Element {
  const { desk, state, say, format } = useInbox();
  const text = othersText(state.viewers, typistsIn(state.typing, id), desk.agent, say, format.list);
  return (
    <p class="chat-thread__others" role="status" title={text}>
      {text}
    </p>
  );
}

function StatusButton({ conversation }: { conversation: AgentConversation }): JSX.Element {
  const { desk, say } = useInbox();
  const { public_id: id, status } = conversation;
  if (status === "open") return <ResolveButton conversation={conversation} />;
  return (
    <button type="button" class="chat-button" onClick={() => desk.acting.reopen(id)}>
      {say("reopen")}
    </button>
  );
}

/** Who may not resolve sees why, instead of a button that is not there. */
function ResolveButton({ conversation }: { conversation: AgentConversation }): JSX.Element {
  const { desk, say } = useInbox();
  const { resolving } = desk;
  const { public_id: id } = conversation;
  const isAllowed = resolving.may(conversation);
  const press = (): void => (isAllowed ? void resolving.resolve(id) : resolving.refuse(id));
  return (
    <button
      type="button"
      class="chat-button chat-button--resolve"
      aria-disabled={!isAllowed}
      title={say(isAllowed ? "resolve" : "may_not_resolve")}
      onClick={press}
    >
      <Icon name="check" />
      {say("resolve")}
    </button>
  );
}
