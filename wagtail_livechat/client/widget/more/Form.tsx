import type { JSX, TargetedSubmitEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { consentWanted, isAway, type Occasion } from "../asking";
import { canSend } from "../composing";
import type { LaterProps } from "../later_parts";
import { usePanel } from "../parts/context";
import { chosenGroup } from "../state";
import { Consent, FormField, GroupField, Honeypot, MessageField } from "./fields";
import { Introducing } from "./introducing";
import { agrees, complaint, questions } from "./questions";
import { Refusal, refusalOf } from "./Refusal";

const INTRODUCTIONS: Record<Occasion, string> = {
  contact: "form_contact",
  before: "form_before",
  after: "form_after",
};

/** One for the page, as the chat is. */
let introducing: Introducing | undefined;

/** The contact form, and the questions before and after the first message. */
export function Form({ occasion, field }: LaterProps["Form"]): JSX.Element {
  const { chat, memory, state, text } = usePanel();
  const own = (introducing ??= new Introducing(chat));
  const form = useRef<HTMLFormElement>(null);
  const [answers, setAnswers] = useState(own.answers);
  const [message, setMessage] = useState(memory.draft);
  const [wasSent, setSent] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  useLayoutEffect(() => {
    field.current = form.current?.querySelector<HTMLElement>(".input") ?? form.current;
  });
  useEffect(() => {
    // The dialog holds the focus where there was nothing else to write in.
    if (form.current?.closest(".panel")?.matches(":focus")) field.current?.focus();
    // Only what comes later is announced.
    setRefusal(own.refusal === "" ? text("form_failed") : own.refusal);
    own.refusal = null;
    return () => (field.current = null);
  }, []);

  useLayoutEffect(() => {
    // What somebody else filled in is nobody's business.
    setAnswers(own.answers);
    setMessage(memory.draft);
    setSent(false);
    setRefusal(null);
  }, [state.visitor?.public_id]);

  const { config } = state;
  if (!config) return <></>;
  const asked = questions(config, occasion);
  const consent = consentWanted(state);
  const hasMessage = occasion !== "after";
  // Asked to agree only, who they are is no question.
  const introduction = text(INTRODUCTIONS[hasMessage || asked.length > 0 ? occasion : "before"]);
  const limit = config.limits.message_length;
  const isComplete =
    asked.every((question) => complaint(question, answers) === null) &&
    agrees(answers, consent) &&
    (!hasMessage || canSend(message, limit));

  const change = (next: typeof answers): void => {
    setAnswers(next);
    memory.answers = next;
    chat.setBegun(occasion);
  };
  const changeMessage = (words: string): void => {
    setMessage(words);
    memory.draft = words;
    chat.setBegun(occasion);
  };
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      await own.save(asked, consent);
    } catch (error) {
      setRefusal(refusalOf(error, text));
    }
    setSaving(false);
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setSent(true);
    setRefusal(null);
    if (!isComplete) return focusFirstInvalid(form.current);
    if (hasMessage) own.write(message, occasion, asked, consent);
    else if (!isSaving) void save();
  };

  return (
    <form class="form" ref={form} tabIndex={-1} noValidate aria-label={introduction} onSubmit={submit}>
      {!hasMessage && <p class="form-title">{introduction}</p>}
      {hasMessage && (
        <GroupField groups={config.form.groups} chosen={chosenGroup(state)} choose={(id) => chat.writing.chooseGroup(id)} />
      )}
      {asked.map((question, index) => (
        <FormField
          key={`${question.isOwn} ${question.name}`}
          id={`field-${index}`}
          {...{ question, answers, change }}
          complaint={wasSent ? complaint(question, answers) : null}
        />
      ))}
      {hasMessage && <MessageField value={message} change={changeMessage} limit={limit} isWrong={wasSent && !canSend(message, limit)} />}
      {consent && <Consent {...{ consent, answers, change }} isWrong={wasSent && !agrees(answers, consent)} />}
      <div class="field">
        <Honeypot answers={answers} change={change} />
        <Refusal words={refusal} />
        <button type="submit" class="plain wide" aria-disabled={isSaving}>
          {text(isAway(state) && hasMessage ? "form_send" : hasMessage || asked.length === 0 ? "form_start" : "form_save")}
        </button>
      </div>
      {!hasMessage && !consent && !asked.some(({ isRequired }) => isRequired) && (
        <button type="button" class="link skip" onClick={() => own.skip()}>
          {text("form_skip")}
        </button>
      )}
    </form>
  );
}

/** Once the complaints are drawn. */
function focusFirstInvalid(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
}
