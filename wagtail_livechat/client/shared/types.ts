/** What the server sends of a row. Made by `livechat_schema` from `wagtail_livechat/shapes.py`; do not edit. */

export type Author = "visitor" | "agent" | "bot" | "system";

export type Kind = "text" | "note" | "event";

export type ConversationStatus = "open" | "resolved";

export type Presence = "online" | "away" | "offline";

export interface Face {
  name: string;
  avatar: string | null;
}

export interface Colleague extends Face {
  id: number;
}

export interface ColleaguePresence extends Colleague {
  status: Presence;
  online: boolean;
}

export interface PageLink {
  url: string;
  title: string;
}

export interface VisitorSummary {
  public_id: string;
  name: string;
  email: string;
}

export interface VisitorDetails extends VisitorSummary {
  phone: string;
  note: string;
  language: string;
  signed_in: boolean;
  created_at: string;
  last_seen_at: string;
}

export interface MessageShape {
  id: number;
  revision: number;
  client_id: string;
  author: Author;
  kind: Kind;
  platform: string;
  body: string;
  attachments: Record<string, unknown>[];
  agent: Face | null;
  event: string | null;
  event_data: Record<string, unknown>;
  delivery: string | null;
  created_at: string;
}

export interface VisitorConversation {
  public_id: string;
  revision: number;
  status: ConversationStatus;
  platform: string;
  visitor: VisitorSummary;
  assignee: Face | null;
  last_message_preview: string;
  last_message_author: Author | "";
  last_message_at: string;
  opened_at: string;
  resolved_at: string | null;
  unread: number;
  visitor_read_id: number;
  agent_read_id: number;
}

export interface AgentConversation {
  public_id: string;
  revision: number;
  status: ConversationStatus;
  platform: string;
  site: number;
  visitor: VisitorSummary;
  assignee: Colleague | null;
  group: null;
  tags: string[];
  page: PageLink;
  last_message_preview: string;
  last_message_author: Author | "";
  last_message_at: string;
  opened_at: string;
  resolved_at: string | null;
  waiting_since: string | null;
  unread: number;
  visitor_read_id: number;
  agent_read_id: number;
  rating: number | null;
}

export interface Standing {
  status: ConversationStatus;
  assignee: number | null;
  group: null;
  waiting: boolean;
  unread: number;
}
