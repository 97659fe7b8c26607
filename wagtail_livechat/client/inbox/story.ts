/** The thread's own story in words: what happened to the conversation, and by whom. */
import type { MessageShape } from "../shared/types";
import { faceOf } from "./rating";
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
  rated: ratedText,
  transcript_failed: (message, say) => say(`event_transcript_failed_${reasonOf(message)}`),
};

/** An entry of the thread's log in words. `page`: where the conversation began. */
export function eventText(message: MessageShape, page: string, say: Say, mark: Mark = (name) => name): string {
  const { event } = message;
  if (event === null) return message.body;
  if (event === "started") return startedText(message, page, say, mark);
  const tell = TELLERS[event] ?? plainText;
  return tell(message, say, mark);
}

function startedText(message: MessageShape, page: string, say: Say, mark: Mark): string {
  const by = actorOf(message);
  const way = by !== null ? "_by" : message.event_data["offline"] === true ? "_offline" : "";
  const name = mark(by?.name ?? "");
  return page === "" ? say(`event_started${way}`, { name }) : say(`event_started${way}_on`, { name, page: mark(page) });
}

/** joined, left, resolved, reopened, blocked and the like: they differ in nothing but the word. */
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

function ratedText(message: MessageShape, say: Say): string {
  const score = Number(message.event_data["score"] ?? 0);
  const comment = String(message.event_data["comment"] ?? "");
  const facts = { score, face: faceOf(score) };
  return comment === "" ? say("event_rated", facts) : say("event_rated_why", { ...facts, comment });
}

function reasonOf(message: MessageShape): "refused" | "unreachable" {
  return message.event_data["why"] === "refused" ? "refused" : "unreachable";
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
