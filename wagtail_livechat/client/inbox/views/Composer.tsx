import type { JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Opened } from "../state";
import { useInbox } from "./context";

const LIMIT = 10_000;
const NEAR_LIMIT = 9_000;

export function Composer({ opened }: { opened: Opened }): JSX.Element {
  const { desk, say } = useInbox();
  const [text, setText] = useState(() => desk.storage.draft(opened.id));
  const box = useRef<HTMLTextAreaElement>(null);
  const isClosed = opened.phase === "gone";
  const canSend = !isClosed && text.trim() !== "" && text.length <= LIMIT;

  const change = (value: string): void => {
    setText(value);
    desk.storage.keepDraft(opened.id, value);
  };
  const send = (): void => {
    if (!canSend) return;
    desk.send(text.trim());
    change("");
    box.current?.focus();
  };
  useGrowing(box, text);
  useFirstFocus(box);

  return (
    <form class="chat-composer" onSubmit={(event) => (event.preventDefault(), send())}>
      <div class="chat-composer__tabs" role="tablist" aria-label={say("composer")}>
        <button
          type="button"
          role="tab"
          id="chat-reply-tab"
          class="chat-tab"
          aria-selected="true"
          aria-controls="chat-reply"
        >
          {say("reply")}
        </button>
      </div>
      <div id="chat-reply" role="tabpanel" aria-labelledby="chat-reply-tab">
        <textarea
          ref={box}
          class="chat-composer__box"
          dir="auto"
          rows={2}
          aria-label={say("reply")}
          placeholder={say("reply_placeholder")}
          readOnly={isClosed}
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => sendsWith(event) && (event.preventDefault(), send())}
        />
        <div class="chat-composer__foot">
          <Length length={text.length} />
          <span class="chat-composer__hint">{say("enter_sends")}</span>
          <button type="submit" class="chat-button chat-button--main" disabled={!canSend}>
            {say("send")}
          </button>
        </div>
      </div>
    </form>
  );
}

/** Enter sends, Shift+Enter begins a line; the Enter that ends a composition (Japanese, Chinese, …) does neither. */
function sendsWith(event: KeyboardEvent): boolean {
  const isComposing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !isComposing && !event.shiftKey && !event.altKey;
}

function Length({ length }: { length: number }): JSX.Element | null {
  const { say } = useInbox();
  if (length < NEAR_LIMIT) return null;
  const over = length > LIMIT;
  return (
    <span class={`chat-composer__length${over ? " chat-composer__length--over" : ""}`}>
      {over ? say("too_long", { count: length - LIMIT }) : say("left", { count: LIMIT - length })}
    </span>
  );
}

function useGrowing(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
  }, [text]);
}

/** Ready to write; on a phone, where the keyboard would hide what there is to read, at the head of the thread. */
function useFirstFocus(box: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const hasRoom = matchMedia("(min-width: 720px) and (hover: hover)").matches;
    const target = hasRoom ? box.current : document.querySelector<HTMLElement>(".chat-thread__title");
    target?.focus({ preventScroll: true });
  }, []);
}
