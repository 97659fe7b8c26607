import type { JSX } from "preact";
import { shown } from "../queues";
import { BulkBar } from "./BulkBar";
import { Count } from "./Count";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { ListSkeleton, Trouble } from "./Placeholders";
import { QueueChips } from "./QueueChips";
import { Rows } from "./Rows";

const STATUSES = ["open", "resolved"] as const;

export function ListPane(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { selection } = state;
  const isChoosing = selection.isOn || selection.ids.size > 0;
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !isChoosing) return;
    event.stopPropagation();
    desk.selecting.clear();
  };
  return (
    <nav class="chat-list" aria-label={say("conversations")} onKeyDown={escape}>
      {state.me?.worker && <Warning text={state.me.worker.detail} />}
      <StatusTabs />
      <div class="chat-list__panel" id="chat-list-panel" role="tabpanel" aria-label={say(`tab_${state.view.status}`)}>
        {state.view.status === "open" && <QueueChips />}
        <Notice />
        <Listed />
      </div>
      {isChoosing && <BulkBar />}
    </nav>
  );
}

function Warning({ text }: { text: string }): JSX.Element {
  return (
    <p class="chat-warning">
      <Icon name="warning" />
      {text}
    </p>
  );
}

/** Why something was not done. */
function Notice(): JSX.Element | null {
  const { desk, state, say } = useInbox();
  if (state.notice === "") return null;
  return (
    <div class="chat-trouble chat-trouble--list" role="alert">
      <span>{state.notice}</span>
      <button
        type="button"
        class="chat-quiet-button"
        aria-label={say("dismiss")}
        onClick={() => desk.resolving.forgetNotice()}
      >
        <Icon name="cross" />
      </button>
    </div>
  );
}

function StatusTabs(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { status } = state.view;
  const move = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    desk.browsing.showStatus(status === "open" ? "resolved" : "open");
    const tabs = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=tab]");
    tabs[status === "open" ? 1 : 0]?.focus();
  };
  return (
    <div class="chat-list__head">
      <div class="chat-tabs" role="tablist" aria-label={say("conversations")} onKeyDown={move}>
        {STATUSES.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            class="chat-tab"
            aria-selected={each === status}
            aria-controls="chat-list-panel"
            tabIndex={each === status ? 0 : -1}
            onClick={() => desk.browsing.showStatus(each)}
          >
            {say(`tab_${each}`)} {each === "open" && state.counts !== null && <Count value={shown(state.counts.all)} />}
          </button>
        ))}
      </div>
      <ChooseButton />
    </div>
  );
}

/** Where no pointer hovers, a button brings the boxes that choose rows. */
function ChooseButton(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { isOn } = state.selection;
  const press = (): void => (isOn ? desk.selecting.clear() : desk.selecting.begin());
  return (
    <button type="button" class="chat-link-button chat-list__choose" aria-pressed={isOn} onClick={press}>
      {say("choose")}
    </button>
  );
}

function Listed(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { list, listing } = state;
  if (listing === "loading") return <ListSkeleton />;
  if (listing === "failed") return <Trouble text={say("list_failed")} retry={() => desk.browsing.retry()} />;
  return list.rows.length === 0 && list.cursor === null ? <Nothing /> : <Rows />;
}

function Nothing(): JSX.Element {
  const { state, say } = useInbox();
  const { status, queue, group } = state.view;
  const key = status === "resolved" ? "resolved" : group === null ? queue : "group";
  return (
    <div class="chat-nothing">
      <p class="chat-nothing__title">{say(`empty_${key}`)}</p>
      <p>{say(`empty_${key}_hint`)}</p>
    </div>
  );
}
