/** What the agent API answers. */
import type { AgentPresence } from "../shared/frames";
import type {
  AgentConversation,
  AlertsChoice,
  AttachmentShape,
  BrowsedVisit,
  Card,
  Colleague,
  CustomerSection,
  GroupName,
  GroupShape,
  LiveVisitor,
  MessageShape,
  Recorded,
  ShortcutShape,
  TagShape,
  VisitorDetails,
} from "../shared/types";
import type { ListPage } from "./list";
import type { Counts } from "./queues";

export type Status = AgentPresence["status"];

export interface Me extends Colleague {
  status: Status;
  online: boolean;
  /** `visitors`: how many are on the site now. */
  sites: { id: number; name: string; visitors: number }[];
  manages: number[];
  /** The agent's own. */
  groups: GroupName[];
  unread: number;
  /** What managers should know of the queue worker; null while it runs. */
  worker: { detail: string } | null;
  /** Which visitors' messages the agent is told of at once. */
  alerts: AlertsChoice;
  /** After a conversation is resolved the next one opens by itself. */
  opens_next: boolean;
  /** The sites whose shop tells this agent of its customers. */
  customer_data: number[];
}

export type MeChange = Partial<Pick<Me, "status" | "alerts" | "opens_next">>;

export interface ListAnswer extends ListPage {
  counts: Counts;
}

export interface ConversationAnswer {
  conversation: AgentConversation;
  visitor: VisitorDetails;
}

export interface ChangeAnswer {
  conversation: AgentConversation;
  message?: MessageShape | null;
}

/** What became of each conversation, in the order of the ids that were sent. */
export interface BulkAnswer {
  results: BulkResult[];
}

export interface BulkResult {
  id: string;
  conversation: AgentConversation | null;
  error: { code: string; detail: string } | null;
}

export interface AgentsAnswer {
  agents: AgentPresence[];
}

export interface GroupsAnswer {
  groups: GroupShape[];
}

export interface TagsAnswer {
  tags: TagShape[];
}

/** A visitor's visits, the latest first. */
export interface VisitsAnswer {
  visits: BrowsedVisit[];
  more: boolean;
}

/** Who is on the site now. */
export interface LiveAnswer {
  visitors: LiveVisitor[];
  /** How many, whoever was asked for. */
  online: number;
  /** "opening": some of the sites know only those who opened the chat. */
  recorded: Recorded;
  /** Where that can be changed; null: not by this agent. */
  settings_url: string | null;
  /** Where they are, by two letters. */
  countries: string[];
}

export interface CustomerAnswer {
  /** "no_user": nobody is logged in, and no basket is known. */
  state: "off" | "no_user" | "on";
  sections: CustomerSection[];
}

export interface ConversationsAnswer {
  conversations: AgentConversation[];
}

/** What became known of a visitor. */
export type VisitorNews = Pick<VisitorDetails, "public_id"> & Partial<VisitorDetails>;

export type VisitorChange = Partial<Pick<VisitorDetails, "name" | "email" | "phone" | "note">>;

export interface ShortcutsAnswer {
  shortcuts: ShortcutShape[];
}

export interface PagesAnswer {
  pages: Card[];
}

export interface FilesAnswer {
  attachments: AttachmentShape[];
}
