/** What the server sends. Made by `livechat_schema` from `wagtail_livechat/shapes/types.py`; do not edit. */

export type Author = "visitor" | "agent" | "bot" | "system";

export type Kind = "text" | "note" | "event";

export type ConversationStatus = "open" | "resolved";

export type Presence = "online" | "away" | "offline";

export type AlertsChoice = "all" | "mine" | "mine_and_unassigned" | "none";

export type ShortcutScope = "everyone" | "group" | "own";

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

export interface GroupName {
  id: number;
  name: string;
}

export interface GroupShape extends GroupName {
  site: number;
  members: number[];
  online: number;
}

export interface TagShape {
  id: number;
  name: string;
  colour: string;
}

export interface FileName {
  name: string;
  size: number;
}

export interface ShortcutShape {
  id: number;
  keyword: string;
  body: string;
  scope: ShortcutScope;
  group: GroupName | null;
  language: string;
  files: FileName[];
}

export interface AttachmentShape {
  public_id: string;
  url: string;
  name: string;
  content_type: string;
  size: number;
  width: number | null;
  height: number | null;
}

export interface PageLink {
  url: string;
  title: string;
}

export interface VisitorSummary {
  public_id: string;
  name: string;
  email: string;
  online: boolean;
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
  attachments: AttachmentShape[];
  agent: Colleague | null;
  event: string | null;
  event_data: Record<string, unknown>;
  delivery: string | null;
  deleted: boolean;
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
  group: GroupName | null;
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
  group: number | null;
  waiting: boolean;
  unread: number;
}
