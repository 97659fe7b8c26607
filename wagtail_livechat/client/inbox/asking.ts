/** What is worth a question before a reply goes out. */
import type { MessageShape } from "../shared/types";
import type { Draft, Question, Tab } from "./drafts";
import { placeholdersIn } from "./shortcuts";

/** The colleague whose reply came last after the draft was begun: two answers to one question confuse a visitor. */
export function overtaker(messages: readonly MessageShape[], since: number | null, me: number): string | null {
  if (since === null) return null;
  const isForeignReply = ({ id, author, kind, deleted, agent }: MessageShape): boolean =>
    id > since && author === "agent" && kind === "text" && !deleted && agent !== null && agent.id !== me;
  return messages.filter(isForeignReply).pop()?.agent?.name ?? null;
}

/** Notes are among colleagues: they are never held up. */
export function questionsBefore(draft: Draft, tab: Tab, messages: readonly MessageShape[], me: number): Question[] {
  if (tab === "note") return [];
  const name = overtaker(messages, draft.since, me);
  const names = placeholdersIn(draft.text).join(" ");
  return [
    ...(name === null ? [] : [{ kind: "overtaken" as const, name }]),
    ...(names === "" ? [] : [{ kind: "placeholders" as const, names }]),
  ];
}
