/** How a thread reads: day separators, event lines, and runs of messages of one author with one time under them. */

import { dayKey } from "./format";
import type { Pending } from "./thread";
import type { AttachmentShape, Author, Card, Colleague, MessageShape } from "./types";

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
  kind: "text" | "note";
  attachments: readonly AttachmentShape[];
  cards: readonly Card[];
  deleted: boolean;
  /** Who wrote it, of the agents. */
  agent: number | null;
  /** The agents whom a note calls by name. */
  mentions: readonly number[];
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

/** Messages of one author and one kind, one shortly after the other. */
export interface RunRow {
  kind: "run";
  key: string;
  author: Author;
  agent: Colleague | null;
  entries: Entry[];
}

export type Row = DayRow | EventRow | RunRow;

const RUN_MS = 5 * 60_000;

/** `own`: the agent who reads, and whose the pending messages are. */
export function rowsOf(
  messages: readonly MessageShape[],
  pending: readonly Pending[],
  own: Colleague | null = null,
): Row[] {
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
  for (const waiting of pending) {
    separate(waiting.created_at);
    addEntry(rows, waiting.author, own, pendingEntry(waiting, own));
  }
  return rows;
}

function addEntry(rows: Row[], author: Author, agent: Colleague | null, entry: Entry): void {
  const last = rows[rows.length - 1];
  if (last?.kind === "run" && continues(last, author, agent, entry)) last.entries.push(entry);
  else rows.push({ kind: "run", key: `run ${entry.key}`, author, agent, entries: [entry] });
}

function continues(run: RunRow, author: Author, agent: Colleague | null, entry: Entry): boolean {
  const previous = run.entries[run.entries.length - 1];
  const sameVoice = run.author === author && run.agent?.id === agent?.id && previous?.kind === entry.kind;
  return sameVoice && Date.parse(entry.created_at) - Date.parse(previous.created_at) < RUN_MS;
}

function sentEntry(message: MessageShape): Entry {
  const { id, client_id, body, created_at, author, attachments, deleted } = message;
  return {
    key: client_id ? `${author} ${client_id}` : String(id),
    body,
    state: "sent",
    created_at,
    id,
    client_id,
    detail: "",
    kind: message.kind === "note" ? "note" : "text",
    attachments,
    cards: message.cards,
    deleted,
    agent: message.agent?.id ?? null,
    mentions: mentionsIn(message),
  };
}

function mentionsIn(message: MessageShape): number[] {
  const mentions = message.event_data["mentions"];
  return Array.isArray(mentions) ? mentions.filter((id): id is number => typeof id === "number") : [];
}

function pendingEntry(message: Pending, own: Colleague | null): Entry {
  const { client_id, body, created_at, state, detail, author, note, attachments } = message;
  return {
    key: `${author} ${client_id}`,
    body,
    state,
    created_at,
    id: null,
    client_id,
    detail,
    kind: note === true ? "note" : "text",
    attachments: attachments ?? [],
    cards: [],
    deleted: false,
    agent: own?.id ?? null,
    mentions: [],
  };
}
