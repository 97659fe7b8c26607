import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { replacing } from "../completing";
import { LONGEST } from "../drafts";
import { withPage } from "../pages";
import { threadOf } from "../threads";
import type { Completion } from "./completion";
import { useInbox } from "./context";
import { EmojiPicker } from "./EmojiPicker";
import { Icon } from "./Icon";
import { PagePicker } from "./PagePicker";
import type { Writing } from "./writing";

const NEAR_LIMIT = LONGEST - 1_000;

interface FootProps {
  writing: Writing;
  completion: Completion;
}

/** What can be put in, what there is to know, and "Send". */
export function ComposerFoot({ writing, completion }: FootProps): JSX.Element {
  const { say } = useInbox();
  const isWaiting = writing.draft.held !== null && writing.draft.held.questions.length === 0;
  return (
    <div class="chat-composer__foot">
      <FileButton writing={writing} />
      <EmojiButton writing={writing} />
      <PageButton writing={writing} />
      <button
        type="button"
        class="chat-tool"
        disabled={writing.isClosed}
        // The box keeps its cursor.
        onPointerDown={(event) => event.preventDefault()}
        onClick={completion.begin}
      >
        <span class="chat-tool__sign">/</span> <span class="chat-tool__word">{say("shortcuts_button")}</span>
      </button>
      <Length length={writing.draft.text.length} />
      <span class="chat-composer__hint" role="status">
        {say(isWaiting ? "waits_for_files" : "enter_sends")}
      </span>
      <button type="submit" class="chat-button chat-button--main" disabled={!writing.canSend}>
        {say("send")}
      </button>
    </div>
  );
}

function FileButton({ writing }: { writing: Writing }): JSX.Element {
  const { say } = useInbox();
  const input = useRef<HTMLInputElement>(null);
  const chosen = (files: FileList | null): void => {
    writing.addFiles([...(files ?? [])]);
    // The same file can be chosen again.
    if (input.current !== null) input.current.value = "";
    writing.box.current?.focus();
  };
  return (
    <>
      <input ref={input} type="file" multiple hidden onChange={(event) => chosen(event.currentTarget.files)} />
      <button
        type="button"
        class="chat-tool"
        aria-label={say("add_file")}
        title={say("add_file_hint")}
        disabled={writing.isClosed}
        onClick={() => input.current?.click()}
      >
        <Icon name="circle-plus" /> <span class="chat-tool__word">{say("file")}</span>
      </button>
    </>
  );
}

function EmojiButton({ writing }: { writing: Writing }): JSX.Element {
  const { say } = useInbox();
  const [isOpen, setOpen] = useState(false);
  const { box } = writing;
  const close = (): void => {
    setOpen(false);
    box.current?.focus();
  };
  const pick = (sign: string): void => {
    setOpen(false);
    const { selectionStart: from, selectionEnd: to } = box.current ?? { selectionStart: 0, selectionEnd: 0 };
    writing.edit(replacing(from, to, sign));
  };
  return (
    <div class="chat-emoji-frame">
      <button
        type="button"
        class="chat-tool"
        aria-label={say("emoji")}
        title={say("emoji")}
        aria-haspopup="grid"
        aria-expanded={isOpen}
        disabled={writing.isClosed}
        onClick={() => setOpen(!isOpen)}
      >
        <span class="chat-tool__sign">☺</span>
      </button>
      {isOpen && <EmojiPicker pick={pick} close={close} />}
    </div>
  );
}

function PageButton({ writing }: { writing: Writing }): JSX.Element {
  const { state, say } = useInbox();
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { box, place } = writing;
  const site = threadOf(state.threads, place.conversation).conversation?.site;
  const pick = (url: string): void => {
    setOpen(false);
    if (box.current === null) return;
    const { value, selectionStart, selectionEnd } = box.current;
    writing.edit(withPage(value, selectionStart, selectionEnd, url));
  };
  const close = (returns: boolean): void => {
    setOpen(false);
    if (returns) opener.current?.focus();
  };
  return (
    <div class="chat-emoji-frame">
      <button
        ref={opener}
        type="button"
        class="chat-tool"
        title={say("page_hint")}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        disabled={writing.isClosed || site === undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="link" /> <span class="chat-tool__word">{say("page_button")}</span>
      </button>
      {isOpen && site !== undefined && <PagePicker site={site} pick={pick} close={close} />}
    </div>
  );
}

export function Length({ length }: { length: number }): JSX.Element | null {
  const { say } = useInbox();
  if (length < NEAR_LIMIT) return null;
  const over = length > LONGEST;
  return (
    <span class={`chat-composer__length${over ? " chat-composer__length--over" : ""}`}>
      {over ? say("too_long", { count: length - LONGEST }) : say("left", { count: LONGEST - length })}
    </span>
  );
}
