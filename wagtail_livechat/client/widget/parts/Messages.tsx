import type { JSX } from "preact";
import { fill } from "../../shared/format";
import { LINK_SIGN } from "../../shared/link_sign";
import { lastSeen } from "../../shared/receipts";
import type { DayRow, Entry, EventRow, Row, RunRow } from "../../shared/rows";
import { Later } from "../later";
import { Bubble } from "./Bubble";
import { usePanel } from "./context";
import { Icon } from "./icons";

export function RowView({ row }: { row: Row }): JSX.Element | null {
  if (row.kind === "day") return <Day row={row} />;
  return row.kind === "event" ? <EventLine row={row} /> : <Run row={row} />;
}

function Day({ row }: { row: DayRow }): JSX.Element {
  const { format } = usePanel();
  return <p class="day">{format.day(row.at, Date.now())}</p>;
}

function EventLine({ row }: { row: EventRow }): JSX.Element {
  const { format, text } = usePanel();
  const { event, event_data } = row.message;
  return (
    <p class="event">
      {text(`event_${event}${event_data["score"] ?? ""}`)} · <time dateTime={row.message.created_at}>{format.time(row.message.created_at)}</time>
    </p>
  );
}

function Run({ row }: { row: RunRow }): JSX.Element {
  const { text } = usePanel();
  const isOwn = row.author === "visitor";
  const voice = isOwn ? text("you") : (row.agent?.name ?? "");
  return (
    <div class={isOwn ? "run own" : "run"}>
      {row.entries.map((entry) => (
        <Message entry={entry} voice={voice} key={entry.key} />
      ))}
      <UnderRun row={row} />
    </div>
  );
}

function Message({ entry, voice }: { entry: Entry; voice: string }): JSX.Element {
  const { text } = usePanel();
  const hasMore = entry.cards.length + entry.attachments.length > 0;
  const plain = (
    <Bubble {...{ entry, voice }} words={entry.deleted ? text("deleted") : entry.body}>
      {hasMore && <span class="bone enclosed" />}
    </Bubble>
  );
  const isRich = !entry.deleted && (hasMore || LINK_SIGN.test(entry.body));
  return (
    <>
      {isRich ? (
        <Later name="Rich" {...{ entry, voice }}>
          {plain}
        </Later>
      ) : (
        plain
      )}
      {entry.state === "failed" && <NotSent entry={entry} />}
    </>
  );
}

function NotSent({ entry }: { entry: Entry }): JSX.Element {
  const { text } = usePanel();
  return (
    <p class="failure">
      <Icon name="warning" />
      {text("not_sent")} {entry.detail}{" "}
      <Later name="NotSent" clientId={entry.client_id}>
        {" "}
      </Later>
    </p>
  );
}

/** Under a run stand its time and, for one's own, how far it came. */
function UnderRun({ row }: { row: RunRow }): JSX.Element | null {
  const { format, text } = usePanel();
  const last = row.entries[row.entries.length - 1];
  if (!last || last.state === "failed") return null;
  if (last.state === "sending") return <p class="under">{text("sending")}</p>;
  return (
    <p class="under">
      {row.agent && `${row.agent.name} · `}
      <time dateTime={last.created_at}>{format.time(last.created_at)}</time>
      {row.author === "visitor" && <Receipt id={last.id ?? 0} />}
    </p>
  );
}

/** When it was seen is known of the last message only. */
function Receipt({ id }: { id: number }): JSX.Element {
  const { format, state, text } = usePanel();
  const { conversation, messages } = state.thread;
  const upTo = conversation?.agent_read_id ?? 0;
  const isSeen = upTo >= id;
  const at = isSeen && lastSeen(messages, "visitor", upTo) === id ? conversation?.agent_read_at : null;
  const words = at ? fill(text("seen_at"), { time: format.time(at) }) : text(isSeen ? "seen" : "sent");
  return (
    <>
      {" · "}
      <span title={words}>
        <Icon name={isSeen ? "seen" : "sent"} />
        <span class="unseen">{words}</span>
      </span>
    </>
  );
}
