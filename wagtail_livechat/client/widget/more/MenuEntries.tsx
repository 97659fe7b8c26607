import type { JSX, TargetedKeyboardEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { LaterProps } from "../later_parts";
import { usePanel } from "../parts/context";
import { entriesFor, type Entry } from "./entries";
import { MoreIcon } from "./icons";
import { movedTo } from "./moving";

export function MenuEntries({ button, close }: LaterProps["MenuEntries"]): JSX.Element {
  const panel = usePanel();
  const list = useRef<HTMLDivElement>(null);
  const leave = (): void => {
    close();
    button.current?.focus();
  };
  const choose = (entry: Entry): void => {
    leave();
    entry.choose();
  };

  useLayoutEffect(() => entriesIn(list.current)[0]?.focus(), []);
  // An effect after the paint would miss a press made as soon as the menu shows.
  useLayoutEffect(() => onLeft(list.current, button.current, close), []);

  return (
    <div class="entries" role="menu" aria-label={panel.text("more")} ref={list} onKeyDown={(event) => pressed(event, leave)}>
      {entriesFor(panel).map((entry) => (
        <button type="button" class="entry" role="menuitem" tabIndex={-1} key={entry.label} onClick={() => choose(entry)}>
          <MoreIcon name={entry.icon} />
          {entry.label}
        </button>
      ))}
    </div>
  );
}

function entriesIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>(".entry") ?? [])];
}

function pressed(event: TargetedKeyboardEvent<HTMLDivElement>, leave: () => void): void {
  const entries = entriesIn(event.currentTarget);
  const to = movedTo(event.key, entries.indexOf(event.target as HTMLElement), entries.length);
  if (to === null && event.key !== "Escape") return;
  event.preventDefault();
  // Or else Esc would close the whole chat.
  event.stopPropagation();
  if (to === null) leave();
  else entries[to]?.focus();
}

/** Calls back when somebody presses, or moves the focus to, something that is neither the list nor its button. */
function onLeft(list: HTMLElement | null, button: HTMLElement | null, leave: () => void): () => void {
  const isOutside = (target: EventTarget | null | undefined): boolean =>
    target instanceof Node && !list?.contains(target) && !button?.contains(target);
  const onPress = (event: Event): void => {
    if (isOutside(event.composedPath()[0])) leave();
  };
  // Without a target the window lost the focus, or a browser that focuses no buttons was clicked in.
  const onBlur = (event: FocusEvent): void => {
    if (isOutside(event.relatedTarget)) leave();
  };
  document.addEventListener("pointerdown", onPress);
  list?.addEventListener("focusout", onBlur);
  return () => {
    document.removeEventListener("pointerdown", onPress);
    list?.removeEventListener("focusout", onBlur);
  };
}
