/** What the server sends. Made by `livechat_schema` from `wagtail_livechat/shapes/`; do not edit. */

export type Device = "desktop" | "phone" | "tablet" | "bot" | "";

export type ValueKind = "text" | "number" | "money" | "date" | "link" | "image" | "status";

export type Tone = "" | "good" | "warning" | "bad";

export type Author = "visitor" | "agent" | "bot" | "system";

export type Kind = "text" | "note" | "event";

export type ConversationStatus = "open" | "resolved";

export type Presence = "online" | "away" | "offline";

export type AlertsChoice = "all" | "mine" | "mine_and_unassigned" | "none";

export type FieldKind = "text" | "choice" | "checkbox";

export type AskedFor = "no" | "optional" | "required";

export type FormMoment = "off" | "before" | "after";

export type WhenAway = "form" | "stay" | "hide";

export type ShortcutScope = "everyone" | "group" | "own";

export type Recorded = "all" | "opening" | "nobody";

export interface PageLink {
  url: string;
  title: string;
}

export interface Edited {
  by: string | null;
  at: string;
}

export interface VisitShape {
  public_id: string;
  country_code: string;
  region: string;
  city: string;
  ip: string | null;
  browser: string;
  browser_version: string;
  os: string;
  os_version: string;
  device: Device;
  referrer: string;
  campaign: Record<string, string>;
  started_at: string;
  last_seen_at: string;
  ended_at: string | null;
}

export interface PageViewShape extends PageLink {
  at: string;
  seconds: number | null;
}

export interface BrowsedVisit extends VisitShape {
  pages: PageViewShape[];
  more: boolean;
}

export interface BasketValue {
  amount: string;
  currency: string;
}

export interface CustomerValue {
  kind: ValueKind;
  label: string;
  value: string;
  currency: string;
  url: string;
  image: string;
  detail: string;
  tone: Tone;
}

export interface CustomerSection {
  id: string;
  title: string;
  url: string;
  values: CustomerValue[];
  error: string | null;
}

export interface CustomerData {
  state: "off" | "no_user" | "on";
  sections: CustomerSection[];
}

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

export interface OfferedGroup extends GroupName {
  online: boolean;
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
  thumbnail: string | null;
}

export interface Card {
  url: string;
  title: string;
  description: string;
  image: string | null;
  detail: string;
  site: string;
}

export interface FormFieldShape {
  label: string;
  kind: FieldKind;
  options: string[];
  required: boolean;
}

export interface PrivacyText {
  text: string;
  link: string;
}

export interface ConsentText extends PrivacyText {
  version: string;
}

export interface RuleShape {
  id: number;
  path: string;
  seconds: number;
  referrer: string;
  returning: boolean;
}

export interface ProactiveMessage {
  id: number;
  message: string;
  agent: Face;
}

export interface OwnSummary {
  public_id: string;
  name: string;
  email: string;
  online: boolean;
}

export interface VisitorSummary extends OwnSummary {
  country_code: string;
  city: string;
}

export interface OwnDetails extends OwnSummary {
  phone: string;
  fields: Record<string, unknown>;
  consented: string[];
}

export interface MergeShape {
  id: number;
  visitor: VisitorSummary;
  by: string | null;
  at: string;
}

export interface VisitorDetails extends VisitorSummary {
  phone: string;
  note: string;
  variables: Record<string, unknown>;
  time_zone: string;
  edited: Edited | null;
  merges: MergeShape[];
  visit: VisitShape | null;
  visits: number;
  consented_at: string | null;
  language: string;
  fields: Record<string, unknown>;
  blocked: boolean;
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
  cards: Card[];
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
  visitor: OwnSummary;
  assignee: Face | null;
  last_message_preview: string;
  last_message_author: Author | "";
  last_message_at: string;
  opened_at: string;
  resolved_at: string | null;
  unread: number;
  visitor_read_id: number;
  agent_read_id: number;
  agent_read_at: string | null;
  ended: boolean;
  rating: number | null;
  rating_comment: string;
  rated_at: string | null;
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
  visitor_read_at: string | null;
  agent_read_id: number;
  offline: boolean;
  ended: boolean;
  rating: number | null;
  rating_comment: string;
}

export interface Standing {
  status: ConversationStatus;
  assignee: number | null;
  group: number | null;
  waiting: boolean;
  unread: number;
}

export interface LiveVisitor extends VisitorSummary {
  visit: VisitShape;
  page: PageLink;
  page_at: string;
  returning: boolean;
  customer: boolean;
  basket: BasketValue | null;
  conversation: string | null;
}

export interface FoundVisitor extends VisitorSummary {
  phone: string;
  signed_in: boolean;
  last_seen_at: string;
}
