/** A conversation as it is read in the panel: nothing can be done to it here. */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { rowsOf, type Row } from "../../shared/rows";
import { upsert } from "../../shared/thread";
import type { AgentConversation, MessageShape } from "../../shared/types";
import { isInReach } from "../rights";
import type { Loading } from "../state";
import { useInbox } from "./context";
import { Day, Happening, Run } from "./LogRows";

interface TranscriptProps {
  conversation: AgentConversation;
  visitor: string;
}

export function Transcript({ conversation, visitor }: TranscriptProps): JSX.Element {
  const { state, say, nameOf } = useInbox();
  const { messages, phase, more, load } = useTranscript(conversation, visitor);
  const rows = useMemo(() => rowsOf(messages, []), [messages]);
  const name = nameOf(conversation.visitor);
  return (
    <div class="chat-transcript" aria-busy={phase === "loading"}>
      {isInReach(conversation, state.me) ? (
        <a href={`#${conversation.public_id}`}>{say("open_conversation")}</a>
      ) : (
        <p class="chat-transcript__hint">{say("read_only")}</p>
      )}
      {phase === "loading" && <span class="chat-bone chat-bone--field chat-skeleton" aria-hidden="true" />}
      {(phase === "failed" || (phase === "ready" && more)) && (
        <button type="button" class="chat-link-button" onClick={load}>
          {say(phase === "failed" ? "older_failed" : "load_more")}
        </button>
      )}
      {rows.map((row) => (
        <TranscriptRow key={row.key} row={row} conversation={conversation} name={name} />
      ))}
    </div>
  );
}

interface TranscriptRowProps {
  row: Row;
  conversation: AgentConversation;
  name: string;
}

function TranscriptRow({ row, conversation, name }: TranscriptRowProps): JSX.Element {
  if (row.kind === "day") return <Day at={row.at} />;
  if (row.kind === "event") return <Happening message={row.message} conversation={conversation} />;
  return <Run run={row} conversation={null} visitor={name} seen={null} />;
}

interface Reading {
  messages: readonly MessageShape[];
  phase: Loading;
  /** Older messages exist. */
  more: boolean;
  load: () => void;
}

function useTranscript({ public_id: id }: AgentConversation, visitor: string): Reading {
  const { desk } = useInbox();
  const [messages, setMessages] = useState<readonly MessageShape[]>([]);
  const [phase, setPhase] = useState<Loading>("loading");
  const [more, setMore] = useState(false);
  const load = (): void => {
    setPhase("loading");
    desk.history.messages(visitor, id, messages[0]?.id ?? null).then(
      (page) => {
        setMessages((known) => upsert(known, page.messages));
        setMore(page.more);
        setPhase("ready");
      },
      () => setPhase("failed"),
    );
  };
  useEffect(load, []);
  return { messages, phase, more, load };
}
