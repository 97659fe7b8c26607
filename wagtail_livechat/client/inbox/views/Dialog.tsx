/** A question over the page. The browser keeps the focus inside; Esc closes it, and the focus goes back. */
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface DialogProps {
  title: string;
  close: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, close, children }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useModal(dialog, close);
  return (
    <dialog
      ref={dialog}
      class="chat-dialog"
      aria-labelledby={id}
      onKeyDown={(event) => event.stopPropagation()}
      onKeyPress={(event) => event.stopPropagation()}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div class="chat-dialog__body">
        <h2 class="chat-dialog__title" id={id}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}

function useModal(dialog: RefObject<HTMLDialogElement | null>, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  // Before the paint: a key pressed as soon as it shows is meant for it.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    const closed = (): void => latest.current();
    // The browser would give the focus back now and tell us later: a key pressed meanwhile would come to nothing.
    const cancelled = (event: Event): void => {
      event.preventDefault();
      latest.current();
    };
    element.addEventListener("cancel", cancelled);
    element.addEventListener("close", closed);
    element.showModal();
    return () => {
      element.removeEventListener("cancel", cancelled);
      element.removeEventListener("close", closed);
      // Taken away while it is open, it would keep the focus to itself.
      element.close();
    };
  }, []);
}

interface ConfirmProps {
  title: string;
  text: string;
  /** What the button that goes on with it says. */
  action: string;
  cancel: string;
  confirm: () => void;
  close: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, text, action, cancel, confirm, close }: ConfirmProps): JSX.Element {
  const goOn = (): void => {
    close();
    confirm();
  };
  return (
    <Dialog title={title} close={close}>
      <p>{text}</p>
      <div class="chat-dialog__foot">
        <button type="button" class="chat-button" onClick={close}>
          {cancel}
        </button>
        <button type="button" class="chat-button chat-button--critical" onClick={goOn}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
