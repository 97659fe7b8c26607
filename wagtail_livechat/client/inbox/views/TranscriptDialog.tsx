import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { Problem } from "../../shared/api";
import type { AgentConversation } from "../../shared/types";
import { useInbox } from "./context";
import { Dialog } from "./Dialog";

interface TranscriptProps {
  conversation: AgentConversation;
  close: () => void;
}

/** Sends what the visitor may read by e-mail; the thread tells what became of it. */
export function TranscriptDialog({ conversation, close }: TranscriptProps): JSX.Element {
  const { say } = useInbox();
  const { email, setEmail, isBusy, trouble, submit } = useSending(conversation, close);
  const id = useId();
  return (
    <Dialog title={say("transcript")} close={close}>
      <form class="chat-form" onSubmit={(event) => (event.preventDefault(), submit())}>
        <label class="chat-form__label" for={`${id}-email`}>
          {say("transcript_to")}
        </label>
        <input
          id={`${id}-email`}
          class="chat-form__box"
          type="email"
          required
          autocomplete="off"
          aria-describedby={`${id}-hint`}
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <p class="chat-form__hint" id={`${id}-hint`}>
          {say("transcript_hint")}
        </p>
        <p class="chat-form__trouble" role="alert">
          {trouble}
        </p>
        <div class="chat-dialog__foot">
          <button type="button" class="chat-button" onClick={close}>
            {say("cancel")}
          </button>
          <button type="submit" class="chat-button chat-button--main" disabled={isBusy}>
            {say("send")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface Sending {
  email: string;
  setEmail: (email: string) => void;
  isBusy: boolean;
  trouble: string;
  submit: () => void;
}

function useSending({ public_id: id, visitor }: AgentConversation, close: () => void): Sending {
  const { desk, say } = useInbox();
  const [email, setEmail] = useState(visitor.email);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const submit = (): void => {
    setBusy(true);
    setTrouble("");
    desk.acting.sendTranscript(id, email.trim()).then(close, (error: unknown) => {
      setBusy(false);
      setTrouble((error instanceof Problem && error.detail) || say("trouble"));
    });
  };
  return { email, setEmail, isBusy, trouble, submit };
}
