/** What the visitor API answers, beside the thread itself. */

import type { Face, GroupName, MessageShape, VisitorConversation, VisitorSummary } from "../shared/types";

export interface Look {
  title: string;
  greeting: string;
  offline_text: string;
  colour: string;
  position: string;
  scheme: string;
}

export interface Config {
  online: boolean;
  agents: Face[];
  /** What the visitor is asked before the first message. */
  form: { groups: GroupName[] } | null;
  texts: Record<string, string>;
  look: Look;
  limits: { message_length: number };
}

export interface Session {
  visitor: VisitorSummary;
  conversation: VisitorConversation | null;
  messages: MessageShape[];
  revision: number;
  more: boolean;
  online: boolean;
}
