import type { JSX, RefObject, TargetedSubmitEvent } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { fill } from "../../shared/format";
import { usePanel } from "../parts/context";
import { sendTranscript } from "./deeds";
import { isAddress } from "./questions";
import { Refusal, refusalOf } from "./Refusal";

/** Where the conversation shall be sent. */
export function Transcript({ field }: { field: RefObject<HTMLElement | null> }): JSX.Element {
  const { chat, state, text } = usePanel();
  const box = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState(state.visitor?.email ?? "");
  const [sentTo, setSentTo] = useState("");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useLayoutEffect(() => {
    field.current = box.current;
    return () => (field.current = null);
  }, []);

  const refuse = (words: string): void => {
    setRefusal(words);
    box.current?.focus();
  };
  const send = async (address: string): Promise<void> => {
    setBusy(true);
    try {
      await sendTranscript(chat.means, address);
      setSentTo(address);
    } catch (error) {
      refuse(refusalOf(error, text));
    }
    setBusy(false);
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (isBusy) return;
    setSentTo("");
    setRefusal(null);
    const address = email.trim();
    if (isAddress(address)) void send(address);
    else refuse(text("complaint_email"));
  };

  return (
    <form class="asking-view" noValidate onSubmit={submit}>
      <p>{text("transcript_hint")}</p>
      <div class="field">
        <label for="transcript-email">{text("form_email")}</label>
        <input
          id="transcript-email"
          ref={box}
          class="input"
          type="email"
          autocomplete="email"
          dir="ltr"
          maxLength={254}
          aria-required
          aria-invalid={refusal !== null}
          aria-describedby={refusal !== null ? "transcript-complaint" : undefined}
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <Refusal words={refusal} id="transcript-complaint" />
      </div>
      <button type="submit" class="plain wide" aria-disabled={isBusy}>
        {text("send")}
      </button>
      <p role="status">{sentTo && fill(text("transcript_sent"), { email: sentTo })}</p>
    </form>
  );
}
