/** A box that completes the site's tags while one types: the combobox of https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { TagShape } from "../../shared/types";
import { suggestions } from "../tagging";
import { useInbox } from "./context";

interface TagBoxProps {
  known: readonly TagShape[];
  names: readonly string[];
  trouble: string;
  /** False where the text cannot be a tag: then it stays in the box. */
  add: (text: string) => boolean;
  removeLast: () => void;
  close: (focus: boolean) => void;
}

export function TagBox({ known, names, trouble, add, removeLast, close }: TagBoxProps): JSX.Element {
  const { say } = useInbox();
  const [text, setText] = useState("");
  const [active, setActive] = useState(-1);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  const options = suggestions(known, names, text);
  useEffect(() => box.current?.focus(), []);

  const write = (value: string): void => {
    setText(value);
    setActive(-1);
  };
  const choose = (name: string): void => {
    if (add(name)) write("");
    box.current?.focus();
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => setActive(active + 1 < options.length ? active + 1 : -1),
    ArrowUp: () => setActive(active < 0 ? options.length - 1 : active - 1),
    Enter: () => (text.trim() === "" && active < 0 ? close(true) : choose(options[active]?.name ?? text)),
    Escape: () => close(true),
  };
  return (
    <div class="chat-tags__combo">
      <input
        ref={box}
        class="chat-tags__box"
        role="combobox"
        aria-label={say("new_tag")}
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
        aria-invalid={trouble !== ""}
        autoComplete="off"
        dir="auto"
        placeholder={say("new_tag")}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onBlur={() => text.trim() === "" && close(false)}
        onKeyDown={(event) => pressed(event, text, keys, removeLast)}
      />
      <ul class="chat-tags__options" id={`${id}-list`} role="listbox" aria-label={say("tags")} hidden={options.length === 0}>
        {options.map((tag, index) => (
          <Option key={tag.id} id={`${id}-${index}`} tag={tag} isActive={index === active} choose={choose} />
        ))}
      </ul>
    </div>
  );
}

interface OptionProps {
  id: string;
  tag: TagShape;
  isActive: boolean;
  choose: (name: string) => void;
}

function Option({ id, tag, isActive, choose }: OptionProps): JSX.Element {
  return (
    <li
      id={id}
      class="chat-tags__option"
      role="option"
      aria-selected={isActive}
      // The box keeps the focus, and so it stays open.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => choose(tag.name)}
    >
      {tag.colour !== "" && <span class="chat-tag__dot" style={{ backgroundColor: tag.colour }} aria-hidden="true" />}
      <span dir="auto">{tag.name}</span>
    </li>
  );
}

function pressed(event: KeyboardEvent, text: string, keys: Record<string, () => void>, removeLast: () => void): void {
  // What is typed here is no shortcut of the page.
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Backspace" && text === "") return removeLast();
  const act = keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}
