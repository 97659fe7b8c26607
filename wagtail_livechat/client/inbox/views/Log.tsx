import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { lastSeen } from "../../shared/receipts";
import { logRows, type LogRow } from "../log";
import type { Opened } from "../state";
import type { AgentThread } from "../threads";
import { visitorsText } from "../typing";
import { useInbox } from "./context";
import { Day, Happening, NewLine, Run, VisitorTyping } from "./LogRows";
import { Icon } from "./Icon";
import { useScrolling } from "./scrolling";

interface LogProps {
  opened: Opened;
  thread: AgentThread;
}

export function Log({ opened, thread }: LogProps): JSX.Element {
  const { state, say, nameOf } = useInbox();
  const { conversation, messages, pending } = thread;
  const { newFrom } = opened;
  const { me } = state;
  const rows = useMemo(() => logRows(messages, pending, newFrom, me), [messages, pending, newFrom, me?.id]);
  const { scroller, isAtEnd, scrolled, jump } = useScrolling(thread);
  const seen = lastSeen(messages, "agent", conversation?.visitor_read_id ?? 0);
  const typed = visitorsText(state.typing, opened.id);
  const name = conversation === null ? "" : nameOf(conversation.visitor);
  return (
    <div class="chat-log-frame">
      <div
        class="chat-log"
        ref={scroller}
        role="log"
        tabIndex={0}
        aria-label={say("conversation_with", { name })}
        aria-busy={opened.older === "loading"}
        onScroll={scrolled}
      >
        <Above opened={opened} thread={thread} />
        {rows.map((row) => (
          <LogEntry key={row.key} row={row} thread={thread} name={name} seen={seen} />
        ))}
        {typed !== null && <VisitorTyping name={name} text={typed} />}
      </div>
      {!isAtEnd && (
        <button type="button" class="chat-jump" onClick={jump}>
          <Icon name="arrow-down" />
          {say(opened.newFrom === null ? "latest_messages" : "new_messages")}
        </button>
      )}
    </div>
  );
}

/** What stands above the oldest message that is loaded. */
function Above({ opened, thread }: LogProps): JSX.Element | null {
  const { desk, say } = useInbox();
  if (!thread.more) return null;
  if (opened.older === "failed") {
    return (
      <button type="button" class="chat-button chat-log__above" onClick={() => desk.older()}>
        {say("older_failed")}
      </button>
    );
  }
  return <span class="chat-bone chat-bone--bubble chat-log__above" aria-hidden="true" />;
}

interface LogEntryProps {
  row: LogRow;
  thread: AgentThread;
  name: string;
  /** The last message of ours that the visitor has seen. */
  seen: number | null;
}

function LogEntry({ row, thread, name, seen }: LogEntryProps): JSX.Element {
  if (row.kind === "day") return <Day at={row.at} />;
  if (row.kind === "new") return <NewLine />;
  if (row.kind === "event") return <Happening message={row.message} conversation={thread.conversation} />;
  return <Run run={row} conversation={thread.conversation} visitor={name} seen={seen} />;
}
