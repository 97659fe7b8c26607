/** What the agent API answers. */
import type { AgentPresence } from "../shared/frames";
import type { AgentConversation, Colleague, MessageShape, VisitorDetails } from "../shared/types";
import type { ListPage } from "./list";
import type { Counts } from "./queues";

export type Status = AgentPresence["status"];

export interface Me extends Colleague {
  status: Status;
  online: boolean;
  sites: { id: number; name: string }[];
  manages: number[];
  unread: number;
  /** What managers should know of the queue worker; null while it runs. */
  worker: { detail: string } | null;
}

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

export interface AgentsAnswer {
  agents: AgentPresence[];
}

export type VisitorChange = Partial<Pick<VisitorDetails, "name" | "email" | "phone" | "note">>;
