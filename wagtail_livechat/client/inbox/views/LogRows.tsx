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
      {" · "}
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
}

export function Run({ run, conversation, visitor }: RunProps): JSX.Element {
  const { desk, say } = useInbox();
  const isOurs = run.author !== "visitor";
  const isOwn = isOurs && (run.agent === null || run.agent.id === desk.agent);
  const speaker = isOwn ? say("you") : (run.agent?.name ?? visitor);
  return (
    <div class={`chat-run ${isOurs ? "chat-run--ours" : "chat-run--visitor"}`}>
      {run.entries.map((entry) => (
        <Bubble key={entry.key} entry={entry} speaker={speaker} conversation={conversation?.public_id ?? null} />
      ))}
      <RunFoot run={run} conversation={conversation} speaker={isOurs && !isOwn ? speaker : ""} />
    </div>
  );
}

/** The visitor writes at this moment. */
export function VisitorTyping(): JSX.Element {
  const { say } = useInbox();
  return (
    <div class="chat-run chat-run--visitor" aria-live="off">
      <p class="chat-bubble chat-bubble--typing">{say("typing")}</p>
    </div>
  );
}

interface RunFootProps {
  run: RunRow;
  conversation: AgentConversation | null;
  speaker: string;
}

/** One time under the run, and how far its last message came. */
function RunFoot({ run, conversation, speaker }: RunFootProps): JSX.Element | null {
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
      {conversation !== null && last.kind === "text" && run.author === "agent" && !last.deleted && (
        <FateOf entry={last} conversation={conversation} />
      )}
    </p>
  );
}

const TICKS = { sending: "", sent: "✓", seen: "✓✓", failed: "" };

function FateOf({ entry, conversation }: { entry: Entry; conversation: AgentConversation }): JSX.Element {
  const { say } = useInbox();
  const fate = fateOf(entry, conversation);
  return (
    <span>
      {TICKS[fate] !== "" && <span aria-hidden="true">{TICKS[fate]} </span>}
      {say(fate)}
    </span>
  );
}
