/** Who is on the site now: which of them are asked for, and in which order. All of it is pure. */
import { newClientId } from "../shared/identity";
import type { AgentConversation, Device, LiveVisitor, Recorded, VisitorSummary } from "../shared/types";
import type { Me } from "./answers";

/** What is asked for; null and empty: any. */
export interface Filter {
  site: number | null;
  /** Two letters. */
  country: string;
  device: Device;
  returning: boolean;
  customer: boolean;
  basket: boolean;
  q: string;
}

export const EVERYBODY: Filter = {
  site: null,
  country: "",
  device: "",
  returning: false,
  customer: false,
  basket: false,
  q: "",
};

/** Those that people browse with. */
export const DEVICES: readonly Device[] = ["desktop", "phone", "tablet"];

/** What is only asked for or not. */
export const MARKS = ["returning", "customer", "basket"] as const;

export function isFiltered(filter: Filter): boolean {
  return Object.values(filter).some((wanted) => wanted !== null && wanted !== "" && wanted !== false);
}

/** As the API takes it; what is not asked for is left out. */
export function queryOf({ returning, customer, basket, ...filter }: Filter): Record<string, string | number | null> {
  const asked = (mark: boolean): number | null => (mark ? 1 : null);
  return { online: 1, ...filter, returning: asked(returning), customer: asked(customer), basket: asked(basket) };
}

/** The text that says why so few are listed, or nobody; null: everybody can be. */
export function whyUnlisted(recorded: Recorded): string | null {
  return { all: null, opening: "live_limited", nobody: "live_unrecorded" }[recorded];
}

/** Who came last stands first. So nobody changes places by looking at another page. */
export function byArrival(visitors: readonly LiveVisitor[]): LiveVisitor[] {
  const came = ({ visit, public_id: id }: LiveVisitor): string => `${visit.started_at} ${id}`;
  return [...visitors].sort((one, other) => (came(one) < came(other) ? 1 : -1));
}

/** What became known of one of them. */
export function withNews(visitors: readonly LiveVisitor[], news: VisitorSummary): readonly LiveVisitor[] {
  const { public_id: id, name, email, country_code, city } = news;
  return changed(visitors, ({ public_id }) => public_id === id, { name, email, country_code, city });
}

/** One of them writes, or is written to. */
export function withConversation(visitors: readonly LiveVisitor[], conversation: AgentConversation): readonly LiveVisitor[] {
  const { public_id, visitor } = conversation;
  const isNew = (row: LiveVisitor): boolean => row.public_id === visitor.public_id && row.conversation === null;
  return changed(visitors, isNew, { conversation: public_id });
}

function changed(
  visitors: readonly LiveVisitor[],
  isConcerned: (visitor: LiveVisitor) => boolean,
  change: Partial<LiveVisitor>,
): readonly LiveVisitor[] {
  if (!visitors.some(isConcerned)) return visitors;
  return visitors.map((visitor) => (isConcerned(visitor) ? { ...visitor, ...change } : visitor));
}

/** How many are on the agent's sites; null: nobody knows yet. */
export function onSite(me: Me | null): number | null {
  return me === null ? null : me.sites.reduce((sum, { visitors }) => sum + visitors, 0);
}

/** The agent's sites, one of them with another number of visitors. */
export function recounted(me: Me, site: number, visitors: number): Me {
  return { ...me, sites: me.sites.map((each) => (each.id === site ? { ...each, visitors } : each)) };
}

/** The row so many places further. Without a row to begin at: the first, or the last. */
export function rowFrom(visitors: readonly LiveVisitor[], publicId: string | null, step: number): string | null {
  const index = visitors.findIndex(({ public_id: id }) => id === publicId);
  const next = index === -1 ? (step > 0 ? 0 : visitors.length - 1) : index + step;
  return visitors[next]?.public_id ?? null;
}

/** The first message to a visitor. */
export interface Letter {
  body: string;
  client_id: string;
}

/** Sent again in doubt, the same words are the same message; other words are another one. */
export function letterOf(body: string, before: Letter | null): Letter {
  return before?.body === body ? before : { body, client_id: newClientId() };
}
