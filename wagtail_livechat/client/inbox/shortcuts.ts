/** Canned replies: which of them fit what is typed, and how one comes into the text. */
import type { ShortcutShape } from "../shared/types";
import { folded, replacing, type Edit, type Trigger } from "./completing";

export const PLACEHOLDERS = ["visitor", "agent", "page", "order"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What stands for the placeholders in this conversation; an empty value is not known. */
export type Values = Readonly<Partial<Record<Placeholder, string>>>;

const PATTERN = /\{(visitor|agent|page|order)\}/g;

/**
 * Those that fit: keywords that begin with the query first, then keywords that contain it, then texts that do. What is
 * written in another language than the visitor's comes last.
 */
export function matching(shortcuts: readonly ShortcutShape[], query: string, language = ""): ShortcutShape[] {
  const wanted = folded(query);
  const ranked = shortcuts.map((shortcut) => ({ shortcut, rank: rankOf(shortcut, wanted, language) }));
  const fitting = ranked.filter(({ rank }) => rank !== null) as { shortcut: ShortcutShape; rank: number }[];
  return fitting.sort((one, other) => one.rank - other.rank).map(({ shortcut }) => shortcut);
}

function rankOf(shortcut: ShortcutShape, wanted: string, language: string): number | null {
  const keyword = folded(shortcut.keyword);
  const isForeign = shortcut.language !== "" && language !== "" && !sameLanguage(shortcut.language, language);
  const later = isForeign ? 10 : 0;
  if (keyword.startsWith(wanted)) return later;
  if (keyword.includes(wanted)) return later + 1;
  return folded(shortcut.body).includes(wanted) ? later + 2 : null;
}

/** "de-AT" and "de" are the same language to a reader. */
function sameLanguage(one: string, other: string): boolean {
  return one.split(/[-_]/)[0]?.toLowerCase() === other.split(/[-_]/)[0]?.toLowerCase();
}

/** Fills what is known. In one pass: a visitor who is called "{agent}" stays it. */
export function filled(body: string, values: Values): string {
  return body.replace(PATTERN, (whole, name: Placeholder) => values[name] || whole);
}

/** The placeholders that are left in a text, each once. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(text.match(PATTERN) ?? [])];
}

/** Where the first placeholder stands, from a place on. */
export function placeholderFrom(text: string, from = 0): { start: number; end: number } | null {
  const found = placeholdersIn(text.slice(from)).map((name) => ({ name, start: text.indexOf(name, from) }));
  const first = found.sort((one, other) => one.start - other.start)[0];
  return first === undefined ? null : { start: first.start, end: first.start + first.name.length };
}

/** Puts a shortcut in the place of what was typed. A placeholder without a value is selected, so that typing replaces it. */
export function withShortcut({ from, to }: Trigger, shortcut: ShortcutShape, values: Values): Edit {
  const words = filled(shortcut.body, values);
  const open = placeholderFrom(words);
  const edit = replacing(from, to, words);
  return open === null ? edit : { ...edit, start: from + open.start, end: from + open.end };
}
