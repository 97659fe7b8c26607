/** A button that opens a menu: arrow keys and first letters move, Esc closes and gives the focus back. */
import type { ComponentChildren, JSX } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface MenuChoice {
  key: string;
  label: ComponentChildren;
  /** More about it, at the end of the line; not part of its name. */
  hint?: string;
  /** Whether it is the one of several that holds; left out where the item does something instead. */
  isChosen?: boolean;
  /** A line stands above it. */
  isApart?: boolean;
  choose: () => void;
}

interface MenuProps {
  /** What the button shows, which is also its accessible name. */
  label: ComponentChildren;
  /** The accessible name of the menu. */
  name: string;
  className: string;
  choices: MenuChoice[];
  /** Shown in place of the choices while there are none. */
  empty?: ComponentChildren;
  onOpen?: () => void;
}

export function Menu({ label, name, className, choices, empty, onOpen }: MenuProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const close = (focus: boolean): void => {
    setOpen(false);
    if (focus) button.current?.focus();
  };
  const toggle = (): void => {
    if (!isOpen) onOpen?.();
    setOpen(!isOpen);
  };
  const pick = (choice: MenuChoice): void => {
    close(true);
    if (choice.isChosen !== true) choice.choose();
  };
  useClickOutside(root, isOpen, () => close(false));
  useLayoutEffect(() => {
    if (isOpen) focusItem(root.current, "current");
  }, [isOpen, choices.length]);

  return (
    <div class="chat-menu" ref={root} onKeyDown={(event) => isOpen && menuKey(event, root.current, () => close(true))}>
      <button type="button" ref={button} class={className} aria-haspopup="menu" aria-expanded={isOpen} onClick={toggle}>
        {label}
      </button>
      {isOpen && (
        <div class="chat-menu__list" role="menu" aria-label={name}>
          {choices.map((choice) => (
            <MenuItem key={choice.key} choice={choice} pick={pick} />
          ))}
          {choices.length === 0 && empty}
        </div>
      )}
    </div>
  );
}

function MenuItem({ choice, pick }: { choice: MenuChoice; pick: (choice: MenuChoice) => void }): JSX.Element {
  const { label, hint, isChosen, isApart = false } = choice;
  const id = useId();
  return (
    <>
      {isApart && <div class="chat-menu__line" role="separator" />}
      <button
        type="button"
        role={isChosen === undefined ? "menuitem" : "menuitemradio"}
        tabIndex={-1}
        class="chat-menu__item"
        aria-checked={isChosen}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onClick={() => pick(choice)}
      >
        <span class="chat-menu__label" id={`${id}-label`}>
          {label}
        </span>
        {hint !== undefined && (
          <span class="chat-menu__hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </button>
    </>
  );
}

const MOVES: Record<string, "next" | "previous" | "first" | "last"> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  Home: "first",
  End: "last",
};

function menuKey(event: KeyboardEvent, root: HTMLElement | null, close: () => void): void {
  const move = MOVES[event.key];
  if (event.key === "Tab") return close();
  if (isLetter(event)) return focusLetter(root, event);
  if (event.key !== "Escape" && move === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (move === undefined) close();
  else focusItem(root, move);
}

function isLetter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** The next item that begins with the letter; a letter is no shortcut of the page while a menu is open. */
function focusLetter(root: HTMLElement | null, event: KeyboardEvent): void {
  event.stopPropagation();
  const items = itemsIn(root);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const inTurn = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  const wanted = event.key.toLowerCase();
  inTurn.find((item) => item.textContent?.trim().toLowerCase().startsWith(wanted))?.focus();
}

function itemsIn(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>(".chat-menu__item") ?? [])];
}

function focusItem(root: HTMLElement | null, move: "next" | "previous" | "first" | "last" | "current"): void {
  const items = itemsIn(root);
  if (items.length === 0) return;
  const at = items.indexOf(document.activeElement as HTMLElement);
  const chosen = items.findIndex((item) => item.getAttribute("aria-checked") === "true");
  const targets = { next: at + 1, previous: Math.max(at, 0) - 1, first: 0, last: -1, current: Math.max(0, chosen) };
  items.at(targets[move] % items.length)?.focus();
}

function useClickOutside(root: { current: HTMLElement | null }, isOpen: boolean, close: () => void): void {
  // Before the paint: a press made as soon as the menu shows counts.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const listener = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    document.addEventListener("pointerdown", listener);
    return () => document.removeEventListener("pointerdown", listener);
  });
}
