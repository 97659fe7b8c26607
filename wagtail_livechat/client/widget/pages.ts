/** The pages of this visit, kept in the tab until the visitor opens the chat. */

import type { PageLink } from "../shared/types";
import { titleWith } from "../shared/format";
import type { VisitPage } from "./handle";

const KEPT = 20;
const LONGEST_URL = 2_000;
const LONGEST_TITLE = 300;

/** The last pages, this one at the end; a reload of the same page does not count again. */
export function withPage(known: readonly VisitPage[], page: VisitPage): VisitPage[] {
  const before = known[known.length - 1]?.url === page.url ? known.slice(0, -1) : known;
  return [...before, page].slice(-KEPT);
}

/** The page as it may be stored: not endless, without our own count in the title. */
export function pageLink(url: string, title: string): PageLink {
  return { url: url.slice(0, LONGEST_URL), title: [...storable(titleWith(title, 0))].slice(0, LONGEST_TITLE).join("") };
}

export function visitPage(url: string, title: string, referrer: string, at: Date): VisitPage {
  return { ...pageLink(url, title), referrer: referrer.slice(0, LONGEST_URL), at: at.toISOString() };
}

/** Without NUL and half characters, which no database takes. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, "");
}
