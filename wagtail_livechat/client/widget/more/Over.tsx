import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { LaterProps } from "../later_parts";
import { usePanel } from "../parts/context";
import { beginAnother } from "./deeds";

/** In the place of the composer. */
export function Over({ field }: LaterProps["Over"]): JSX.Element {
  const { state, text } = usePanel();
  return state.isBlocked ? <p class="closed">{text("closed")}</p> : <Ended field={field} />;
}

function Ended({ field }: LaterProps["Over"]): JSX.Element {
  const { text } = usePanel();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    field.current = button.current;
    return () => (field.current = null);
  }, []);
  return (
    <div class="ended">
      <p id="ended-words">{text("event_ended")}</p>
      <NewConversation look="plain" button={button} describedBy="ended-words" />
    </div>
  );
}

interface NewConversationProps {
  /** `plain`: what to do next; `second`: one way beside others. */
  look: "plain" | "second";
  button?: RefObject<HTMLButtonElement | null>;
  describedBy?: string;
}

export function NewConversation({ look, button, describedBy }: NewConversationProps): JSX.Element {
  const { chat, text } = usePanel();
  return (
    <button type="button" class={look} ref={button} aria-describedby={describedBy} onClick={() => beginAnother(chat.means)}>
      {text("new_conversation")}
    </button>
  );
}
