import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { fill } from "../../shared/format";
import { canSend, isSendKey, roomLeft } from "../composing";
import { Choice } from "./Choice";
import { usePanel } from "./context";
import { Icon } from "./icons";

function Room({ left }: { left: number }): JSX.Element {
  const { text } = usePanel();
  const words = left < 0 ? text("too_long_by") : text("characters_left");
  return <p class={left < 0 ? "room over" : "room"}>{fill(words, { count: Math.abs(left) })}</p>;
}

export function Composer({ box }: { box: RefObject<HTMLTextAreaElement | null> }): JSX.Element {
  const { chat, memory, state, text } = usePanel();
  const [draft, setDraft] = useState(memory.draft);
  const limit = state.config?.limits.message_length ?? Infinity;
  const left = roomLeft(draft, limit);

  const change = (words: string): void => {
    setDraft(words);
    memory.draft = words;
  };
  const send = (): void => {
    if (!canSend(draft, limit)) return;
    chat.writing.write(draft);
    change("");
    box.current?.focus();
  };

  useLayoutEffect(() => grow(box.current), [draft]);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Choice />
      {left !== null && <Room left={left} />}
      <div class="writing">
        <textarea
          ref={box}
          class="box"
          rows={1}
          aria-label={text("message")}
          placeholder={text("placeholder")}
          enterkeyhint="send"
          dir="auto"
          value={draft}
          onInput={(event) => {
            change(event.currentTarget.value);
            chat.writing.noteTyping(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="send" aria-label={text("send")} title={text("send")} aria-disabled={!canSend(draft, limit)}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

/** As tall as its text; the stylesheet sets the limit. */
function grow(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.setProperty("height", "auto");
  box.style.setProperty("height", `${box.scrollHeight + 2}px`);
}
