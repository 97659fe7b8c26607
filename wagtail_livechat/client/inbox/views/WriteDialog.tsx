import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { LiveVisitor } from "../../shared/types";
import { LONGEST } from "../drafts";
import { liveName } from "../live";
import { Length } from "./ComposerFoot";
import { useInbox } from "./context";
import { Dialog } from "./Dialog";
import { useSubmitting } from "./submitting";

interface WriteProps {
  visitor: LiveVisitor;
  close: () => void;
}

/** The first words to somebody on the site; their conversation opens when they are stored. */
export function WriteDialog({ visitor, close }: WriteProps): JSX.Element {
  const { desk, say, format } = useInbox();
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
    <Dialog title={say("write_to", { name: liveName(visitor, say, format.country) })} close={close}>
      <form class="chat-form" onSubmit={(event) => (event.preventDefault(), send())}>
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
        <p class="chat-form__trouble" role="alert">
          {trouble}
        </p>
        <div class="chat-dialog__foot">
          <span class="chat-dialog__hint">
            <Length length={text.length} /> {say("enter_sends")}
          </span>
          <button type="button" class="chat-button" onClick={close}>
            {say("cancel")}
          </button>
          <button type="submit" class="chat-button chat-button--main" disabled={!canSend}>
            {say("send")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** As in the composer: Enter sends, Shift+Enter begins a line, and the Enter that ends a composition does nothing. */
function isSending(event: KeyboardEvent): boolean {
  const isComposing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !isComposing && !event.shiftKey && !event.altKey;
}
