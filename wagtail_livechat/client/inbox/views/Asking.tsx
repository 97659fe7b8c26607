import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Question } from "../drafts";
import { useInbox } from "./context";
import type { Writing } from "./writing";

/** A question before the reply goes out; the text stays as it is. */
export function Asking({ writing }: { writing: Writing }): JSX.Element | null {
  const { say } = useInbox();
  const { draft, sendAnyway, keepWriting } = writing;
  const questions = draft.held?.questions ?? [];
  const safe = useRef<HTMLButtonElement>(null);
  const isAsking = questions.length > 0;
  // A second Enter in a hurry must not be taken for the answer.
  useEffect(() => {
    if (isAsking) safe.current?.focus();
  }, [isAsking]);
  if (!isAsking) return null;
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    keepWriting();
  };
  return (
    <div class="chat-asking" role="group" aria-label={say("before_sending")} onKeyDown={escape}>
      <div role="alert">
        {questions.map((question) => (
          <p key={question.kind}>{wordsOf(question)}</p>
        ))}
      </div>
      <div class="chat-asking__answers">
        <button type="button" class="chat-button" onClick={sendAnyway}>
          {say("send_anyway")}
        </button>
        <button type="button" ref={safe} class="chat-button chat-button--main" onClick={keepWriting}>
          {say("keep_writing")}
        </button>
      </div>
    </div>
  );

  function wordsOf(question: Question): string {
    if (question.kind === "overtaken") return say("ask_overtaken", { name: question.name });
    return say("ask_placeholders", { names: question.names });
  }
}
