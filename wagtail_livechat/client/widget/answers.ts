/** What the visitor API answers, beside the thread itself. */

import type { Page } from "../shared/frames";
import type {
  AskedFor,
  ConsentText,
  Face,
  FormFieldShape,
  FormMoment,
  MessageShape,
  OfferedGroup,
  OwnDetails,
  PrivacyText,
  VisitorConversation,
  WhenAway,
} from "../shared/types";

export interface Look {
  title: string;
  greeting: string;
  offline_text: string;
  colour: string;
  position: string;
  scheme: string;
}

/** What visitors are asked, and when. */
export interface FormConfig {
  moment: FormMoment;
  name: AskedFor;
  email: AskedFor;
  phone: AskedFor;
  groups: OfferedGroup[];
  fields: FormFieldShape[];
}

export interface Config {
  online: boolean;
  when_away: WhenAway;
  /** Seconds; null where too few replies are known. */
  expected_reply_s: number | null;
  /** When it opens or closes next. */
  reopens_at: string | null;
  closes_at: string | null;
  agents: Face[];
  form: FormConfig;
  consent: ConsentText | null;
  privacy: PrivacyText;
  previews_typing: boolean;
  asks_rating: boolean;
  texts: Record<string, string>;
  look: Look;
  /** Characters, bytes, ends of names such as ".png", and how many files go along. */
  limits: { message_length: number; file_bytes: number; file_types: string[]; files: number };
}

/** `blocked`, here and below: the chat is closed to this visitor. */
export interface OwnPage extends Page<VisitorConversation> {
  blocked: boolean;
}

export interface OwnConversations {
  conversations: VisitorConversation[];
  blocked: boolean;
}

export interface Session {
  visitor: OwnDetails;
  conversation: VisitorConversation | null;
  messages: MessageShape[];
  revision: number;
  more: boolean;
  online: boolean;
  blocked: boolean;
}
