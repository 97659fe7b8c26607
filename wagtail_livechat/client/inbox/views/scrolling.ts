/** Keeps the reader where they are: at the end while they are at the end, else beside the message they read. */
import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { AgentThread } from "../threads";
import { useInbox } from "./context";

const NEAR_PX = 48;
const REACH_PX = 300;

type Scroller = RefObject<HTMLDivElement | null>;

interface Scrolling {
  scroller: Scroller;
  isAtEnd: boolean;
  scrolled: () => void;
  jump: () => void;
}

export function useScrolling(thread: AgentThread): Scrolling {
  const { desk } = useInbox();
  const scroller = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);

  const scrolled = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    sticks.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    setAtEnd(sticks.current);
    desk.attend(sticks.current);
    if (element.scrollTop < REACH_PX) desk.older();
  }, [desk]);

  useKeptPlace(scroller, sticks, thread);
  useStart(scroller, sticks);
  useEffect(() => stickOnResize(scroller, sticks), []);
  useEffect(scrolled);

  const jump = useCallback((): void => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: smoothness() });
  }, []);
  return { scroller, isAtEnd, scrolled, jump };
}

/** Older messages come in above: what is read must not move. One's own new message always comes into view. */
function useKeptPlace(scroller: Scroller, sticks: { current: boolean }, thread: AgentThread): void {
  const before = useRef({ first: 0, height: 0, pending: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const first = thread.messages[0]?.id ?? 0;
    const pending = thread.pending.length;
    if (sticks.current || pending > before.current.pending) element.scrollTop = element.scrollHeight;
    else if (first < before.current.first) element.scrollTop += element.scrollHeight - before.current.height;
    before.current = { first, pending, height: element.scrollHeight };
  });
}

/** A thread opens at its end, or at the first new message where these do not fit. */
function useStart(scroller: Scroller, sticks: { current: boolean }): void {
  useLayoutEffect(() => {
    const line = scroller.current?.querySelector<HTMLElement>(".chat-new");
    if (!scroller.current || !line || line.offsetTop >= scroller.current.scrollTop) return;
    sticks.current = false;
    scroller.current.scrollTop = line.offsetTop - NEAR_PX;
  }, []);
}

function stickOnResize(scroller: Scroller, sticks: { current: boolean }): () => void {
  const element = scroller.current;
  if (element === null) return () => undefined;
  const observer = new ResizeObserver(() => {
    if (sticks.current) element.scrollTop = element.scrollHeight;
  });
  observer.observe(element);
  return () => observer.disconnect();
}

function smoothness(): ScrollBehavior {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
