import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { AgentConversation } from "../../shared/types";
import { useInbox } from "./context";
import { DialogForm } from "./DialogForm";
import { useSubmitting } from "./submitting";

interface TranscriptProps {
  conversation: AgentConversation;
  close: () => void;
}

/** Sends what the visitor may read by e-mail; the thread tells what became of it. */
export function TranscriptDialog({ conversation, close }: TranscriptProps): JSX.Element {
  const { desk, say } = useInbox();
  const [email, setEmail] = useState(conversation.visitor.email);
  const { isBusy, trouble, submit } = useSubmitting(close);
  const send = (): void => submit(() => desk.acting.sendTranscript(conversation.public_id, email.trim()));
  const id = useId();
  return (
    <DialogForm
      title={say("transcript")}
      action={say("send")}
      isReady={!isBusy}
      trouble={trouble}
      submit={send}
      close={close}
    >
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
    </DialogForm>
  );
}
