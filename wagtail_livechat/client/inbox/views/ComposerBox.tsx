import type { JSX, RefObject } from "preact";
import { useId, useLayoutEffect } from "preact/hooks";
import { filesPasted } from "../../shared/dropping";
import type { Completion } from "./completion";
import { useInbox } from "./context";
import { optionId } from "./Option";
import { Suggestions } from "./Suggestions";
import type { Writing } from "./writing";

interface BoxProps {
  writing: Writing;
  completion: Completion;
}

/** Where it is written: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/, in a box of several lines. */
export function ComposerBox({ writing, completion }: BoxProps): JSX.Element {
  const { say } = useInbox();
  const { tab } = writing.place;
  const list = useId();
  const { isOpen, suggestions, active, follow } = completion;
  useGrowing(writing.box, writing.draft.text);
  return (
    <div class="chat-composer__frame">
      <Suggestions id={list} completion={completion} />
      <textarea
        ref={writing.box}
        class={`chat-composer__box chat-composer__box--${tab}`}
        dir="auto"
        rows={2}
        aria-label={say(tab)}
        aria-describedby={tab === "note" ? "chat-note-hint" : undefined}
        enterkeyhint="send"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={isOpen ? list : undefined}
        aria-activedescendant={isOpen && suggestions.length > 0 ? optionId(list, active) : undefined}
        placeholder={say(`${tab}_box_hint`)}
        readOnly={writing.isClosed}
        value={writing.draft.text}
        onInput={(event) => (writing.write(event.currentTarget.value), follow())}
        onKeyUp={(event) => MOVING.test(event.key) && !isOpen && follow()}
        onClick={follow}
        onBlur={completion.leave}
        onPaste={(event) => writing.addFiles(filesPasted(event))}
        onKeyDown={(event) => pressed(event, writing, completion)}
      />
    </div>
  );
}

/** Keys that move the cursor without writing. */
const MOVING = /^(Arrow|Home|End|Page)/;

function pressed(event: KeyboardEvent, writing: Writing, completion: Completion): void {
  const isUsed = completion.pressed(event) || sends(event, writing) || leaves(event);
  if (!isUsed) return;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Enter sends, with Ctrl or Cmd it resolves, too; Shift+Enter begins a line. The Enter that ends a composition
 * (Japanese, Chinese, …) does nothing.
 */
function sends(event: KeyboardEvent, writing: Writing): boolean {
  const isComposing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || isComposing || event.shiftKey || event.altKey) return false;
  writing.send(event.ctrlKey || event.metaKey ? "resolve" : "send");
  return true;
}

/** Esc leads out of the box, to where single keys have a meaning. */
function leaves(event: KeyboardEvent): boolean {
  if (event.key !== "Escape" || event.isComposing) return false;
  // There is no log before it is loaded.
  const find = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(name);
  const outside = find(".chat-log") ?? find(".chat-thread__title");
  outside?.focus({ preventScroll: true });
  return outside !== null;
}

function useGrowing(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
  }, [text]);
}
