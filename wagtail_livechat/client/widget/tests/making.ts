/** A site's configuration, a visitor and a state for the tests. */

import { emptyThread } from "../../shared/thread";
import type { FormFieldShape, OwnDetails, VisitorConversation } from "../../shared/types";
import type { Config, FormConfig } from "../answers";
import { initialState, type ChatState } from "../state";

export const TEXTS: Record<string, string> = {
  online: "Online",
  online_minutes: "Online, replies in about {count} min",
  online_hours: "Online, replies in about {count} hours",
  away: "Away right now",
  closed: "The chat is closed.",
  back_today: "Back at {time}",
  back_tomorrow: "Back tomorrow at {time}",
  back_on: "Back on {day} at {time}",
};

export const ORDER: FormFieldShape = { label: "Order number", kind: "text", options: [], required: false };
export const GRINDER: FormFieldShape = { label: "Grinder", kind: "choice", options: ["Hand", "Electric"], required: true };
export const NEWS: FormFieldShape = { label: "Newsletter", kind: "checkbox", options: [], required: false };

export function aConfig(form: Partial<FormConfig> = {}, changes: Partial<Config> = {}): Config {
  const asked = { moment: "off", name: "optional", email: "optional", phone: "no", groups: [], fields: [] } as const;
  return {
    ...({ when_away: "form", expected_reply_s: null, reopens_at: null, closes_at: null, consent: null } as Config),
    form: { ...asked, groups: [], fields: [], ...form },
    texts: TEXTS,
    ...changes,
  };
}

export function aVisitor(changes: Partial<OwnDetails> = {}): OwnDetails {
  return { public_id: "v1", name: "", email: "", phone: "", fields: {}, consented: [], online: true, ...changes };
}

/** Ready, online, and nothing written yet. */
export function aState(changes: Partial<ChatState> = {}): ChatState {
  return { ...initialState(), phase: "ready", online: true, config: aConfig(), visitor: aVisitor(), ...changes };
}

export function aThread(status: VisitorConversation["status"] = "open"): ChatState["thread"] {
  return { ...emptyThread<VisitorConversation>(), conversation: { public_id: "c1", status } as VisitorConversation };
}
