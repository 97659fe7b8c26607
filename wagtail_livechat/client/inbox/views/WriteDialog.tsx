import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { LiveVisitor } from "../../shared/types";
import { LONGEST } from "../drafts";
import { Length } from "./ComposerFoot";
import { useInbox } from "./context";
import { DialogForm } from "./DialogForm";
import { useSubmitting } from "./submitting";

interface WriteProps {
  visitor: LiveVisitor;
  close: () => void;
}

/** The first words to somebody on the site; their conversation opens when they are stored. */
export function WriteDialog({ visitor, close }: WriteProps): JSX.Element {
  const { desk, say, nameOf } = useInbox();
  const { public_id: id } = visitor;
  const [text, setText] = useState(() => desk.visiting.draft(id));
  const { isBusy, trouble, submit } = useSubmitting(close);
  const body = text.trim();
  const canSend = body !== "" && text.length <= LONGEST && !isBusy;
  const send = (): void => {
    if (canSend) submit(() => desk.visiting.write(id, body));
  };
  const write = (written: string): void => {
    setText(written);
    desk.visiting.keepDraft(id, written);
  };
  const box = useId();
  return (
    <DialogForm
      title={say("write_to", { name: nameOf(visitor) })}
      action={say("send")}
      isReady={canSend}
      trouble={trouble}
      hint={
        <>
          <Length length={text.length} /> {say("enter_sends")}
        </>
      }
      submit={send}
      close={close}
    >
      <label class="chat-form__label" for={box}>
        {say("write_message")}
      </label>
      <textarea
        id={box}
        class="chat-form__box"
        rows={4}
        dir="auto"
        enterkeyhint="send"
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => isSending(event) && (event.preventDefault(), send())}
      />
    </DialogForm>
  );
}

/** As in the composer: Enter sends, Shift+Enter begins a line, and the Enter that ends a composition does nothing. */
function isSending(event: KeyboardEvent): boolean {
  const isComposing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !isComposing && !event.shiftKey && !event.altKey;
}
