/** A grid of emoji: arrows move in it, Enter chooses, Esc gives up. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { cellBeside, EMOJI, rowsOf, type Emoji } from "../emoji";
import { useInbox } from "./context";
import { closeOutside } from "./outside";

interface PickerProps {
  pick: (sign: string) => void;
  close: () => void;
}

const ALL: readonly Emoji[] = EMOJI.flatMap((group) => group.emoji);

export function EmojiPicker({ pick, close }: PickerProps): JSX.Element {
  const { say } = useInbox();
  const [current, setCurrent] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => cellIn(grid.current, current)?.focus(), [current]);
  useLayoutEffect(() => closeOutside(grid.current, close));

  const pressed = (event: KeyboardEvent): void => {
    const target = cellBeside(current, ALL.length, event.key, directionOf(grid.current));
    if (event.key !== "Escape" && target === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (target === null) close();
    else setCurrent(target);
  };
  return (
    <div class="chat-emoji" ref={grid} role="grid" aria-label={say("emoji")} onKeyDown={pressed}>
      {EMOJI.map((group) => (
        <div key={group.name} role="rowgroup" aria-label={say(`emoji_of_${group.name}`)}>
          <p class="chat-emoji__group" aria-hidden="true">
            {say(`emoji_of_${group.name}`)}
          </p>
          {rowsOf(group.emoji).map((row) => (
            <div key={row[0]?.name} class="chat-emoji__row" role="row">
              {row.map((emoji) => (
                <Cell key={emoji.name} emoji={emoji} isCurrent={ALL[current] === emoji} pick={pick} />
              ))}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

interface CellProps {
  emoji: Emoji;
  isCurrent: boolean;
  pick: (sign: string) => void;
}

function Cell({ emoji, isCurrent, pick }: CellProps): JSX.Element {
  const { say } = useInbox();
  const name = say(`emoji_${emoji.name}`);
  return (
    <div role="gridcell">
      <button
        type="button"
        class="chat-emoji__cell"
        tabIndex={isCurrent ? 0 : -1}
        aria-label={name}
        title={name}
        onClick={() => pick(emoji.sign)}
      >
        {emoji.sign}
      </button>
    </div>
  );
}

function cellIn(grid: HTMLElement | null, index: number): HTMLElement | undefined {
  return grid?.querySelectorAll<HTMLElement>(".chat-emoji__cell")[index];
}

function directionOf(grid: HTMLElement | null): 1 | -1 {
  return grid !== null && getComputedStyle(grid).direction === "rtl" ? -1 : 1;
}
