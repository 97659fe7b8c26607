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

/** Somebody writes. */
export interface TypingFrame {
  type: "typing";
  conversation: string;
  author: "visitor" | "agent";
  /** Null: the visitor. */
  agent: Colleague | null;
  /** What the visitor has written so far; empty where that is not shown. */
  text: string;
  /** The visitor's box is empty again. */
  stopped: boolean;
}

/** An agent writes to the visitor. */
export interface AgentTypesFrame {
  type: "typing";
  conversation: string;
  author: "agent";
  agent: Face;
}

/** Everybody who has the watched conversation open, oneself included. */
export interface ViewingFrame {
  type: "viewing";
  conversation: string;
  agents: Colleague[];
}

/** A visitor came to the site or left it. */
export interface VisitorOnlineFrame {
  type: "presence";
  visitor: Pick<VisitorDetails, "public_id" | "online">;
}

/** Groups, tags or shortcuts are no longer what they were. */
export interface GroupsChangedFrame {
  type: "groups.changed";
}

/** Visitors of a site came, went or looked at another page. */
export interface VisitsChangedFrame {
  type: "visits.changed";
  site: number;
  /** Their public ids. */
  visitors: string[];
  /** How many are on the site now. */
  online: number;
}

export interface ControlFrame {
  type: "resync" | "pong";
}

type CommonFrame<C> = HelloFrame | ControlFrame | ErrorFrame | AcceptedFrame<C> | ThreadFrame<C>;

export type VisitorFrame = CommonFrame<VisitorConversation> | VisitorPresenceFrame | AgentTypesFrame;

export type AgentFrame =
  | CommonFrame<AgentConversation>
  | AgentPresenceFrame
  | VisitorOnlineFrame
  | GoneFrame
  | VisitorChangedFrame
  | TypingFrame
  | ViewingFrame
  | GroupsChangedFrame
  | VisitsChangedFrame;

export interface PingFrame {
  type: "ping";
}

export interface SendFrame {
  type: "message.send";
  client_id: string;
  body: string;
  page?: PageLink;
  conversation?: string;
  form?: FormAnswers;
  rule?: number;
  /** For agents only. */
  note?: boolean;
  attachment_ids?: string[];
}

/** What a visitor filled in beside a message; what is left out stays as it is. */
export interface FormAnswers {
  group?: number;
  name?: string;
  email?: string;
  phone?: string;
  /** Answers to the site's own fields, by label. */
  fields?: Record<string, string | boolean>;
  /** The version of the consent text that was agreed to. */
  consent?: string;
  /** Filled in by programs only. */
  website?: string;
}

export interface ReadFrame {
  type: "read";
  conversation: string;
  up_to: number;
}

/** What a visitor has written so far, with dots for digits; empty: nothing any more, or it is not shown. */
export interface VisitorTypingFrame {
  type: "typing";
  text: string;
}

/** That an agent writes. */
export interface AgentTypingFrame {
  type: "typing";
  conversation: string;
}

/** Which conversation an agent has open; who views it and writes in it is told to those who watch it. */
export interface WatchFrame {
  type: "watch";
  conversation: string | null;
}

export type ClientFrame = PingFrame | SendFrame | ReadFrame | VisitorTypingFrame | AgentTypingFrame | WatchFrame;

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
