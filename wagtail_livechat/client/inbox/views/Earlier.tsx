/** The other conversations of a visitor, each read in its place. */
import type { JSX } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type { AgentConversation } from "../../shared/types";
import type { Loading } from "../state";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { Transcript } from "./Transcript";

interface EarlierProps {
  visitor: string;
  /** The open conversation, which needs no second place. */
  besides: string;
}

/** As many as are shown before somebody asks for all of them. */
const SHOWN = 5;

export function Earlier({ visitor, besides }: EarlierProps): JSX.Element | null {
  const { say } = useInbox();
  const { conversations, phase, retry } = useEarlier(visitor, besides);
  const [showsAll, setShowsAll] = useState(false);
  const id = useId();
  if (phase === "ready" && conversations.length === 0) return null;
  const shown = showsAll ? conversations : conversations.slice(0, SHOWN);
  return (
    <section class="chat-panel__part chat-earlier" aria-labelledby={id}>
      <h3 class="chat-panel__title" id={id}>
        {say("earlier")}
        {phase === "ready" && <span class="chat-count">{conversations.length}</span>}
      </h3>
      {phase === "loading" && <span class="chat-bone chat-bone--field chat-skeleton" aria-hidden="true" />}
      {phase === "failed" && (
        <button type="button" class="chat-link-button" onClick={retry}>
          {say("earlier_failed")}
        </button>
      )}
      {shown.length > 0 && (
        <ul class="chat-earlier__list">
          {shown.map((conversation) => (
            <EarlierConversation key={conversation.public_id} conversation={conversation} visitor={visitor} />
          ))}
        </ul>
      )}
      {shown.length < conversations.length && (
        <button type="button" class="chat-link-button" onClick={() => setShowsAll(true)}>
          {say("earlier_all")}
        </button>
      )}
    </section>
  );
}

interface Earlier {
  conversations: AgentConversation[];
  phase: Loading;
  retry: () => void;
}

function useEarlier(visitor: string, besides: string): Earlier {
  const { desk } = useInbox();
  const [found, setFound] = useState<AgentConversation[]>([]);
  const [phase, setPhase] = useState<Loading>("loading");
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    setPhase("loading");
    desk.history.conversations(visitor).then(
      (conversations) => isWanted && (setFound(conversations), setPhase("ready")),
      () => isWanted && setPhase("failed"),
    );
    return () => {
      isWanted = false;
    };
  }, [desk, visitor, besides, attempt]);
  const conversations = phase === "ready" ? found.filter(({ public_id }) => public_id !== besides) : [];
  return { conversations, phase, retry: () => setAttempt(attempt + 1) };
}

interface EarlierConversationProps {
  conversation: AgentConversation;
  visitor: string;
}

function EarlierConversation({ conversation, visitor }: EarlierConversationProps): JSX.Element {
  const { say, format } = useInbox();
  const [isOpen, setOpen] = useState(false);
  const { status, last_message_at: at, last_message_preview: preview } = conversation;
  const id = useId();
  return (
    <li>
      <button
        type="button"
        class="chat-earlier__item"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <span class={`chat-earlier__caret${isOpen ? " chat-earlier__caret--open" : ""}`}>
          <Icon name="arrow-right" />
        </span>
        <span class="chat-earlier__text" dir="auto">
          {preview || say("no_text")}
        </span>{" "}
        <span class="chat-earlier__meta">
          <time dateTime={at} title={format.full(at)}>
            {format.date(at)}
          </time>
          {" · "}
          {say(`tab_${status}`)}
        </span>
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && <Transcript conversation={conversation} visitor={visitor} />}
      </div>
    </li>
  );
}
