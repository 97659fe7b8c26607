/** The parts of a form. */

import type { ComponentChildren, JSX } from "preact";
import { fill } from "../../shared/format";
import type { ConsentText, OfferedGroup } from "../../shared/types";
import { lengthOf } from "../composing";
import { usePanel } from "../parts/context";
import { Icon } from "../parts/icons";
import { MoreIcon } from "./icons";
import { answerTo, withAnswer, type Answers, type Complaint as ComplaintKey, type Question } from "./questions";

interface Answering {
  answers: Answers;
  change: (answers: Answers) => void;
}

interface FormFieldProps extends Answering {
  id: string;
  question: Question;
  complaint: ComplaintKey | null;
}

interface ControlProps {
  attributes: ReturnType<typeof attributesOf>;
  question: Question;
  answer: string | boolean;
  set: (given: string | boolean) => void;
}

export function FormField({ id, question, answers, change, complaint }: FormFieldProps): JSX.Element {
  const { text } = usePanel();
  const attributes = attributesOf(id, complaint !== null);
  const answer = answerTo(question, answers);
  const set = (given: string | boolean): void => change(withAnswer(answers, question, given));
  const label = labelOf(question, text);
  const Control = question.kind === "choice" ? Select : Input;
  return (
    <div class="field">
      {question.kind === "checkbox" ? (
        <label class="check">
          <input type="checkbox" {...attributes} checked={answer === true} onChange={(event) => set(event.currentTarget.checked)} />
          <span dir="auto">{label}</span>
        </label>
      ) : (
        <>
          <label for={id}>
            <bdi>{label}</bdi>
          </label>
          <Control {...{ attributes, question, answer, set }} />
        </>
      )}
      {complaint && <Complaint id={`${id}-complaint`}>{text(complaint)}</Complaint>}
    </div>
  );
}

function Select({ attributes, question, answer, set }: ControlProps): JSX.Element {
  const { text } = usePanel();
  return (
    <Choice {...attributes} value={String(answer)} set={set}>
      <option value="">{text("form_choose")}</option>
      {question.options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </Choice>
  );
}

interface ChoiceProps {
  id: string;
  value: string;
  set: (value: string) => void;
  children: ComponentChildren;
}

function Choice({ set, children, ...attributes }: ChoiceProps): JSX.Element {
  return (
    <div class="chooser">
      <select {...attributes} class="input" onChange={(event) => set(event.currentTarget.value)}>
        {children}
      </select>
      <MoreIcon name="choose" />
    </div>
  );
}

function Input({ attributes, question, answer, set }: ControlProps): JSX.Element {
  const { text } = usePanel();
  const value = String(answer);
  const hint = (!question.isOwn && text(`form_${question.name}_hint`)) || undefined;
  const manner = { ...mannerOf(question, value), placeholder: hint };
  return <input {...attributes} {...manner} class="input" value={value} onInput={(event) => set(event.currentTarget.value)} />;
}

function attributesOf(id: string, isWrong: boolean): { id: string; "aria-invalid": boolean; "aria-describedby"?: string } {
  return { id, "aria-invalid": isWrong, ...(isWrong && { "aria-describedby": `${id}-complaint` }) };
}

function labelOf({ name, isOwn, isRequired }: Question, text: (key: string) => string): string {
  const label = isOwn ? name : text(`form_${name}`);
  return isRequired ? fill(text("form_required"), { label }) : label;
}

/** What the browser may fill in, and which keyboard a phone shows. Addresses and numbers run from left to right. */
function mannerOf({ kind, name, isOwn }: Question, value: string): JSX.IntrinsicElements["input"] {
  if (kind === "email") return { type: "email", autocomplete: "email", maxLength: 254, dir: "ltr" };
  if (kind === "phone") return { type: "tel", autocomplete: "tel", maxLength: 60, dir: "ltr" };
  const isName = !isOwn && name === "name";
  return { type: "text", dir: directionOf(value), ...(isName ? { autocomplete: "name", maxLength: 200 } : { maxLength: 1_000 }) };
}

/** That of the words; empty, that of the page, since a hint stands there. */
function directionOf(value: string): "auto" | undefined {
  return value === "" ? undefined : "auto";
}

export function Complaint({ id, children }: { id?: string; children: ComponentChildren }): JSX.Element {
  return (
    <p class="complaint" id={id}>
      <Icon name="warning" />
      <span>{children}</span>
    </p>
  );
}

interface GroupFieldProps {
  groups: readonly OfferedGroup[];
  chosen: number | null;
  choose: (group: number | null) => void;
}

export function GroupField({ groups, chosen, choose }: GroupFieldProps): JSX.Element | null {
  const { text } = usePanel();
  if (!groups.length) return null;
  return (
    <div class="field">
      <label for="field-group">{text("ask_group")}</label>
      <Choice id="field-group" value={String(chosen ?? "")} set={(id) => choose(Number(id) || null)}>
        <option value="">{text("any_group")}</option>
        {groups.map(({ id, name }) => (
          <option value={id} key={id}>
            {name}
          </option>
        ))}
      </Choice>
    </div>
  );
}

interface MessageFieldProps {
  value: string;
  change: (value: string) => void;
  /** Characters. */
  limit: number;
  isWrong: boolean;
}

export function MessageField({ value, change, limit, isWrong }: MessageFieldProps): JSX.Element {
  const { text } = usePanel();
  const over = lengthOf(value) - limit;
  return (
    <div class="field">
      <label for="field-message">{text("message")}</label>
      <textarea
        {...attributesOf("field-message", isWrong)}
        class="input"
        rows={3}
        dir={directionOf(value)}
        aria-required
        placeholder={text("form_message_hint")}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {isWrong && (
        <Complaint id="field-message-complaint">
          {over > 0 ? fill(text("too_long_by"), { count: over }) : text("complaint_required")}
        </Complaint>
      )}
    </div>
  );
}

/** People do not see it, so whoever fills it in is a program. */
export function Honeypot({ answers, change }: Answering): JSX.Element {
  return (
    <div class="unseen" aria-hidden="true">
      <input
        type="text"
        name="website"
        tabIndex={-1}
        autocomplete="off"
        value={answers.website}
        onInput={(event) => change({ ...answers, website: event.currentTarget.value })}
      />
    </div>
  );
}

interface ConsentProps extends Answering {
  consent: ConsentText;
  isWrong: boolean;
}

export function Consent({ consent, answers, change, isWrong }: ConsentProps): JSX.Element {
  const { text } = usePanel();
  return (
    <div class="field consent">
      <label class="check">
        <input
          type="checkbox"
          {...attributesOf("field-consent", isWrong)}
          aria-required
          checked={answers.consent === consent.version}
          onChange={(event) => change({ ...answers, consent: event.currentTarget.checked ? consent.version : "" })}
        />
        <span dir="auto">{consent.text}</span>
      </label>
      {consent.link && (
        <a class="link" href={consent.link} target="_blank" rel="noopener" title={text("new_tab")}>
          {text("privacy")}
        </a>
      )}
      {isWrong && <Complaint id="field-consent-complaint">{text("complaint_consent")}</Complaint>}
    </div>
  );
}
