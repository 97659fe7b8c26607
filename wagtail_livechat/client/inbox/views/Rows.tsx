/** The list itself. However long it is, only the rows near the part that is looked at are drawn. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { shown } from "../queues";
import type { InboxState } from "../state";
import { lengthOf, offsetAt } from "../windowing";
import { useInbox } from "./context";
import { ListRow } from "./ListRow";
import { ListSkeleton, Trouble } from "./Placeholders";
import { useRowWindow } from "./row-window";

/** Pixels before the end of what is loaded at which the next page is fetched. */
const FETCH_BEFORE_PX = 800;

export function Rows(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { list, growing, opened, selection } = state;
  const { rows } = list;
  const view = useRowWindow(rows);
  const isChoosing = selection.isOn || selection.ids.size > 0;
  const size = sizeOf(state);
  const toEnd = lengthOf(view.offsets) - view.bottom;

  useEffect(() => {
    desk.browsing.look(view.end);
    if (list.cursor !== null && growing === "ready" && toEnd < FETCH_BEFORE_PX) desk.browsing.grow();
  });
  const pressed = (event: KeyboardEvent): void => {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-id]")?.dataset["id"] ?? null;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    desk.browsing.step(by, id, event.shiftKey);
  };
  return (
    <div class="chat-rows" ref={view.scroller} onScroll={view.scrolled}>
      <ul
        ref={view.list}
        role="list"
        class={`chat-rows__list${isChoosing ? " chat-rows__list--choosing" : ""}`}
        style={{ blockSize: `${lengthOf(view.offsets)}px` }}
        onKeyDown={pressed}
        onFocusIn={view.focusIn}
        onFocusOut={view.focusOut}
      >
        {view.drawn.flatMap((index) => {
          const row = rows[index];
          if (row === undefined) return [];
          return (
            <ListRow
              key={row.public_id}
              conversation={row}
              isOpen={row.public_id === opened?.id}
              isChosen={selection.ids.has(row.public_id)}
              top={offsetAt(view.offsets, index)}
              place={index + 1}
              size={size}
            />
          );
        })}
      </ul>
      {list.cursor !== null && growing !== "failed" && <ListSkeleton rows={2} />}
      {growing === "failed" && <Trouble text={say("list_failed")} retry={() => desk.browsing.grow()} />}
    </div>
  );
}

/** How long the whole list is, also where it is not loaded to its end; -1: nobody counts it. */
function sizeOf({ list, view, counts }: InboxState): number {
  if (list.cursor === null) return list.rows.length;
  if (view.status === "resolved" || counts === null) return -1;
  const count = view.group === null ? counts[view.queue] : counts.groups[view.group];
  return Math.max(shown(count), list.rows.length);
}
