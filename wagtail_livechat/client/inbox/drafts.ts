/** What an agent is writing: one draft for each box of a conversation. */
import { isUploading, readyFile, shapesOf, type DraftFile } from "../shared/attaching";
import type { AttachmentShape } from "../shared/types";

export { isUploading, readyFile, shapesOf, type DraftFile };

export const TABS = ["reply", "note"] as const;
export type Tab = (typeof TABS)[number];

/** Which box of which conversation. */
export interface Place {
  conversation: string;
  tab: Tab;
}

/** What the agent wants done with a draft. */
export type Intent = "send" | "resolve";

/** What is asked before a reply goes out: a colleague was faster, or placeholders are left in it. */
export type Question = { kind: "overtaken"; name: string } | { kind: "placeholders"; names: string };

export interface Draft {
  text: string;
  files: readonly DraftFile[];
  /** The last message that was known when the draft was begun; null: nothing is begun, or nothing was known. */
  since: number | null;
  /** Asked for, but not done: files are still on their way, or there are questions first. */
  held: { intent: Intent; questions: readonly Question[] } | null;
}

/** What of a draft outlives a reload. */
export interface KeptDraft {
  text: string;
  files: AttachmentShape[];
  since: number | null;
}

/** In characters; the server holds to it, too. */
export const LONGEST = 10_000;
export const MOST_FILES = 10;

export const EMPTY_DRAFT: Draft = { text: "", files: [], since: null, held: null };

export function isEmpty(draft: { text: string; files: readonly unknown[] }): boolean {
  return draft.text === "" && draft.files.length === 0;
}

/** Whether it may be sent, now or as soon as its files are there. A file that failed is never left out silently. */
export function isSendable(draft: Draft): boolean {
  const hasFailed = draft.files.some((file) => file.state === "failed");
  const hasContent = draft.text.trim() !== "" || draft.files.length > 0;
  return hasContent && !hasFailed && draft.text.length <= LONGEST;
}

/** What is worth keeping: a file that is only half uploaded cannot be. */
export function kept(draft: Draft): KeptDraft {
  return { text: draft.text, files: shapesOf(draft), since: draft.since };
}

/** A draft from an earlier page. */
export function restored({ text, files, since }: KeptDraft): Draft {
  return { ...EMPTY_DRAFT, text, files: files.map(readyFile), since };
}
