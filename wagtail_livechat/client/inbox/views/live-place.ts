/** Where the list of visitors is looked at: its place and its focus stay while rows come and go. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { LiveVisitor } from "../../shared/types";
import { keptPlace, offsetsOf, type Offsets } from "../windowing";

type List = RefObject<HTMLUListElement | null>;

export interface FocusOfRows {
  list: List;
  /** The row with the focus. */
  current: () => string | null;
  give: (id: string) => void;
  comes: (event: FocusEvent) => void;
  goes: (event: FocusEvent) => void;
}

/** A row that is drawn anew keeps the focus; of one that goes, the row that takes its place gets it. */
export function useKeptFocus(visitors: readonly LiveVisitor[], list: List): FocusOfRows {
  const last = useRef<{ id: string; place: number } | null>(null);
  // What goes while rows are drawn takes its focus along; nobody moved it.
  const isDrawing = useRef(true);
  isDrawing.current = true;
  const note = (id: string | null): void => {
    const place = visitors.findIndex(({ public_id: each }) => each === id);
    last.current = id === null ? null : { id, place };
  };
  const give = (id: string): void => controlOf(list, id)?.focus();
  useLayoutEffect(() => {
    isDrawing.current = false;
    if (last.current === null) return;
    const { id, place } = last.current;
    const isListed = visitors.some(({ public_id: each }) => each === id);
    const heir = isListed ? id : visitors[Math.min(place, visitors.length - 1)]?.public_id;
    if (document.activeElement === document.body && heir !== undefined) {
      controlOf(list, heir)?.focus({ preventScroll: true });
    }
    note(heir ?? null);
  });
  return {
    list,
    current: () => last.current?.id ?? null,
    give,
    comes: (event) => note(idOf(event.target)),
    goes: (event) => {
      if (!isDrawing.current && document.hasFocus() && idOf(event.relatedTarget) === null) note(null);
    },
  };
}

interface Drawn {
  rows: readonly { public_id: string; revision: number }[];
  offsets: Offsets;
}

/** What is looked at stays where it is; at the top, who comes is seen. */
export function useKeptScroll(
  visitors: readonly LiveVisitor[],
  scroller: RefObject<HTMLDivElement | null>,
  list: List,
): () => void {
  const before = useRef<Drawn>({ rows: [], offsets: offsetsOf([], () => 0) });
  const place = useRef(0);
  const top = scroller.current?.scrollTop ?? 0;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || element.clientHeight === 0) return;
    const after = drawn(visitors, list);
    const kept = keptPlace(before.current, after, top, element.clientHeight);
    before.current = after;
    if (Math.abs(kept - element.scrollTop) >= 1) element.scrollTop = kept;
    place.current = element.scrollTop;
  }, [visitors]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    // A list that was hidden, as on a phone behind a thread, has forgotten its place.
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) element.scrollTop = place.current;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return () => {
    if (scroller.current !== null && scroller.current.clientHeight > 0) place.current = scroller.current.scrollTop;
  };
}

function drawn(visitors: readonly LiveVisitor[], list: List): Drawn {
  const rows = visitors.map(({ public_id }) => ({ public_id, revision: 0 }));
  const elements = [...(list.current?.children ?? [])];
  return { rows, offsets: offsetsOf(elements, (element) => element.getBoundingClientRect().height) };
}

/** What of a row is pressed. */
export function controlOf(list: List, id: string | null): HTMLElement | null {
  return list.current?.querySelector<HTMLElement>(`[data-visitor="${CSS.escape(id ?? "")}"] > .chat-live__row`) ?? null;
}

function idOf(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>("[data-visitor]")?.dataset["visitor"] ?? null) : null;
}
