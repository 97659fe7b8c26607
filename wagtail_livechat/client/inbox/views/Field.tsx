/** A value that is edited in its place: saved when it is left or with Enter, taken back with Esc. */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Problem } from "../../shared/api";
import { useInbox } from "./context";
import { Icon } from "./Icon";

interface FieldProps {
  label: string;
  hint?: string;
  type: "text" | "email" | "tel" | "note";
  placeholder: string;
  value: string;
  save: (value: string) => Promise<void>;
}

const SAVED_FOR_MS = 4_000;

type Outcome = { kind: "none" | "saving" | "saved" } | { kind: "failed"; why: string };

export function Field({ label, hint, type, placeholder, value, save }: FieldProps): JSX.Element {
  const { say } = useInbox();
  const id = useId();
  const edit = useEdit(value, save, say("not_saved"));
  const failed = edit.outcome.kind === "failed";
  const common = {
    id,
    class: "chat-field__box",
    value: edit.text,
    placeholder,
    dir: "auto" as const,
    autoComplete: "off",
    "aria-invalid": failed,
    "aria-describedby": `${id}-said`,
    onFocus: edit.begin,
    onBlur: edit.commit,
    onInput: (event: { currentTarget: { value: string } }) => edit.change(event.currentTarget.value),
  };
  return (
    <div class={`chat-field${type === "note" ? " chat-field--note" : ""}`}>
      <label class="chat-field__label" for={id}>
        {label}
      </label>
      {type === "note" ? (
        <textarea {...common} rows={4} onKeyDown={(event) => event.key === "Escape" && edit.revert(event)} />
      ) : (
        <input {...common} type={type as "text"} onKeyDown={(event) => lineKey(event, edit)} />
      )}
      {type !== "note" && <Icon name="edit" />}
      {hint && <span class="chat-field__hint">{hint}</span>}
      <span class={`chat-field__said${failed ? " chat-field__said--failed" : ""}`} id={`${id}-said`} role="status">
        <Said outcome={edit.outcome} />
      </span>
    </div>
  );
}

function Said({ outcome }: { outcome: Outcome }): JSX.Element | null {
  const { say } = useInbox();
  if (outcome.kind === "failed") return <>{outcome.why}</>;
  return outcome.kind === "saved" ? <>{say("saved")}</> : null;
}

interface Edit {
  text: string;
  outcome: Outcome;
  begin: () => void;
  change: (text: string) => void;
  commit: () => void;
  revert: (event: KeyboardEvent) => void;
}

function useEdit(value: string, save: (value: string) => Promise<void>, fallback: string): Edit {
  const [text, setText] = useState(value);
  const [isEditing, setEditing] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({ kind: "none" });
  const begun = useRef(value);
  const isHeld = isEditing || outcome.kind === "failed" || outcome.kind === "saving";
  // A colleague's change comes in live, but never into what is being written here.
  useEffect(() => {
    if (!isHeld) setText(value);
  }, [value, isHeld]);

  useEffect(() => {
    if (outcome.kind !== "saved") return undefined;
    const timer = setTimeout(() => setOutcome({ kind: "none" }), SAVED_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const commit = (): void => {
    setEditing(false);
    if (text.trim() === value) return setText(value);
    // Only looked into, it takes nothing back that somebody else wrote meanwhile.
    if (text === begun.current && outcome.kind !== "failed") return undefined;
    setOutcome({ kind: "saving" });
    save(text.trim()).then(
      () => setOutcome({ kind: "saved" }),
      (error: unknown) => setOutcome({ kind: "failed", why: (error instanceof Problem && error.detail) || fallback }),
    );
  };
  return {
    text,
    outcome,
    commit,
    begin: () => {
      begun.current = text;
      setEditing(true);
      if (outcome.kind === "saved") setOutcome({ kind: "none" });
    },
    change: setText,
    revert: (event) => {
      event.stopPropagation();
      setText(value);
      setOutcome({ kind: "none" });
    },
  };
}

function lineKey(event: KeyboardEvent, edit: Edit): void {
  if (event.key === "Escape") edit.revert(event);
  if (event.key === "Enter" && !event.isComposing) edit.commit();
}
