/** The tags of a conversation, while they are edited. Names that differ only in case are the same tag. */
import type { TagShape } from "../shared/types";

/** Characters. */
export const TAG_LENGTH = 50;
const SUGGESTIONS = 8;

/** Spaces count as one, as on the server. */
export function tagName(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

/** The names with one more, written as the site writes it; the same names when it is there already. */
export function withTag(names: readonly string[], name: string, known: readonly TagShape[]): readonly string[] {
  if (name === "" || names.some((other) => isSame(other, name))) return names;
  return [...names, known.find((tag) => isSame(tag.name, name))?.name ?? name];
}

export function withoutTag(names: readonly string[], name: string): readonly string[] {
  const others = names.filter((other) => !isSame(other, name));
  return others.length === names.length ? names : others;
}

/** What the text may become: tags that begin with it, then tags that contain it, none that is there already. */
export function suggestions(known: readonly TagShape[], names: readonly string[], text: string): TagShape[] {
  const wanted = tagName(text).toLowerCase();
  const place = (tag: TagShape): number => tag.name.toLowerCase().indexOf(wanted);
  const rank = (tag: TagShape): number => Math.min(place(tag), 1);
  return known
    .filter((tag) => place(tag) !== -1 && !names.some((name) => isSame(name, tag.name)))
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name))
    .slice(0, SUGGESTIONS);
}

/** As in "#0c6b5f"; empty where there is none. */
export function colourIn(known: readonly TagShape[], name: string): string {
  return known.find((tag) => isSame(tag.name, name))?.colour ?? "";
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
