/** What of the list is drawn, where it is scrolled to, and which row has the focus. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { AgentConversation } from "../../shared/types";
import { keptPlace, offsetsOf, rowsWithin, scrolledTo, withRow, type Offsets } from "../windowing";
import { useInbox } from "./context";

/** Pixels above and below that are drawn before they come into view. */
const MARGIN_PX = 400;

/** Each of the two kinds of rows is as high as all of its kind; measured, since fonts and density differ. */
interface Heights {
  plain: number;
  tagged: number;
}

const ESTIMATE: Heights = { plain: 68, tagged: 94 };

interface Place {
  top: number;
  height: number;
}

type Box = RefObject<HTMLDivElement | null>;
type List = RefObject<HTMLUListElement | null>;

export interface RowWindow {
  scroller: Box;
  list: List;
  offsets: Offsets;
  /** The rows to draw, by their place in the list. */
  drawn: number[];
  /** The row behind the last one that is drawn. */
  end: number;
  bottom: number;
  scrolled: () => void;
  focusIn: (event: FocusEvent) => void;
  focusOut: (event: FocusEvent) => void;
}

export function useRowWindow(rows: readonly AgentConversation[]): RowWindow {
  const scroller: Box = useRef<HTMLDivElement>(null);
  const list: List = useRef<HTMLUListElement>(null);
  const [place, setPlace] = useState<Place>({ top: 0, height: 800 });
  const heights = useHeights(list);
  const offsets = useMemo(
    () => offsetsOf(rows, (row) => (row.tags.length > 0 ? heights.tagged : heights.plain)),
    [rows, heights],
  );
  const look = (top: number): void => {
    if (scroller.current === null) return;
    if (Math.abs(scroller.current.scrollTop - top) >= 1) scroller.current.scrollTop = top;
    setPlace({ top, height: scroller.current.clientHeight });
  };
  useSize(scroller, place, look);
  useKeptPlace(rows, offsets, place, look);
  const focus = useFocus(rows, list);
  useReveal(rows, offsets, place, look, focus.give);
  const { first, end } = rowsWithin(offsets, place.top, place.top + place.height, MARGIN_PX);
  return {
    scroller,
    list,
    offsets,
    drawn: withRow({ first, end }, focus.row),
    end,
    bottom: place.top + place.height,
    scrolled: () => look(scroller.current?.scrollTop ?? 0),
    focusIn: focus.comes,
    focusOut: focus.goes,
  };
}

function useHeights(list: List): Heights {
  const [heights, setHeights] = useState(ESTIMATE);
  useLayoutEffect(() => {
    const measured = { plain: heightOf(list, "plain"), tagged: heightOf(list, "tagged") };
    const now = { plain: measured.plain || heights.plain, tagged: measured.tagged || heights.tagged };
    const differs = Math.abs(now.plain - heights.plain) + Math.abs(now.tagged - heights.tagged) > 0.1;
    if (differs) setHeights(now);
  });
  return heights;
}

function heightOf(list: List, kind: keyof Heights): number {
  return list.current?.querySelector(`.chat-row--${kind}`)?.getBoundingClientRect().height ?? 0;
}

/** A list that was hidden, as on a phone behind a thread, is where it was when it comes back. */
function useSize(scroller: Box, place: Place, look: (top: number) => void): void {
  const latest = useRef({ place, look });
  latest.current = { place, look };
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) latest.current.look(latest.current.place.top);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}

/** What is looked at stays where it is when rows above it come, go or move. */
function useKeptPlace(
  rows: readonly AgentConversation[],
  offsets: Offsets,
  { top, height }: Place,
  look: (top: number) => void,
): void {
  const before = useRef({ rows, offsets });
  useLayoutEffect(() => {
    const after = { rows, offsets };
    const kept = keptPlace(before.current, after, top, height);
    before.current = after;
    if (kept !== top) look(kept);
  }, [rows, offsets]);
}

/** Shows the row that somebody asked to see, and hands it the focus. */
function useReveal(
  rows: readonly AgentConversation[],
  offsets: Offsets,
  { top, height }: Place,
  look: (top: number) => void,
  giveFocus: (id: string) => void,
): void {
  const { desk, state } = useInbox();
  const { reveal } = state;
  useLayoutEffect(() => {
    if (reveal === null) return;
    const row = rows.findIndex(({ public_id: id }) => id === reveal.id);
    desk.browsing.revealed();
    if (row === -1) return;
    look(scrolledTo(offsets, row, top, height));
    if (reveal.focus) giveFocus(reveal.id);
  }, [reveal]);
}

interface Focus {
  /** The place of the row with the focus, which is drawn wherever it is; -1: none. */
  row: number;
  give: (id: string) => void;
  comes: (event: FocusEvent) => void;
  goes: (event: FocusEvent) => void;
}

function useFocus(rows: readonly AgentConversation[], list: List): Focus {
  const { desk } = useInbox();
  const [focused, setFocused] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const row = useMemo(() => rows.findIndex(({ public_id: id }) => id === focused), [rows, focused]);
  const note = (id: string | null): void => {
    setFocused(id);
    desk.browsing.focus(id);
  };
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const link = linkOf(list, wanted.current);
    if (link === null) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });
  useFocusOfGone(rows, row, focused);
  return {
    row,
    give: (id) => {
      wanted.current = id;
      note(id);
    },
    comes: (event) => note(idOf(event.target)),
    goes: (event) => {
      if (idOf(event.relatedTarget) === null && document.hasFocus()) note(null);
    },
  };
}

/** A row that goes must not take the focus with it: the one that takes its place gets it. */
function useFocusOfGone(rows: readonly AgentConversation[], row: number, focused: string | null): void {
  const { desk } = useInbox();
  const last = useRef({ id: focused, row });
  useLayoutEffect(() => {
    const { id, row: place } = last.current;
    const isGone = id !== null && place !== -1 && !rows.some(({ public_id: each }) => each === id);
    if (isGone && document.activeElement === document.body) {
      const heir = rows[Math.min(place, rows.length - 1)];
      if (heir !== undefined) desk.model.update({ reveal: { id: heir.public_id, focus: true } });
    }
    if (focused !== null || isGone) last.current = { id: focused, row };
  }, [rows, focused]);
}

function linkOf(list: List, id: string): HTMLElement | null {
  return list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] .chat-row__link`) ?? null;
}

function idOf(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>("[data-id]")?.dataset["id"] ?? null) : null;
}
