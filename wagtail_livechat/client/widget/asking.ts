/** What visitors are asked, when, and whether an answer will do. All of it is pure. */

import type { FormAnswers } from "../shared/frames";
import type { ConsentText, OfferedGroup, OwnDetails } from "../shared/types";
import type { Config, FormConfig } from "./answers";
import { chosenGroup, type ChatState } from "./state";

/**
 * `contact`: nobody is there, an answer will come by e-mail; `before` and `after` the first message: who is writing.
 * The first two carry the message itself.
 */
export type Occasion = "contact" | "before" | "after";

/** Who is writing, and the site's own fields. `name` is the answer's own name, for a field of the site its label. */
export interface Question {
  kind: "text" | "email" | "phone" | "choice" | "checkbox";
  name: string;
  isOwn: boolean;
  isRequired: boolean;
  options: readonly string[];
}

/** By the question's name; own fields apart, since a site may call one of them "email". */
export interface Answers {
  known: Readonly<Record<string, string>>;
  own: Readonly<Record<string, string | boolean>>;
  consents: boolean;
  website: string;
}

export type Complaint = "complaint_required" | "complaint_email" | "complaint_consent";

const KNOWN = ["name", "email", "phone"] as const;
const AN_ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function occasion(state: ChatState): Occasion | null {
  const { config, thread } = state;
  if (!config || state.isBlocked || thread.pending.length > 0) return null;
  if (hasBegun(state)) return asksAfter(state, config) ? "after" : null;
  if (isAway(state) && config.when_away !== "stay") return "contact";
  return asksBefore(state, config) ? "before" : null;
}

/** Nobody is there for this visitor: in the group that they chose, or at all. */
export function isAway(state: ChatState): boolean {
  const group = offered(state).find(({ id }) => id === chosenGroup(state));
  return state.isBlocked || !(group ?? state).online;
}

export function questions({ form }: Config, on: Occasion): Question[] {
  return [...KNOWN.flatMap((name) => knownQuestion(form, name, on)), ...ownQuestions(form)];
}

/** The text that is still to be agreed to. */
export function consentWanted({ config, visitor }: ChatState): ConsentText | null {
  const consent = config?.consent ?? null;
  return consent && !visitor?.consented.includes(consent.version) ? consent : null;
}

/** The groups to choose from in a form that begins a conversation. */
export function offered({ config }: ChatState): readonly OfferedGroup[] {
  return config?.form.groups ?? [];
}

export function answersOf(visitor: OwnDetails | null): Answers {
  const { name = "", email = "", phone = "", fields = {} } = visitor ?? {};
  return { known: { name, email, phone }, own: fields as Answers["own"], consents: false, website: "" };
}

export function answerTo({ name, isOwn, kind }: Question, answers: Answers): string | boolean {
  return (isOwn ? answers.own[name] : answers.known[name]) ?? (kind === "checkbox" ? false : "");
}

export function withAnswer(answers: Answers, { name, isOwn }: Question, answer: string | boolean): Answers {
  if (isOwn) return { ...answers, own: { ...answers.own, [name]: answer } };
  return { ...answers, known: { ...answers.known, [name]: String(answer) } };
}

/** Why the answer will not do; null where it will. */
export function complaint(question: Question, answers: Answers): Complaint | null {
  const answer = answerTo(question, answers);
  const isEmpty = typeof answer === "string" ? !answer.trim() : !answer;
  if (isEmpty) return question.isRequired ? "complaint_required" : null;
  return question.kind === "email" && !AN_ADDRESS.test(String(answer).trim()) ? "complaint_email" : null;
}

/** The answers as the server takes them: what was asked, and no more. */
export function formOf(asked: readonly Question[], answers: Answers, consent: ConsentText | null): FormAnswers {
  const known = asked.filter(({ isOwn }) => !isOwn).map((one) => [one.name, String(answerTo(one, answers)).trim()]);
  const own = asked.filter(({ isOwn }) => isOwn).map((one) => [one.name, answerTo(one, answers)]);
  return {
    ...(Object.fromEntries(known) as FormAnswers),
    ...(own.length > 0 && { fields: Object.fromEntries(own) as Record<string, string | boolean> }),
    ...(consent && { consent: consent.version }),
    ...(answers.website && { website: answers.website }),
  };
}

/** The visitor as known once the server has the answers. */
export function visitorWith(visitor: OwnDetails, { name, email, phone, fields, consent }: FormAnswers): OwnDetails {
  return {
    ...visitor,
    name: name || visitor.name,
    email: email || visitor.email,
    phone: phone || visitor.phone,
    fields: { ...visitor.fields, ...fields },
    consented: consent === undefined ? visitor.consented : [...visitor.consented, consent],
  };
}

/** There is a conversation that the next message will go to. */
function hasBegun({ thread: { conversation } }: ChatState): boolean {
  return conversation?.status === "open";
}

function asksBefore(state: ChatState, config: Config): boolean {
  if (consentWanted(state)) return true;
  return config.form.moment === "before" && isWorthAsking(state, config, "before");
}

function asksAfter(state: ChatState, config: Config): boolean {
  return config.form.moment === "after" && isWorthAsking(state, config, "after");
}

/** Something is not known yet, and must be, or was not passed over. */
function isWorthAsking({ visitor, isIntroduced }: ChatState, config: Config, on: Occasion): boolean {
  const answers = answersOf(visitor);
  const open = questions(config, on).filter((question) => !answerTo(question, answers));
  return open.some(({ isRequired }) => isRequired) || (open.length > 0 && !isIntroduced);
}

function knownQuestion(form: FormConfig, name: (typeof KNOWN)[number], on: Occasion): Question[] {
  const mustAnswer = name === "email" && on === "contact";
  const asked = mustAnswer ? "required" : form[name];
  if (asked === "no") return [];
  const kind = name === "name" ? "text" : name;
  return [{ kind, name, isOwn: false, isRequired: asked === "required", options: [] }];
}

function ownQuestions({ fields }: FormConfig): Question[] {
  return fields.map(({ label, kind, options, required }) => ({
    kind,
    name: label,
    isOwn: true,
    isRequired: required,
    options,
  }));
}
