import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { usePanel } from "./context";

const NEAR_END = 32;
const NEAR_TOP = 160;

/** Keeps the end in sight while the reader is there, and the place while older messages come in above. */
export function useScrolling(box: RefObject<HTMLDivElement | null>): () => void {
  const { chat, second, state } = usePanel();
  const { messages, pending } = state.thread;
  const seen = useRef({ height: 0, first: 0, pending: 0, isAtEnd: true });

  const toEnd = useCallback(() => {
    const log = box.current;
    if (log) log.scrollTop = log.scrollHeight;
  }, []);

  const look = useCallback(() => {
    const log = box.current;
    if (!log) return;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
    seen.current.isAtEnd = isAtEnd;
    chat.reading.setAtEnd(isAtEnd);
    if (log.scrollTop < NEAR_TOP) void chat.lookingBack.loadOlder();
  }, [chat]);

  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    const before = seen.current;
    const first = messages[0]?.id ?? 0;
    const grewAbove = before.first > 0 && first < before.first;
    const wrote = pending.length > before.pending;
    if (before.isAtEnd || wrote) toEnd();
    else if (grewAbove) log.scrollTop += log.scrollHeight - before.height;
    seen.current = { ...before, height: log.scrollHeight, first, pending: pending.length };
  }, [second.state.parts, messages, pending, state.typist]);

  useEffect(() => {
    const log = box.current;
    if (!log) return;
    // The keyboard of a phone, a longer draft or a notice takes room: the last message stays in sight.
    const resized = new ResizeObserver(() => {
      if (seen.current.isAtEnd) toEnd();
      look();
    });
    resized.observe(log);
    log.addEventListener("scroll", look, { passive: true });
    return () => {
      resized.disconnect();
      log.removeEventListener("scroll", look);
    };
  }, [look]);

  return toEnd;
}
