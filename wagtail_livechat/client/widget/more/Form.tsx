import type { JSX, TargetedSubmitEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { Problem } from "../../shared/answering";
import { complaint, consentWanted, isAway, offered, questions, type Occasion } from "../asking";
import { canSend } from "../composing";
import type { LaterProps } from "../later_parts";
import { usePanel } from "../parts/context";
import { chosenGroup } from "../state";
import { Complaint, Consent, FormField, GroupField, Honeypot, MessageField } from "./fields";

const INTRODUCTIONS: Record<Occasion, string> = {
  contact: "form_contact",
  before: "form_before",
  after: "form_after",
};

/** The contact form, and the questions before and after the first message. */
export function Form({ occasion }: LaterProps["Form"]): JSX.Element {
  const { chat, memory, state, text } = usePanel();
  const { introducing } = chat;
  const form = useRef<HTMLFormElement>(null);
  const [answers, setAnswers] = useState(introducing.answers);
  const [message, setMessage] = useState(memory.draft);
  const [wasSent, setSent] = useState(false);
  const [refusal, setRefusal] = useState("");
  const { config } = state;
  if (!config) return <></>;

  const asked = questions(config, occasion);
  const consent = consentWanted(state);
  const hasMessage = occasion !== "after";
  const limit = config.limits.message_length;
  const isComplete =
    asked.every((question) => complaint(question, answers) === null) &&
    (!consent || answers.consents) &&
    (!hasMessage || canSend(message, limit));

  const change = (next: typeof answers): void => {
    setAnswers(next);
    introducing.keep(next);
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setSent(true);
    setRefusal("");
    if (!isComplete) return focusFirstInvalid(form);
    if (!hasMessage) return void introducing.save(asked, consent).catch((error: unknown) => setRefusal(words(error)));
    memory.draft = "";
    introducing.write(message, asked, consent);
  };
  const words = (error: unknown): string => (error instanceof Problem && error.detail) || text("form_failed");

  return (
    <form class="form" ref={form} noValidate aria-label={text(INTRODUCTIONS[occasion])} onSubmit={submit}>
      {!hasMessage && <p class="form-title">{text(INTRODUCTIONS[occasion])}</p>}
      {hasMessage && <GroupField groups={offered(state)} chosen={chosenGroup(state)} choose={(id) => chat.writing.chooseGroup(id)} />}
      {asked.map((question) => (
        <FormField key={question.name} {...{ question, answers, change }} complaint={wasSent ? complaint(question, answers) : null} />
      ))}
      {hasMessage && (
        <MessageField
          value={message}
          change={(words) => {
            setMessage(words);
            memory.draft = words;
          }}
          isWrong={wasSent && !canSend(message, limit)}
        />
      )}
      <Honeypot answers={answers} change={change} />
      {consent && <Consent {...{ consent, answers, change }} isWrong={wasSent && !answers.consents} />}
      <div role="alert">{refusal && <Complaint>{refusal}</Complaint>}</div>
      <button type="submit" class="plain wide">
        {text(hasMessage ? (isAway(state) ? "form_send" : "form_start") : "form_save")}
      </button>
      {!hasMessage && !asked.some(({ isRequired }) => isRequired) && (
        <button type="button" class="link skip" onClick={() => introducing.skip()}>
          {text("form_skip")}
        </button>
      )}
    </form>
  );
}

/** Once the complaints are drawn. */
function focusFirstInvalid(form: { current: HTMLFormElement | null }): void {
  requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
}
