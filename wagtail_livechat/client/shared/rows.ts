/** How a thread reads: day separators, event lines, and runs of messages of one author with one time under them. */

import { dayKey } from "./format";
import type { Pending } from "./thread";
import type { Author, Face, MessageShape } from "./types";

export interface Entry {
  /** Stays the same when a pending message becomes a sent one, so that its bubble does not blink. */
  key: string;
  body: string;
  state: "sending" | "sent" | "failed";
  created_at: string;
  /** Null while the message is pending. */
  id: number | null;
  client_id: string;
  detail: string;
}

export interface DayRow {
  kind: "day";
  key: string;
  at: string;
}

export interface EventRow {
  kind: "event";
  key: string;
  message: MessageShape;
}

export interface RunRow {
  kind: "run";
  key: string;
  author: Author;
  agent: Face | null;
  entries: Entry[];
}

export type Row = DayRow | EventRow | RunRow;

const RUN_MS = 5 * 60_000;

export function rowsOf(messages: readonly MessageShape[], pending: readonly Pending[]): Row[] {
  const rows: Row[] = [];
  let day = "";
  const separate = (at: string): void => {
    if (dayKey(at) === day) return;
    day = dayKey(at);
    rows.push({ kind: "day", key: `day ${day}`, at });
  };
  for (const message of messages) {
    separate(message.created_at);
    if (message.kind === "event") rows.push({ kind: "event", key: `event ${message.id}`, message });
    else addEntry(rows, message.author, message.agent, sentEntry(message));
  }
  for (const own of pending) {
    separate(own.created_at);
    addEntry(rows, own.author, null, pendingEntry(own));
  }
  return rows;
}

function addEntry(rows: Row[], author: Author, agent: Face | null, entry: Entry): void {
  const last = rows[rows.length - 1];
  if (last?.kind === "run" && continues(last, author, agent, entry)) last.entries.push(entry);
  else rows.push({ kind: "run", key: `run ${entry.key}`, author, agent, entries: [entry] });
}

function continues(run: RunRow, author: Author, agent: Face | null, entry: Entry): boolean {
  const previous = run.entries[run.entries.length - 1];
  // A pending message of an agent does not carry the agent's name: it is one's own.
  const sameVoice = run.author === author && (entry.id === null || run.agent?.name === agent?.name);
  return sameVoice && !!previous && Date.parse(entry.created_at) - Date.parse(previous.created_at) < RUN_MS;
}

function sentEntry(message: MessageShape): Entry {
  const { id, client_id, body, created_at, author } = message;
  return { key: client_id ? `${author} ${client_id}` : String(id), body, state: "sent", created_at, id, client_id, detail: "" };
}

function pendingEntry(own: Pending): Entry {
  const { client_id, body, created_at, state, detail, author } = own;
  return { key: `${author} ${client_id}`, body, state, created_at, id: null, client_id, detail };
}
