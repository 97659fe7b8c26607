/** The thread's own story in words: what happened to the conversation, and by whom. */
import type { MessageShape } from "../shared/types";
import type { Say } from "./texts";

/** Sets a name apart from the words around it. */
export type Mark = (name: string) => string;

interface Somebody {
  id: number | null;
  name: string;
}

type Teller = (message: MessageShape, say: Say, mark: Mark) => string;

const TELLERS: Readonly<Record<string, Teller>> = {
  assigned: assignedText,
  transferred: transferredText,
  returned: returnedText,
  tagged: taggedText,
  rated: (message, say) => say("event_rated", { score: Number(message.event_data["score"] ?? 0) }),
};

/** An entry of the thread's log in words. `page`: where the conversation began. */
export function eventText(message: MessageShape, page: string, say: Say, mark: Mark = (name) => name): string {
  const { event } = message;
  if (event === null) return message.body;
  if (event === "started") return page === "" ? say("event_started") : say("event_started_on", { page: mark(page) });
  const tell = TELLERS[event] ?? plainText;
  return tell(message, say, mark);
}

/** joined, left, resolved, reopened: they differ in nothing but the word. */
function plainText(message: MessageShape, say: Say, mark: Mark): string {
  const by = actorOf(message);
  return by === null ? say(`event_${message.event}`) : say(`event_${message.event}_by`, { name: mark(by.name) });
}

function assignedText(message: MessageShape, say: Say, mark: Mark): string {
  const by = actorOf(message);
  const to = somebodyIn(message.event_data["to"]);
  if (to === null) return by === null ? say("event_unassigned") : say("event_unassigned_by", { name: mark(by.name) });
  if (by !== null && isSame(by, to)) return say("event_taken", { name: mark(to.name) });
  if (by !== null) return say("event_assigned_by", { name: mark(by.name), to: mark(to.name) });
  const way = message.event_data["way"];
  return say(typeof way === "string" ? `event_assigned_${way}` : "event_assigned", { to: mark(to.name) });
}

function transferredText(message: MessageShape, say: Say, mark: Mark): string {
  const by = actorOf(message);
  const group = somebodyIn(message.event_data["group"]);
  const to = mark((somebodyIn(message.event_data["to"]) ?? group)?.name ?? "");
  const key = group === null ? "event_transferred" : "event_transferred_group";
  return by === null ? say(key, { to }) : say(`${key}_by`, { name: mark(by.name), to });
}

function returnedText(message: MessageShape, say: Say, mark: Mark): string {
  const name = mark(somebodyIn(message.event_data["from"])?.name ?? "");
  if (message.event_data["why"] === "inactive") return say("event_returned_inactive", { name });
  return say("event_returned_unanswered", { name, minutes: Number(message.event_data["minutes"] ?? 0) });
}

function taggedText(message: MessageShape, say: Say, mark: Mark): string {
  const by = actorOf(message);
  const added = namesIn(message.event_data["added"]).map((tag) => `+${tag}`);
  const removed = namesIn(message.event_data["removed"]).map((tag) => `−${tag}`);
  const tags = mark([...added, ...removed].join(" "));
  return by === null ? say("event_tagged", { tags }) : say("event_tagged_by", { name: mark(by.name), tags });
}

/** Who did it; null: the visitor or the system itself. */
function actorOf(message: MessageShape): Somebody | null {
  const by = somebodyIn(message.event_data["by"]);
  return by === null ? null : { ...by, id: by.id ?? message.agent?.id ?? null };
}

function isSame(one: Somebody, other: Somebody): boolean {
  return one.id === null || other.id === null ? one.name === other.name : one.id === other.id;
}

function somebodyIn(data: unknown): Somebody | null {
  if (typeof data !== "object" || data === null || !("name" in data)) return null;
  return { id: "id" in data && typeof data.id === "number" ? data.id : null, name: String(data.name) };
}

function namesIn(data: unknown): string[] {
  return Array.isArray(data) ? data.map(String) : [];
}
