/** The pages of this visit, kept in the tab until the visitor opens the chat. */

import type { PageLink } from "../shared/types";
import { titleWith } from "../shared/format";
import type { VisitPage } from "./handle";

const KEPT = 20;
const LONGEST_URL = 2_000;
const LONGEST_TITLE = 300;
const NEW_AGAIN_AFTER_MS = 30 * 60_000;

/** The last pages, this one at the end; who looks at the same page still, or soon again, came when they came first. */
export function withPage(known: readonly VisitPage[], page: VisitPage): VisitPage[] {
  const last = known[known.length - 1];
  const isSame = last?.url === page.url && Date.parse(page.at) - Date.parse(last.at) < NEW_AGAIN_AFTER_MS;
  return isSame ? [...known.slice(0, -1), { ...last, title: page.title }] : [...known, page].slice(-KEPT);
}

/** The page as it may be stored: not endless, without our own count in the title. */
export function pageLink(url: string, title: string): PageLink {
  return { url: url.slice(0, LONGEST_URL), title: [...storable(titleWith(title, 0))].slice(0, LONGEST_TITLE).join("") };
}

/** Without the place on the page. */
export function visitPage(url: string, title: string, referrer: string, at: Date): VisitPage {
  const link = pageLink(url.replace(/#.*/, ""), title);
  return { ...link, referrer: referrer.slice(0, LONGEST_URL), at: at.toISOString() };
}

/** Without NUL and half characters, which no database takes. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, "");
}
