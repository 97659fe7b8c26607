/** What the thread shows: rows, the line above what is new, and what became of the agent's own messages. */
import { rowsOf, type Entry, type Row, type RunRow } from "../shared/rows";
import type { Pending } from "../shared/thread";
import type { AgentConversation, MessageShape } from "../shared/types";
import type { Say } from "./texts";

export interface NewRow {
  kind: "new";
  key: string;
}

export type LogRow = Row | NewRow;

export function logRows(
  messages: readonly MessageShape[],
  pending: readonly Pending[],
  newFrom: number | null,
): LogRow[] {
  const rows = rowsOf(messages, pending);
  return newFrom === null ? rows : rows.flatMap((row) => (row.kind === "run" ? withLine(row, newFrom) : [row]));
}

/** A run that began before the line goes on below it as a run of its own. */
function withLine(run: RunRow, newFrom: number): LogRow[] {
  const index = run.entries.findIndex((entry) => entry.id === newFrom);
  if (index === -1) return [run];
  const line: NewRow = { kind: "new", key: "new" };
  const rest: RunRow = { ...run, key: index === 0 ? run.key : `${run.key} rest`, entries: run.entries.slice(index) };
  return index === 0 ? [line, rest] : [{ ...run, entries: run.entries.slice(0, index) }, line, rest];
}

export type Fate = "sending" | "failed" | "sent" | "seen";

export function fateOf(entry: Entry, conversation: AgentConversation | null): Fate {
  if (entry.state !== "sent" || entry.id === null) return entry.state;
  return (conversation?.visitor_read_id ?? 0) >= entry.id ? "seen" : "sent";
}

type Mark = (name: string) => string;

const BARE: Mark = (name) => name;

/** An entry of the thread's log in words; `mark` sets the names in it apart. */
export function eventText(message: MessageShape, page: string, say: Say, mark: Mark = BARE): string {
  const by = nameIn(message.event_data["by"]);
  const to = nameIn(message.event_data["to"]);
  if (message.event === "started") return startedText(page, say, mark);
  if (message.event === "assigned") return assignedText(by, to, say, mark);
  if (message.event === null) return message.body;
  return by === null ? say(`event_${message.event}`) : say(`event_${message.event}_by`, { name: mark(by) });
}

function nameIn(person: unknown): string | null {
  return typeof person === "object" && person !== null && "name" in person ? String(person.name) : null;
}

function startedText(page: string, say: Say, mark: Mark): string {
  return page === "" ? say("event_started") : say("event_started_on", { page: mark(page) });
}

function assignedText(by: string | null, to: string | null, say: Say, mark: Mark): string {
  if (to === null) return by === null ? say("event_unassigned") : say("event_unassigned_by", { name: mark(by) });
  if (by === null) return say("event_assigned", { to: mark(to) });
  if (by === to) return say("event_taken", { name: mark(to) });
  return say("event_assigned_by", { name: mark(by), to: mark(to) });
}

/** Only the web's own addresses become links: what a visitor's browser said is not to be trusted. */
export function safeLink(url: string): string | null {
  return /^https?:\/\//i.test(url) ? url : null;
}
