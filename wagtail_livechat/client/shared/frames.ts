/** What travels over the sockets. `C` is the conversation as that side sees it. */

import type {
  AgentConversation,
  Colleague,
  Face,
  MessageShape,
  PageLink,
  Standing,
  VisitorConversation,
  VisitorDetails,
} from "./types";

export interface HelloFrame {
  type: "hello";
  time: string;
  heartbeat_s: number;
}

export interface MessageFrame<C> {
  type: "message.created" | "message.updated";
  conversation: C;
  message: MessageShape;
  was?: Standing | null;
}

export interface ConversationFrame<C> {
  type: "conversation.changed";
  conversation: C;
  was?: Standing | null;
}

/** A frame that counts as one revision of a thread. */
export type ThreadFrame<C> = MessageFrame<C> | ConversationFrame<C>;

export interface AcceptedFrame<C> {
  type: "message.accepted";
  client_id: string;
  message: MessageShape;
  conversation: C;
}

export interface ErrorFrame {
  type: "error";
  client_id?: string;
  code: string;
  detail: string;
  retry_after?: number;
}

export interface VisitorPresenceFrame {
  type: "presence";
  online: boolean;
  agents: Face[];
}

export interface AgentPresence extends Colleague {
  status: "online" | "away" | "offline";
  online: boolean;
}

export interface AgentPresenceFrame {
  type: "presence";
  agent: AgentPresence;
}

export interface GoneFrame {
  type: "conversation.gone";
  conversation: string;
  was: Standing | null;
}

export interface VisitorChangedFrame {
  type: "visitor.changed";
  visitor: VisitorDetails;
}

export interface ControlFrame {
  type: "resync" | "pong";
}

type CommonFrame<C> = HelloFrame | ControlFrame | ErrorFrame | AcceptedFrame<C> | ThreadFrame<C>;

export type VisitorFrame = CommonFrame<VisitorConversation> | VisitorPresenceFrame;

export type AgentFrame = CommonFrame<AgentConversation> | AgentPresenceFrame | GoneFrame | VisitorChangedFrame;

export interface PingFrame {
  type: "ping";
}

export interface SendFrame {
  type: "message.send";
  client_id: string;
  body: string;
  page?: PageLink;
  conversation?: string;
}

export interface ReadFrame {
  type: "read";
  conversation: string;
  up_to: number;
}

export type ClientFrame = PingFrame | SendFrame | ReadFrame;

/** The answer of `GET messages`, and what `POST session` gives of the thread. */
export interface Page<C> {
  conversation: C;
  messages: MessageShape[];
  more: boolean;
}

/** The answer of `POST messages`. */
export interface Posted<C> {
  conversation: C;
  message: MessageShape;
}
