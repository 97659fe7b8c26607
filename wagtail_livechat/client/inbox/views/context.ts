/** What every part of the inbox is given: the desk, the state, the texts and the times. */
import { createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Formatter } from "../../shared/format";
import type { Desk } from "../desk";
import type { Keyboard } from "../keyboard";
import type { NameOf } from "../labels";
import type { Model } from "../model";
import type { InboxState } from "../state";
import type { Say } from "../texts";

export interface Inbox {
  desk: Desk;
  state: InboxState;
  say: Say;
  nameOf: NameOf;
  format: Formatter;
  keyboard: Keyboard;
  login: string;
  links: ManagersLinks;
  /** Where agents change what Wagtail keeps of them. */
  account: string;
}

/** Where in Wagtail's admin a manager edits what the team shares; empty for everybody else. */
export type ManagersLinks = Readonly<Record<"groups" | "tags" | "shortcuts", string>>;

export const InboxContext = createContext<Inbox | null>(null);

export function useInbox(): Inbox {
  const inbox = useContext(InboxContext);
  if (inbox === null) throw new Error("A part of the inbox was drawn outside of it.");
  return inbox;
}

/** What a part of the desk keeps for itself, drawn again when it changes. */
export function useStateOf<S extends object>(model: Model<S>): S {
  const [, redraw] = useState({});
  useLayoutEffect(() => model.watch(() => redraw({})), [model]);
  return model.state;
}

/** The time, again and again: waiting times tick. */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
