import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { AgentConversation, VisitorDetails } from "../../shared/types";
import { NO_PANEL } from "../panel";
import { threadOf } from "../threads";
import { BlockButton, BlockedMark } from "./Blocking";
import { useInbox } from "./context";
import { Earlier } from "./Earlier";
import { Icon } from "./Icon";
import { Merging } from "./Merging";
import { Answers } from "./panel/Answers";
import { Browsing } from "./panel/Browsing";
import { Contact } from "./panel/Contact";
import { Customer } from "./panel/Customer";
import { Facts } from "./panel/Facts";
import { Head } from "./panel/Head";
import { Note } from "./panel/Note";
import { Variables } from "./panel/Variables";
import { PanelSkeleton } from "./Placeholders";

interface VisitorPaneProps {
  /** Where there is no room for the panel it is a drawer. */
  isDrawerOpen: boolean;
  close: () => void;
}

export function VisitorPane({ isDrawerOpen, close }: VisitorPaneProps): JSX.Element | null {
  const { state, say } = useInbox();
  const button = useRef<HTMLButtonElement>(null);
  const pane = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (isDrawerOpen) button.current?.focus();
  }, [isDrawerOpen]);
  const { opened } = state;
  const id = opened?.visitor?.public_id;
  // The next visitor is read from the top.
  useLayoutEffect(() => {
    if (pane.current !== null) pane.current.scrollTop = 0;
  }, [id]);
  const isShown = opened !== null && (opened.phase === "ready" || opened.phase === "loading");
  const { conversation } = threadOf(state.threads, opened?.id ?? "");
  return (
    <aside ref={pane} class={`chat-panel${isDrawerOpen ? " chat-panel--open" : ""}`} aria-label={say("visitor")}>
      <button type="button" ref={button} class="chat-quiet-button chat-panel__close" onClick={close}>
        <Icon name="cross" />
        <span class="chat-sr">{say("close")}</span>
      </button>
      {isShown && opened.visitor === null && <PanelSkeleton />}
      {isShown && opened.visitor !== null && (
        <Visitor key={opened.visitor.public_id} visitor={opened.visitor} conversation={conversation} />
      )}
    </aside>
  );
}

interface VisitorProps {
  visitor: VisitorDetails;
  conversation: AgentConversation | null;
}

function Visitor({ visitor, conversation }: VisitorProps): JSX.Element {
  const { state } = useInbox();
  const { public_id: id } = visitor;
  const panel = state.panel.visitor === id ? state.panel : NO_PANEL;
  return (
    <>
      <Head visitor={visitor} />
      <BlockedMark visitor={visitor} />
      <Contact visitor={visitor} />
      <Customer room={panel.customer} />
      <Browsing visitor={visitor} panel={panel} />
      <Note visitor={visitor} />
      <Earlier visitor={id} besides={conversation?.public_id ?? ""} room={panel.conversations} />
      <Answers visitor={visitor} />
      <Variables visitor={visitor} />
      <Facts visitor={visitor} conversation={conversation} />
      <Merging visitor={visitor} />
      <BlockButton visitor={visitor} />
    </>
  );
}
