/** What visitors are asked, and whether an answer will do. All of it is pure. */

import type { FormAnswers } from "../../shared/frames";
import type { ConsentText, OwnDetails } from "../../shared/types";
import type { Config, FormConfig } from "../answers";
import type { Occasion } from "../asking";

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
  /** The version of the text that was agreed to. */
  consent: string;
  website: string;
}

export type Complaint = "complaint_required" | "complaint_email" | "complaint_consent";

const KNOWN = ["name", "email", "phone"] as const;
const AN_ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

export function questions({ form }: Config, on: Occasion): Question[] {
  // Asked for consent only: who is writing is asked at another moment, or never.
  if (on !== "contact" && form.moment !== on) return [];
  return [...KNOWN.flatMap((name) => knownQuestion(form, name, on)), ...ownQuestions(form)];
}

export function answersOf(visitor: OwnDetails | null): Answers {
  const { name = "", email = "", phone = "", fields = {} } = visitor ?? {};
  return { known: { name, email, phone }, own: fields as Answers["own"], consent: "", website: "" };
}

/** An answer of former days that is no option any more is none. */
export function answerTo({ name, isOwn, kind, options }: Question, answers: Answers): string | boolean {
  const answer = isOwn ? answers.own[name] : answers.known[name];
  if (kind === "checkbox") return answer === true;
  return typeof answer === "string" && (kind !== "choice" || options.includes(answer)) ? answer : "";
}

export function withAnswer(answers: Answers, { name, isOwn }: Question, answer: string | boolean): Answers {
  if (isOwn) return { ...answers, own: { ...answers.own, [name]: answer } };
  return { ...answers, known: { ...answers.known, [name]: String(answer) } };
}

/** An e-mail address, as far as it can be told from its looks. */
export function isAddress(text: string): boolean {
  return AN_ADDRESS.test(text.trim());
}

/** Why the answer will not do; null where it will. */
export function complaint(question: Question, answers: Answers): Complaint | null {
  const answer = answerTo(question, answers);
  const isEmpty = typeof answer === "string" ? !answer.trim() : !answer;
  if (isEmpty) return question.isRequired ? "complaint_required" : null;
  return question.kind === "email" && !isAddress(String(answer)) ? "complaint_email" : null;
}

/** A text that changed has to be agreed to anew. */
export function agrees(answers: Answers, consent: ConsentText | null): boolean {
  return consent === null || answers.consent === consent.version;
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
