/** The parts of a form. */

import type { ComponentChildren, JSX } from "preact";
import { fill } from "../../shared/format";
import type { ConsentText, OfferedGroup } from "../../shared/types";
import { answerTo, withAnswer, type Answers, type Complaint as ComplaintKey, type Question } from "../asking";
import { usePanel } from "../parts/context";
import { Icon } from "../parts/icons";

interface Answering {
  answers: Answers;
  change: (answers: Answers) => void;
}

interface FormFieldProps extends Answering {
  question: Question;
  complaint: ComplaintKey | null;
}

export function FormField({ question, answers, change, complaint }: FormFieldProps): JSX.Element {
  const { text } = usePanel();
  const answer = answerTo(question, answers);
  const id = `field-${question.isOwn ? "own-" : ""}${question.name}`;
  const attributes = {
    id,
    "aria-invalid": complaint !== null,
    "aria-required": question.isRequired,
    "aria-describedby": complaint ? `${id}-complaint` : undefined,
  };
  const set = (given: string | boolean): void => change(withAnswer(answers, question, given));
  const label = useLabel(question);
  const says = complaint && <Complaint id={`${id}-complaint`}>{text(complaint)}</Complaint>;
  if (question.kind === "checkbox") {
    return (
      <div class="field">
        <label class="check">
          <input type="checkbox" {...attributes} checked={answer === true} onChange={(event) => set(event.currentTarget.checked)} />
          <span dir="auto">{label}</span>
        </label>
        {says}
      </div>
    );
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {question.kind === "choice" ? (
        <select {...attributes} class="input" value={String(answer)} onChange={(event) => set(event.currentTarget.value)}>
          <option value="">{text("form_choose")}</option>
          {question.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input {...attributes} {...inputOf(question)} class="input" dir="auto" value={String(answer)} onInput={(event) => set(event.currentTarget.value)} />
      )}
      {says}
    </div>
  );
}

function useLabel({ name, isOwn, isRequired }: Question): string {
  const { text } = usePanel();
  const label = isOwn ? name : text(`form_${name}`);
  return isRequired ? fill(text("form_required"), { label }) : label;
}

/** What the browser may fill in, and which keyboard a phone shows. */
function inputOf({ kind, name, isOwn }: Question): JSX.IntrinsicElements["input"] {
  if (kind === "email") return { type: "email", autocomplete: "email", maxLength: 254 };
  if (kind === "phone") return { type: "tel", autocomplete: "tel", maxLength: 60 };
  return !isOwn && name === "name" ? { type: "text", autocomplete: "name", maxLength: 200 } : { type: "text", maxLength: 1000 };
}

export function Complaint({ id, children }: { id?: string; children: ComponentChildren }): JSX.Element {
  return (
    <p class="complaint" id={id}>
      <Icon name="warning" />
      {children}
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
      <select id="field-group" class="input" value={chosen ?? ""} onChange={(event) => choose(Number(event.currentTarget.value) || null)}>
        <option value="">{text("any_group")}</option>
        {groups.map(({ id, name }) => (
          <option value={id} key={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface MessageFieldProps {
  value: string;
  change: (value: string) => void;
  isWrong: boolean;
}

export function MessageField({ value, change, isWrong }: MessageFieldProps): JSX.Element {
  const { text } = usePanel();
  return (
    <div class="field">
      <label for="field-message">{text("message")}</label>
      <textarea
        id="field-message"
        class="input"
        rows={4}
        dir="auto"
        aria-required
        aria-invalid={isWrong}
        aria-describedby={isWrong ? "field-message-complaint" : undefined}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {isWrong && <Complaint id="field-message-complaint">{text(value.trim() ? "too_long" : "complaint_required")}</Complaint>}
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
    <div class="field">
      <div class="consent">
        <label class="check">
          <input
            type="checkbox"
            aria-required
            aria-invalid={isWrong}
            aria-describedby={isWrong ? "consent-complaint" : undefined}
            checked={answers.consents}
            onChange={(event) => change({ ...answers, consents: event.currentTarget.checked })}
          />
          <span dir="auto">{consent.text}</span>
        </label>
        {consent.link && (
          <a class="link" href={consent.link} target="_blank" rel="noopener">
            {text("privacy")}
          </a>
        )}
      </div>
      {isWrong && <Complaint id="consent-complaint">{text("complaint_consent")}</Complaint>}
    </div>
  );
}
