/** Conversations for the tests of the pure parts. */
import type { AgentConversation, Colleague, LiveVisitor, MessageShape, VisitShape, VisitorSummary } from "../../shared/types";
import type { Me } from "../answers";

export const ME: Colleague = { id: 1, name: "Martin Novak", avatar: null };
export const TOM: Colleague = { id: 2, name: "Tom", avatar: null };

/** Of whom nothing is known. */
export function somebody(change: Partial<VisitorSummary> = {}): VisitorSummary {
  return {
    public_id: "3f2a0000-0000-4000-8000-0000000000ff",
    name: "",
    email: "",
    online: true,
    country_code: "",
    city: "",
    ...change,
  };
}

export function aConversation(change: Partial<AgentConversation> = {}): AgentConversation {
  return {
    public_id: "3f2a0000-0000-4000-8000-000000000001",
    revision: 1,
    status: "open",
    platform: "website",
    site: 1,
    visitor: somebody({ name: "Alice Moreau" }),
    assignee: null,
    group: null,
    tags: [],
    page: { url: "https://shop.example/", title: "Shop" },
    last_message_preview: "Is it back?",
    last_message_author: "visitor",
    last_message_at: "2026-01-31T09:00:00.000000Z",
    opened_at: "2026-01-31T09:00:00.000000Z",
    resolved_at: null,
    waiting_since: "2026-01-31T09:00:00.000000Z",
    unread: 1,
    visitor_read_id: 0,
    visitor_read_at: null,
    agent_read_id: 0,
    offline: false,
    ended: false,
    rating: null,
    rating_comment: "",
    ...change,
  };
}

/** The agent ME, limited to the site 1. */
export function aMe(change: Partial<Me> = {}): Me {
  return {
    ...ME,
    status: "online",
    online: true,
    sites: [{ id: 1, name: "Shop", visitors: 0 }],
    manages: [],
    groups: [],
    unread: 0,
    worker: null,
    alerts: "mine_and_unassigned",
    opens_next: true,
    customer_data: [],
    ...change,
  };
}

export function aMessage(id: number, change: Partial<MessageShape> = {}): MessageShape {
  return {
    id,
    revision: id,
    client_id: `client ${id}`,
    author: "visitor",
    kind: "text",
    platform: "website",
    body: `Message ${id}`,
    attachments: [],
    cards: [],
    agent: null,
    event: null,
    event_data: {},
    delivery: null,
    deleted: false,
    created_at: "2026-01-31T09:00:00.000000Z",
    ...change,
  };
}

export function aVisit(change: Partial<VisitShape> = {}): VisitShape {
  return {
    public_id: "3f2a0000-0000-4000-8000-0000000000aa",
    country_code: "",
    region: "",
    city: "",
    ip: null,
    browser: "Firefox",
    browser_version: "140.0",
    os: "macOS",
    os_version: "15.2",
    device: "desktop",
    referrer: "",
    campaign: {},
    started_at: "2026-01-31T09:00:00.000000Z",
    last_seen_at: "2026-01-31T09:05:00.000000Z",
    ended_at: null,
    ...change,
  };
}

export function aLiveVisitor(change: Partial<LiveVisitor> = {}): LiveVisitor {
  return {
    ...somebody({ name: "Alice Moreau" }),
    visit: aVisit(),
    page: { url: "https://shop.example/", title: "Shop" },
    page_at: "2026-01-31T09:05:00.000000Z",
    returning: false,
    customer: false,
    basket: null,
    conversation: null,
    ...change,
  };
}
