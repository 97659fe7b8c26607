/** Visitors and their visits for the tests of the panel. */
import type { BrowsedVisit, PageViewShape, VisitorDetails } from "../../shared/types";
import { aConversation, aVisit } from "./samples";

/** Somebody of whom nothing is known. */
export function aVisitor(change: Partial<VisitorDetails> = {}): VisitorDetails {
  return {
    ...aConversation().visitor,
    phone: "",
    note: "",
    variables: {},
    time_zone: "",
    edited: null,
    visit: null,
    visits: 0,
    merges: [],
    consented_at: null,
    language: "",
    fields: {},
    blocked: false,
    signed_in: false,
    created_at: "2026-01-31T09:00:00.000000Z",
    last_seen_at: "2026-01-31T09:00:00.000000Z",
    ...change,
  };
}

/** Under way, with one page. */
export function aBrowsedVisit(change: Partial<BrowsedVisit> = {}): BrowsedVisit {
  return { ...aVisit(), pages: [aPage()], more: false, ...change };
}

export function aPage(change: Partial<PageViewShape> = {}): PageViewShape {
  const at = "2026-01-31T09:00:00.000000Z";
  return { url: "https://shop.example/guji/", title: "Guji", at, seconds: null, ...change };
}
