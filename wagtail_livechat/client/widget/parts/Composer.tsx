import type { JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { filesPasted, useDropped } from "../../shared/dropping";
import { canSend, isSendKey, roomLeft } from "../composing";
import { Later } from "../later";
import { Choice } from "./Choice";
import { usePanel } from "./context";
import { Icon } from "./icons";

export function Composer({ box }: { box: RefObject<HTMLTextAreaElement | null> }): JSX.Element {
  const { chat, memory, state, text } = usePanel();
  const [draft, setDraft] = useState(memory.draft);
  const form = useRef<HTMLFormElement>(null);
  const departed = useRef(state.departures);
  const limit = state.config?.limits.message_length ?? Infinity;
  const left = roomLeft(draft, limit);

  const change = (words: string): void => {
    setDraft(words);
    memory.draft = words;
  };
  const hasFiles = state.added.length + state.carried.length > 0;
  const isSendable = canSend(draft, limit, state);
  const send = (): void => {
    if (!isSendable) return;
    if (hasFiles) chat.carrying.hold(draft);
    else {
      chat.writing.write(draft);
      change("");
    }
    box.current?.focus();
  };
  const add = (files: readonly File[]): void => {
    chat.carrying.add(files);
    if (files.length) box.current?.focus();
  };
  const isOver = useDropped(() => form.current?.closest<HTMLElement>(".panel"), add);

  useLayoutEffect(() => grow(box.current), [draft]);
  useEffect(() => {
    // What was held has gone out.
    if (departed.current !== state.departures) setDraft("");
    departed.current = state.departures;
  }, [state.departures]);

  return (
    <form
      class={isOver ? "composer over" : "composer"}
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Choice />
      {hasFiles && <Later name="Tray" box={box} />}
      {left !== null && (
        <Later name="Room" left={left}>
          {" "}
        </Later>
      )}
      <div class="writing">
        <Attach add={add} />
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
            chat.setBegun(event.currentTarget.value ? "chat" : null);
            if (state.held !== null) chat.carrying.hold(null);
            chat.writing.noteTyping(event.currentTarget.value);
          }}
          onPaste={(event) => add(filesPasted(event))}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="send" aria-label={text("send")} title={text("send")} aria-disabled={!isSendable}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

function Attach({ add }: { add: (files: File[]) => void }): JSX.Element {
  const { state, text } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="attach" aria-label={text("attach")} title={text("attach")} onClick={() => input.current?.click()}>
        <Icon name="attach" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={state.config?.limits.file_types.join()}
        onChange={({ currentTarget }) => {
          add([...(currentTarget.files ?? [])]);
          // So that the same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </>
  );
}

/** As tall as its text; the stylesheet sets the limit. */
function grow(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.setProperty("height", "auto");
  box.style.setProperty("height", `${box.scrollHeight + 2}px`);
}
