/** What is being typed that a list can complete: `/key` of a shortcut, `@name` of a colleague. */

export type Sign = "/" | "@";

/** Where it stands in the text: from the sign to the cursor. `query` is what follows the sign. */
export interface Trigger {
  sign: Sign;
  from: number;
  to: number;
  query: string;
}

/** Words that take the place of a part of the text, and what is selected then. */
export interface Edit {
  from: number;
  to: number;
  words: string;
  start: number;
  end: number;
}

/** A sign counts at the start of a word only: neither "and/or" nor an address begins a list. Names may have two words. */
const PATTERNS: Record<Sign, RegExp> = {
  "/": /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u,
  "@": /(?:^|[\s(])@([\p{L}\p{N}._'’-]*(?: [\p{L}\p{N}._'’-]*)?)$/u,
};

/** What the cursor stands behind, of the signs that count in this box. */
export function triggerAt(text: string, cursor: number, signs: readonly Sign[]): Trigger | null {
  const before = text.slice(0, cursor);
  for (const sign of signs) {
    const query = PATTERNS[sign].exec(before)?.[1];
    if (query !== undefined) return { sign, from: cursor - query.length - 1, to: cursor, query };
  }
  return null;
}

/** The cursor stands behind the words. */
export function replacing(from: number, to: number, words: string): Edit {
  const end = from + words.length;
  return { from, to, words, start: end, end };
}

export function applied(text: string, { from, to, words }: Edit): string {
  return text.slice(0, from) + words + text.slice(to);
}

/** Begins a shortcut at the cursor, as its button does: with a space before it inside of a text. */
export function withSign(text: string, from: number, to: number, sign: Sign): Edit {
  const isInside = from > 0 && !/\s/.test(text.charAt(from - 1));
  return replacing(from, to, isInside ? ` ${sign}` : sign);
}

/** Lower case and without accents, for comparing what somebody types with what is written. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
