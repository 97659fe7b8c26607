/** What the thread shows: rows, the line above what is new, and what became of the agent's own messages. */
import { rowsOf, type Entry, type Row, type RunRow } from "../shared/rows";
import type { Pending } from "../shared/thread";
import type { AgentConversation, Colleague, MessageShape } from "../shared/types";

export interface NewRow {
  kind: "new";
  key: string;
}

export type LogRow = Row | NewRow;

export function logRows(
  messages: readonly MessageShape[],
  pending: readonly Pending[],
  newFrom: number | null,
  me: Colleague | null = null,
): LogRow[] {
  const rows = rowsOf(messages, pending, me);
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

/** A part of a message; a mention calls an agent by name. */
export interface Piece {
  text: string;
  mention: "none" | "me" | "other";
}

/** A note in pieces, with the names set apart that it calls. */
export function piecesOf(entry: Entry, agents: readonly Colleague[], me: number): Piece[] {
  const called = agents.filter((agent) => entry.mentions.includes(agent.id) && agent.name !== "");
  if (called.length === 0) return [{ text: entry.body, mention: "none" }];
  const names = new Map(called.map((agent) => [`@${agent.name}`.toLowerCase(), agent.id]));
  return entry.body
    .split(anyOf([...names.keys()]))
    .map((text) => ({ text, agent: names.get(text.toLowerCase()) }))
    .filter(({ text }) => text !== "")
    .map(({ text, agent }) => ({ text, mention: agent === undefined ? "none" : agent === me ? "me" : "other" }));
}

/** Finds any of these, the longest first: "@Tom Becker" is not "@Tom". */
function anyOf(words: readonly string[]): RegExp {
  const escaped = [...words].sort((one, other) => other.length - one.length).map(literally);
  return new RegExp(`(${escaped.join("|")})`, "i");
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Only the web's own addresses become links: what a visitor's browser said is not to be trusted. */
export function safeLink(url: string): string | null {
  return /^https?:\/\//i.test(url) ? url : null;
}
