/** What the shop's own values look like, whatever shop it is. */
import type { Formatter } from "../shared/format";
import type { CustomerSection, CustomerValue } from "../shared/types";
import { parsed } from "../shared/links";

/** Figures at the head of a section that are drawn as tiles, and the rest as rows. */
export interface Parts {
  tiles: readonly CustomerValue[];
  rows: readonly CustomerValue[];
}

const MOST_TILES = 3;
const FIGURES: readonly string[] = ["number", "money"];

export function parts({ values }: CustomerSection): Parts {
  const end = values.findIndex((value, index) => !isFigure(value, index));
  const count = Math.min(MOST_TILES, end === -1 ? values.length : end);
  // One tile alone is a row with a border.
  return count < 2 ? { tiles: [], rows: values } : { tiles: values.slice(0, count), rows: values.slice(count) };
}

/** A day among figures is one of them: "2 orders, since 2024". */
function isFigure({ kind, image, detail }: CustomerValue, index: number): boolean {
  return (FIGURES.includes(kind) || (kind === "date" && index > 0)) && image === "" && detail === "";
}

/** What tells one value from another while both change. */
export function nameOf({ kind, label, url }: CustomerValue): string {
  return `${kind} ${label} ${url}`;
}

/** The value in the agent's language. */
export function valueWords({ kind, value, currency }: CustomerValue, format: Formatter): string {
  if (kind === "money") return format.money(value, currency);
  if (kind === "number") return format.number(value);
  return kind === "date" ? format.calendar(value) : value;
}

/** The same where there is room for a few signs. */
export function tileWords(value: CustomerValue, format: Formatter): string {
  return value.kind === "date" ? format.month(value.value) : valueWords(value, format);
}

/** An address of the web, or of this site; null for anything else. */
export function address(url: string, base = document.baseURI): string | null {
  if (url === "") return null;
  try {
    return parsed(new URL(url, base).href)?.href ?? null;
  } catch {
    return null;
  }
}
