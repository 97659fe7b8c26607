/** The visits of one visitor, as the panel shows them: the latest first. */
import { parsed } from "../shared/links";
import type { BrowsedVisit, PageLink, PageViewShape, VisitShape } from "../shared/types";
import type { VisitsAnswer } from "./answers";

export interface Visits {
  visits: readonly BrowsedVisit[];
  /** There were others before. */
  more: boolean;
}

/** What was fetched anew, and behind it the older visits that were loaded before. */
export function withFresh(known: Visits | null, fresh: VisitsAnswer): Visits {
  const last = fresh.visits[fresh.visits.length - 1];
  const at = known?.visits.findIndex((visit) => visit.public_id === last?.public_id) ?? -1;
  // Where the two do not meet there may be a gap between them.
  if (known === null || at === -1) return fresh;
  const older = known.visits.slice(at + 1);
  return older.length === 0 ? fresh : { visits: [...fresh.visits, ...older], more: known.more };
}

/** Older visits behind those that are known. */
export function withOlder(known: Visits, older: VisitsAnswer): Visits {
  const ids = new Set(known.visits.map((visit) => visit.public_id));
  return { visits: [...known.visits, ...older.visits.filter((visit) => !ids.has(visit.public_id))], more: older.more };
}

/** "0:08", "1:12", "1:02:05" */
export function stay(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  const two = (value: number): string => String(value).padStart(2, "0");
  const short = `${minutes < 60 ? minutes : two(minutes % 60)}:${two(whole % 60)}`;
  return minutes < 60 ? short : `${Math.floor(minutes / 60)}:${short}`;
}

/** "google.com", from the page of another site that led here; empty: nobody knows. */
export function source(referrer: string): string {
  return parsed(referrer)?.host.replace(/^www\./, "") ?? "";
}

/** The page that the visitor looks at now. */
export function isNow(page: PageViewShape, visit: VisitShape): boolean {
  return page.seconds === null && visit.ended_at === null;
}

/** What a page is called: its title without the site's name at its end, else the end of its address. */
export function pageName({ title, url }: PageLink, siteName = ""): string {
  const bare = siteName !== "" && title.endsWith(siteName) ? title.slice(0, -siteName.length) : title;
  const address = parsed(url);
  return bare.trim() || title.trim() || (address === null ? url : address.pathname + address.search);
}

const SITE_NAME = /\s[|·•:–—-]+\s[^|·•–—]+$/;

/** How most titles end, such as " | Northlight Coffee"; empty where no two of them end alike. */
export function commonEnd(titles: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const title of new Set(titles)) {
    const end = SITE_NAME.exec(title)?.[0];
    if (end !== undefined) counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  const [end, count] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? ["", 0];
  return count > 1 ? end : "";
}

/** Campaign parameters with their values, without the prefix that all of them have: "source newsletter". */
export function campaign(visit: VisitShape): [name: string, value: string][] {
  return Object.entries(visit.campaign).map(([name, value]) => [name.replace(/^utm_/, ""), value]);
}
