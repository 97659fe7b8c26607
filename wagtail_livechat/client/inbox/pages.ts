/** Searching the pages and goods of a site. */
import type { Card } from "../shared/types";
import { replacing, type Edit } from "./completing";
import { Search, type SearchState } from "./searching";

export type PageSearchState = SearchState<Card>;

export class PageSearch extends Search<Card> {}

/** Puts an address at the cursor, with a space between it and the words beside it. */
export function withPage(text: string, from: number, to: number, url: string): Edit {
  const before = from > 0 && !/\s/.test(text.charAt(from - 1)) ? " " : "";
  const after = /^\s/.test(text.slice(to)) ? "" : " ";
  return replacing(from, to, `${before}${url}${after}`);
}
