/** One box of the composer: its draft, and what is done with it. */
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { applied, type Edit } from "../completing";
import { isSendable, MOST_FILES, type Draft, type Intent, type Place, type Tab } from "../drafts";
import { placeholderFrom } from "../shortcuts";
import type { Opened } from "../state";
import { useInbox, useStateOf } from "./context";

export interface Writing {
  place: Place;
  draft: Draft;
  box: RefObject<HTMLTextAreaElement | null>;
  /** The conversation went out of reach: what was written can be read and copied. */
  isClosed: boolean;
  canSend: boolean;
  /** What went wrong with what was to be added. */
  trouble: string;
  setTrouble: (trouble: string) => void;
  /** So many files were too many for one message. */
  tellLeftOut: (count: number) => void;
  write: (text: string) => void;
  edit: (edit: Edit) => void;
  addFiles: (files: readonly File[]) => void;
  send: (intent: Intent) => void;
  sendAnyway: () => void;
  keepWriting: () => void;
}

export function useWriting(opened: Opened, tab: Tab): Writing {
  const { desk, say } = useInbox();
  const { composing } = desk;
  const place: Place = { conversation: opened.id, tab };
  const draft = useDraft(place);
  const [trouble, setTrouble] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const isClosed = opened.phase === "gone";
  const tellLeftOut = (count: number): void => setTrouble(count > 0 ? say("too_many_files", { count: MOST_FILES }) : "");
  const afterwards = (work: () => void): void => {
    work();
    setTrouble("");
    box.current?.focus();
  };
  return {
    place,
    draft,
    box,
    isClosed,
    canSend: !isClosed && isSendable(draft),
    trouble,
    setTrouble,
    tellLeftOut,
    write: (text) => composing.write(place, text),
    edit: (edit) => box.current !== null && typeInto(box.current, edit),
    addFiles: (files) => !isClosed && tellLeftOut(composing.attach(place, files)),
    send: (intent) => !isClosed && afterwards(() => composing.send(place, intent)),
    sendAnyway: () => afterwards(() => composing.sendAnyway(place)),
    keepWriting: () => {
      afterwards(() => composing.keepWriting(place));
      if (box.current !== null) selectPlaceholder(box.current);
    },
  };
}

function useDraft(place: Place): Draft {
  const { composing } = useInbox().desk;
  useStateOf(composing.model);
  return composing.draft(place);
}

/** Typed into the box rather than set, so that the browser's own "undo" takes it back. */
function typeInto(box: HTMLTextAreaElement, edit: Edit): void {
  const after = applied(box.value, edit);
  box.focus();
  box.setSelectionRange(edit.from, edit.to);
  document.execCommand(edit.words === "" ? "delete" : "insertText", false, edit.words);
  if (box.value !== after) {
    box.value = after;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  box.setSelectionRange(edit.start, edit.end);
}

function selectPlaceholder(box: HTMLTextAreaElement): void {
  const found = placeholderFrom(box.value);
  if (found !== null) box.setSelectionRange(found.start, found.end);
}
