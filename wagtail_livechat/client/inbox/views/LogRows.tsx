import type { JSX } from "preact";
import type { Entry, RunRow } from "../../shared/rows";
import type { AgentConversation, MessageShape } from "../../shared/types";
import { fateOf } from "../log";
import { eventText } from "../story";
import { Bubble } from "./Bubble";
import { useInbox, useNow } from "./context";

export function Day({ at }: { at: string }): JSX.Element {
  const { format } = useInbox();
  const now = useNow(60_000);
  return <p class="chat-system">{format.day(at, now)}</p>;
}

export function NewLine(): JSX.Element {
  const { say } = useInbox();
  return (
    <p class="chat-new">
      <span>{say("new_messages")}</span>
    </p>
  );
}

interface HappeningProps {
  message: MessageShape;
  conversation: AgentConversation | null;
}

const MARK = "\u0001";

export function Happening({ message, conversation }: HappeningProps): JSX.Element {
  const { say, format } = useInbox();
  const page = conversation?.page.title || conversation?.page.url || "";
  const pieces = eventText(message, page, say, (name) => MARK + name + MARK).split(MARK);
  return (
    <p class="chat-system">
      {pieces.map((piece, index) => (index % 2 === 1 ? <strong key={index}>{piece}</strong> : piece))}
      {"\u00a0· "}
      <time dateTime={message.created_at} title={format.full(message.created_at)}>
        {format.time(message.created_at)}
      </time>
    </p>
  );
}

interface RunProps {
  run: RunRow;
  conversation: AgentConversation | null;
  visitor: string;
  /** The last message of ours that the visitor has seen. */
  seen: number | null;
}

export function Run({ run, conversation, visitor, seen }: RunProps): JSX.Element {
  const { desk, say } = useInbox();
  const isOurs = run.author !== "visitor";
  const isOwn = isOurs && (run.agent === null || run.agent.id === desk.agent);
  const speaker = isOwn ? say("you") : (run.agent?.name ?? visitor);
  return (
    <div class={`chat-run ${isOurs ? "chat-run--ours" : "chat-run--visitor"}`}>
      {run.entries.map((entry) => (
        <Bubble key={entry.key} entry={entry} speaker={speaker} conversation={conversation?.public_id ?? null} />
      ))}
      <RunFoot run={run} conversation={conversation} speaker={isOurs && !isOwn ? speaker : ""} seen={seen} />
    </div>
  );
}

/** What the visitor writes at this moment; its end, where it is long. */
export function VisitorTyping({ name, text }: { name: string; text: string }): JSX.Element {
  const { say } = useInbox();
  return (
    <div class="chat-run chat-run--visitor" aria-live="off">
      <p class="chat-bubble chat-bubble--typing">
        <span class="chat-sr">{say("typing_one", { names: name })} </span>
        <span aria-hidden="true">{say(text === "" ? "typing" : "typing_now")} </span>
        {text !== "" && (
          <span class="chat-typed">
            <bdi>{text}</bdi>
          </span>
        )}
      </p>
    </div>
  );
}

interface RunFootProps {
  run: RunRow;
  conversation: AgentConversation | null;
  speaker: string;
  seen: number | null;
}

/** One time under the run, and how far its last message came. */
function RunFoot({ run, conversation, speaker, seen }: RunFootProps): JSX.Element | null {
  const { say, format } = useInbox();
  const last = run.entries[run.entries.length - 1];
  if (last === undefined || last.state === "failed") return null;
  return (
    <p class="chat-run__foot">
      {speaker !== "" && <span>{speaker}</span>}
      <time dateTime={last.created_at} title={format.full(last.created_at)}>
        {format.time(last.created_at)}
      </time>
      {last.kind === "note" && <span>{say("only_agents")}</span>}
      {run.author === "bot" && <span>{say("spoke_first")}</span>}
      {conversation !== null && last.kind === "text" && run.author === "agent" && !last.deleted && (
        <FateOf entry={last} conversation={conversation} isLastSeen={last.id === seen} />
      )}
    </p>
  );
}

const TICKS = { sending: "", sent: "✓", seen: "✓✓", failed: "" };

interface FateProps {
  entry: Entry;
  conversation: AgentConversation;
  isLastSeen: boolean;
}

/** When it was seen is known of the last message only. */
function FateOf({ entry, conversation, isLastSeen }: FateProps): JSX.Element {
  const { say, format } = useInbox();
  const fate = fateOf(entry, conversation);
  const at = fate === "seen" && isLastSeen ? conversation.visitor_read_at : null;
  return (
    <span title={at === null ? undefined : format.full(at)}>
      {TICKS[fate] !== "" && <span aria-hidden="true">{TICKS[fate]} </span>}
      {at === null ? say(fate) : say("seen_at", { time: format.time(at) })}
    </span>
  );
}
