import type { ComponentChildren, JSX } from "preact";
import { useInbox } from "./context";
import { Dialog } from "./Dialog";

interface DialogFormProps {
  title: string;
  /** What the button that hands it in says. */
  action: string;
  isReady: boolean;
  /** Why it was not taken; empty: nothing is wrong. */
  trouble: string;
  /** Beside the buttons. */
  hint?: ComponentChildren;
  submit: () => void;
  close: () => void;
  children: ComponentChildren;
}

/** A question that is answered with more than yes: labels and boxes over the two buttons. */
export function DialogForm({ title, action, isReady, trouble, hint, submit, close, children }: DialogFormProps): JSX.Element {
  const { say } = useInbox();
  return (
    <Dialog title={title} close={close}>
      <form class="chat-form" onSubmit={(event) => (event.preventDefault(), submit())}>
        {children}
        <p class="chat-form__trouble" role="alert">
          {trouble}
        </p>
        <div class="chat-dialog__foot">
          {hint !== undefined && <span class="chat-dialog__hint">{hint}</span>}
          <button type="button" class="chat-button" onClick={close}>
            {say("cancel")}
          </button>
          <button type="submit" class="chat-button chat-button--main" disabled={!isReady}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
