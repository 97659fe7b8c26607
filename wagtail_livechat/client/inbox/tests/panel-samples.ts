/** Visitors and their visits for the tests of the panel. */
import type { BrowsedVisit, PageViewShape, VisitorDetails } from "../../shared/types";
import { aConversation } from "./samples";

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
export function aVisit(change: Partial<BrowsedVisit> = {}): BrowsedVisit {
  return {
    public_id: "5a5a0000-0000-4000-8000-000000000001",
    country_code: "FR",
    region: "",
    city: "Lyon",
    ip: null,
    browser: "Firefox",
    browser_version: "140.0",
    os: "macOS",
    os_version: "15.2",
    device: "desktop",
    referrer: "",
    campaign: {},
    started_at: "2026-01-31T09:00:00.000000Z",
    last_seen_at: "2026-01-31T09:00:00.000000Z",
    ended_at: null,
    pages: [aPage()],
    more: false,
    ...change,
  };
}

export function aPage(change: Partial<PageViewShape> = {}): PageViewShape {
  const at = "2026-01-31T09:00:00.000000Z";
  return { url: "https://shop.example/guji/", title: "Guji", at, seconds: null, ...change };
}
