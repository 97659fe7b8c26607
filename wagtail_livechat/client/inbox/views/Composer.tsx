import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useDropped } from "../../shared/dropping";
import { isEmpty, TABS, type Tab } from "../drafts";
import type { Opened } from "../state";
import { Asking } from "./Asking";
import { useCompletion } from "./completion";
import { ComposerBox } from "./ComposerBox";
import { ComposerFoot } from "./ComposerFoot";
import { useInbox } from "./context";
import { FileChips } from "./FileChips";
import { useCommands } from "./keys";
import { useWriting } from "./writing";

export function Composer({ opened }: { opened: Opened }): JSX.Element {
  const [tab, setTab] = useTab(opened.id);
  const form = useRef<HTMLFormElement>(null);
  const room = useRef<HTMLDivElement>(null);
  /** What is typed next is meant for the box that is about to come. */
  const isWriting = useRef(false);
  /** Between one box and the other the room is kept: a thread that grew for a moment would lose its place. */
  const choose = (chosen: Tab): void => {
    if (room.current) room.current.style.minBlockSize = `${room.current.offsetHeight}px`;
    setTab(chosen);
  };
  const write = (chosen: Tab): void => {
    isWriting.current = chosen !== tab;
    choose(chosen);
    if (chosen === tab) boxIn(form.current)?.focus();
  };
  useLayoutEffect(() => {
    if (isWriting.current) boxIn(form.current)?.focus();
    isWriting.current = false;
    room.current?.style.removeProperty("min-block-size");
  }, [tab]);
  useCommands({ reply: () => write("reply"), note: () => write("note") });
  useFirstFocus(form);
  return (
    <div class={`chat-composer chat-composer--${tab}`} ref={room}>
      <Tabs tab={tab} choose={choose} write={write} />
      <Writer key={tab} opened={opened} tab={tab} form={form} />
    </div>
  );
}

/** What was begun comes first: a note where only a note was. */
function useTab(conversation: string): [Tab, (tab: Tab) => void] {
  const { composing } = useInbox().desk;
  const isBegun = (tab: Tab): boolean => !isEmpty(composing.draft({ conversation, tab }));
  return useState<Tab>(() => (isBegun("note") && !isBegun("reply") ? "note" : "reply"));
}

interface TabsProps {
  tab: Tab;
  choose: (tab: Tab) => void;
  /** Chooses, and puts the cursor into the box. */
  write: (tab: Tab) => void;
}

function Tabs({ tab, choose, write }: TabsProps): JSX.Element {
  const { say } = useInbox();
  const move = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = tab === "reply" ? "note" : "reply";
    event.preventDefault();
    choose(other);
    document.getElementById(`chat-${other}-tab`)?.focus();
  };
  return (
    <div class="chat-composer__head">
      <div class="chat-composer__tabs" role="tablist" aria-label={say("composer")} onKeyDown={move}>
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`chat-${each}-tab`}
            class="chat-tab"
            aria-selected={each === tab}
            aria-controls={each === tab ? `chat-${each}` : undefined}
            tabIndex={each === tab ? 0 : -1}
            // Who presses it with a key goes on with the arrows; who points at it wants to write.
            onClick={(event) => (event.detail > 0 ? write(each) : choose(each))}
          >
            {say(each)}
          </button>
        ))}
      </div>
      {tab === "note" && (
        <span class="chat-composer__private" id="chat-note-hint">
          {say("only_agents")}
        </span>
      )}
    </div>
  );
}

interface WriterProps {
  opened: Opened;
  tab: Tab;
  form: RefObject<HTMLFormElement | null>;
}

function Writer({ opened, tab, form }: WriterProps): JSX.Element {
  const writing = useWriting(opened, tab);
  const completion = useCompletion(writing);
  const isOver = useDropped(() => form.current?.closest<HTMLElement>(".chat-thread"), writing.addFiles);
  return (
    <div id={`chat-${tab}`} role="tabpanel" aria-labelledby={`chat-${tab}-tab`}>
      <form
        ref={form}
        class={`chat-composer__form${isOver ? " chat-composer__form--over" : ""}`}
        onSubmit={(event) => (event.preventDefault(), writing.send("send"))}
      >
        <Asking writing={writing} />
        <ComposerBox writing={writing} completion={completion} />
        <FileChips writing={writing} />
        <p class="chat-composer__trouble" role="alert">
          {writing.trouble}
        </p>
        <ComposerFoot writing={writing} completion={completion} />
      </form>
    </div>
  );
}

/** Ready to write; on a phone, where the keyboard would hide what there is to read, at the head of the thread. */
function useFirstFocus(form: RefObject<HTMLFormElement | null>): void {
  useLayoutEffect(() => {
    const hasRoom = matchMedia("(min-width: 720px) and (hover: hover)").matches;
    const target = hasRoom ? boxIn(form.current) : document.querySelector<HTMLElement>(".chat-thread__title");
    target?.focus({ preventScroll: true });
  }, []);
}

function boxIn(form: HTMLFormElement | null): HTMLTextAreaElement | null {
  return form?.querySelector<HTMLTextAreaElement>(".chat-composer__box") ?? null;
}
