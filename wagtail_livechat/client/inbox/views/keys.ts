/** What the keys do: each part of the page says what it can be told by key. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { AgentConversation } from "../../shared/types";
import type { Command } from "../keyboard";
import { threadOf } from "../threads";
import { useInbox, type Inbox } from "./context";

export type Commands = Partial<Record<Command, () => void>>;

/** As long as the part is shown, this is what these commands do. The commands are the same at each drawing. */
export function useCommands(commands: Commands): void {
  const { keyboard } = useInbox();
  const latest = useRef(commands);
  latest.current = commands;
  // Before the paint: a key pressed as soon as the part shows counts.
  useLayoutEffect(() => {
    const names = Object.keys(commands) as Command[];
    const ends = names.map((command) => keyboard.on(command, () => latest.current[command]?.()));
    return () => ends.forEach((end) => end());
  }, []);
}

/** What is done to the list, and to the conversation that the list or the thread is about. */
export function useDeskCommands(): void {
  const inbox = useInbox();
  useCommands({ ...listCommands(inbox), ...conversationCommands(inbox) });
}

function listCommands({ desk, state }: Inbox): Commands {
  const { browsing, selecting, resolving } = desk;
  const step = (by: number): void => (isShown(".chat-list") ? browsing.step(by) : browsing.openBeside(by));
  const select = (id: string | null): void => void (id !== null && selecting.toggle(id));
  return {
    next: () => step(1),
    previous: () => step(-1),
    open: () => browsing.open(),
    select: () => select(browsing.current),
    undo: () => void resolving.undo(),
    show_all: () => browsing.showQueue("all"),
    show_mine: () => browsing.showQueue("mine"),
    show_unassigned: () => browsing.showQueue("unassigned"),
    show_unanswered: () => browsing.showQueue("unanswered"),
    show_open: () => browsing.showTab("open"),
    show_resolved: () => browsing.showTab("resolved"),
    show_visitors: () => browsing.showTab("visitors"),
    mute: () => desk.setMuted(!state.muted),
  };
}

/** Where rows are selected, resolving and taking over are about them. */
function conversationCommands(inbox: Inbox): Commands {
  const { acting, agent, resolving, selecting } = inbox.desk;
  const aboutSelection = (act: () => void, otherwise: () => void) => () =>
    selecting.chosen.length > 0 ? act() : otherwise();
  const about = (act: (conversation: AgentConversation) => void) => () => {
    const conversation = current(inbox);
    if (conversation !== null) act(conversation);
  };
  return {
    resolve: aboutSelection(
      () => void resolving.bulk({ action: inbox.state.view.status === "open" ? "resolve" : "reopen" }),
      about((conversation) => {
        if (conversation.status === "resolved") acting.reopen(conversation.public_id);
        else if (resolving.may(conversation)) void resolving.resolve(conversation.public_id);
        else resolving.refuse(conversation.public_id);
      }),
    ),
    take: aboutSelection(
      () => void resolving.bulk({ action: "assign", agent }),
      about(({ public_id: id, assignee }) => assignee?.id !== agent && acting.assign(id, agent)),
    ),
    leave: about(({ public_id: id, assignee }) => assignee?.id === agent && acting.leave(id)),
  };
}

function current({ desk, state }: Inbox): AgentConversation | null {
  const id = desk.browsing.current ?? "";
  return state.list.rows.find((row) => row.public_id === id) ?? threadOf(state.threads, id).conversation;
}

/** Presses a button as a finger would: what it opens gives the focus back to it. */
export function press(selector: string): void {
  const button = document.querySelector<HTMLElement>(selector);
  button?.focus();
  button?.click();
}

/** On a phone the list and the thread take turns. */
function isShown(selector: string): boolean {
  return (document.querySelector(selector)?.getClientRects().length ?? 0) > 0;
}
