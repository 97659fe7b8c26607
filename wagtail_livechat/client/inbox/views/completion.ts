/** The list that completes what is typed in the box: shortcuts after `/`, colleagues after `@`. */
import { useEffect, useState } from "preact/hooks";
import type { AgentPresence } from "../../shared/frames";
import type { AgentConversation, Colleague, ShortcutShape } from "../../shared/types";
import { triggerAt, withSign, type Sign, type Trigger } from "../completing";
import type { Place, Tab } from "../drafts";
import { mentionable, withMention } from "../mentions";
import { matching, withShortcut, type Values } from "../shortcuts";
import { threadOf } from "../threads";
import { useInbox } from "./context";
import type { Writing } from "./writing";

/** More than these are found by typing on. */
const MOST = 50;

export type Suggestion = { kind: "shortcut"; shortcut: ShortcutShape } | { kind: "colleague"; agent: AgentPresence };

export interface Completion {
  sign: Sign;
  isOpen: boolean;
  suggestions: readonly Suggestion[];
  active: number;
  pick: (suggestion: Suggestion) => void;
  /** The cursor stands somewhere else now. */
  follow: () => void;
  close: () => void;
  /** The box lost the focus. */
  leave: () => void;
  /** Begins a shortcut at the cursor. */
  begin: () => void;
  /** Returns whether the list had a use for the key. */
  pressed: (event: KeyboardEvent) => boolean;
}

const SIGNS: Record<Tab, readonly Sign[]> = { reply: ["/"], note: ["/", "@"] };

export function useCompletion(writing: Writing): Completion {
  const { box, place } = writing;
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [active, setActive] = useState(0);
  /** Where a list was closed, it stays closed until something else is typed there. */
  const [closedAt, setClosedAt] = useState(-1);
  const found = useSuggestions(writing, trigger);
  const take = usePicking(writing, trigger);
  const isWanted = trigger !== null && trigger.from !== closedAt;
  const isComing = isWanted && found === null;
  const isOpen = isWanted && isWorthShowing(trigger, found);
  const suggestions = found ?? [];

  const follow = (): void => {
    const next = box.current === null ? null : triggerIn(box.current, SIGNS[place.tab]);
    if (next?.query !== trigger?.query || next?.from !== trigger?.from) setActive(0);
    if (next === null) setClosedAt(-1);
    setTrigger(next);
  };
  const close = (): void => setClosedAt(trigger?.from ?? -1);
  const pick = (suggestion: Suggestion): void => {
    close();
    take(suggestion);
  };
  const begin = (): void => {
    if (box.current === null) return;
    const { value, selectionStart, selectionEnd } = box.current;
    setClosedAt(-1);
    writing.edit(withSign(value, selectionStart, selectionEnd, "/"));
  };
  const pressed = (event: KeyboardEvent): boolean => {
    const chosen = suggestions[active];
    const isTaking = event.key === "Enter" || event.key === "Tab";
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    // Who types faster than the list comes does not send what was to be completed.
    if (isComing) return isTaking;
    if (isOpen && event.key === "Escape") return (close(), true);
    if (!isOpen || chosen === undefined) return false;
    if (isTaking) return (pick(chosen), true);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setActive((active + step + suggestions.length) % suggestions.length);
    return step !== undefined;
  };
  const leave = (): void => setTrigger(null);
  return { sign: trigger?.sign ?? "/", isOpen, suggestions, active, pick, follow, close, leave, begin, pressed };
}

/** A word that only happens to begin with a sign is left alone; that there is nothing at all is said. */
function isWorthShowing(trigger: Trigger, suggestions: readonly Suggestion[] | null): boolean {
  return suggestions !== null && (suggestions.length > 0 || trigger.query === "");
}

function triggerIn(box: HTMLTextAreaElement, signs: readonly Sign[]): Trigger | null {
  const { value, selectionStart, selectionEnd } = box;
  return selectionStart === selectionEnd ? triggerAt(value, selectionStart, signs) : null;
}

/** Null: they are on their way. */
function useSuggestions({ place }: Writing, trigger: Trigger | null): readonly Suggestion[] | null {
  const { desk, state } = useInbox();
  const shortcuts = useShortcuts(trigger?.sign === "/");
  const colleagues = useColleagues(place, trigger?.sign === "@");
  if (trigger?.sign === "@") {
    const found = colleagues && mentionable(colleagues, trigger.query, desk.agent);
    return found && found.map((agent) => ({ kind: "colleague", agent }));
  }
  const found = shortcuts && matching(shortcuts, trigger?.query ?? "", state.opened?.visitor?.language);
  return found && found.slice(0, MOST).map((shortcut) => ({ kind: "shortcut", shortcut }));
}

function useShortcuts(isWanted: boolean): readonly ShortcutShape[] | null {
  const { desk } = useInbox();
  const site = useConversation()?.site;
  const fetch = site === undefined ? null : () => desk.directory.shortcuts(site);
  return useFetched(fetch, `${site} ${isWanted}`);
}

/** Asked for each time: who sees a conversation changes with who is in charge. */
function useColleagues({ conversation, tab }: Place, isWanted: boolean): readonly AgentPresence[] | null {
  const { desk } = useInbox();
  const fetch = tab === "reply" ? null : () => desk.directory.colleagues(conversation);
  return useFetched(fetch, String(isWanted));
}

/** Fetched before it is wanted, and again for each occasion, while what was fetched before is shown. */
function useFetched<T>(fetch: (() => Promise<T[]>) | null, occasion: string): readonly T[] | null {
  const [fetched, setFetched] = useState<readonly T[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    fetch?.().then(
      (answer) => isCurrent && setFetched(answer),
      () => isCurrent && setFetched((known) => known ?? []),
    );
    return () => {
      isCurrent = false;
    };
  }, [occasion]);
  return fetched;
}

function usePicking(writing: Writing, trigger: Trigger | null): (suggestion: Suggestion) => void {
  const { desk, state, say } = useInbox();
  const conversation = useConversation();
  const takeShortcut = (shortcut: ShortcutShape, at: Trigger): void => {
    writing.edit(withShortcut(at, shortcut, valuesFor(conversation, state.me)));
    if (shortcut.files.length === 0) return;
    desk.composing.attachFilesOf(writing.place, shortcut).then(
      (left) => writing.tellLeftOut(left),
      () => writing.setTrouble(say("shortcut_files_failed")),
    );
  };
  return (suggestion) => {
    if (trigger === null) return;
    if (suggestion.kind === "shortcut") takeShortcut(suggestion.shortcut, trigger);
    else writing.edit(withMention(writing.draft.text, trigger, suggestion.agent));
  };
}

/** Customer data will tell the order. */
function valuesFor(conversation: AgentConversation | null, me: Colleague | null): Values {
  return { visitor: conversation?.visitor.name, agent: me?.name, page: conversation?.page.title };
}

function useConversation(): AgentConversation | null {
  const { state } = useInbox();
  return threadOf(state.threads, state.opened?.id ?? "").conversation;
}
