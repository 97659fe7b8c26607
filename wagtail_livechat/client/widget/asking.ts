/** When visitors are asked something. All of it is pure; what is asked, and what will do, stands in `more/questions.ts`. */

import type { ConsentText } from "../shared/types";
import type { Config } from "./answers";
import { chosenGroup, hasWritten, type ChatState } from "./state";

/**
 * `contact`: nobody is there, an answer will come by e-mail; `before` and `after` the first message: who is writing.
 * The first two carry the message itself.
 */
export type Occasion = "contact" | "before" | "after";

/** Where the visitor has begun to write: in a form, or in the box of the chat. */
export type Begun = Occasion | "chat";

/**
 * The form in the place of the composer; null: the composer. What the visitor has begun to write stays where it is,
 * whoever comes or goes meanwhile, until it is sent or the chat is closed. The words are the same in both.
 */
export function occasion(state: ChatState): Occasion | null {
  const { begun, config, thread } = state;
  if (!config || state.isBlocked || thread.pending.length > 0 || isChatting(state)) return null;
  if (thread.conversation) return asksAfter(state, config) ? "after" : null;
  if (isAway(state) && config.when_away !== "stay") return "contact";
  if (begun && begun !== "chat") return begun;
  return asksBefore(state, config) ? "before" : null;
}

/** Nobody is there for this visitor: in the group that they chose, or at all. */
export function isAway(state: ChatState): boolean {
  const group = state.config?.form.groups.find(({ id }) => id === chosenGroup(state));
  return state.isBlocked || !(group ?? state).online;
}

/** The text that is still to be agreed to. */
export function consentWanted({ config, visitor }: ChatState): ConsentText | null {
  const consent = config?.consent ?? null;
  return consent && !visitor?.consented.includes(consent.version) ? consent : null;
}

function isChatting({ added, begun, carried }: ChatState): boolean {
  return begun === "chat" || added.length + carried.length > 0;
}

function asksBefore(state: ChatState, config: Config): boolean {
  return consentWanted(state) !== null || (config.form.moment === "before" && isWorthAsking(state, config));
}

/** Where an agent began, nothing was agreed to yet. */
function asksAfter(state: ChatState, config: Config): boolean {
  if (state.thread.conversation?.status !== "open") return false;
  const mustAgree = consentWanted(state) !== null && !hasWritten(state.thread);
  return mustAgree || (config.form.moment === "after" && isWorthAsking(state, config));
}

/** Something is not known yet, and must be, or was not passed over. */
function isWorthAsking({ visitor, isIntroduced }: ChatState, { form }: Config): boolean {
  const known = (["name", "email", "phone"] as const).filter((name) => form[name] !== "no" && !visitor?.[name]);
  const own = form.fields.filter(({ label }) => !visitor?.fields[label]);
  const isRequired = [...known.map((name) => form[name] === "required"), ...own.map(({ required }) => required)];
  return isRequired.includes(true) || (isRequired.length > 0 && !isIntroduced);
}
