import type { JSX } from "preact";
import { BulkBar } from "./BulkBar";
import { useInbox, useStateOf } from "./context";
import { Icon } from "./Icon";
import { Live } from "./Live";
import { ListTabs } from "./ListTabs";
import { ListSkeleton, Trouble } from "./Placeholders";
import { QueueChips } from "./QueueChips";
import { Rows } from "./Rows";

export function ListPane(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { selection } = state;
  useStateOf(desk.visiting.model);
  const { tab } = desk.browsing;
  const isChoosing = selection.isOn || selection.ids.size > 0;
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !isChoosing) return;
    event.stopPropagation();
    desk.selecting.clear();
  };
  return (
    <nav class="chat-list" aria-label={say("conversations")} onKeyDown={escape}>
      {state.me?.worker && <Warning text={state.me.worker.detail} />}
      <ListTabs tab={tab} />
      <div class="chat-list__panel" id="chat-list-panel" role="tabpanel" aria-label={say(`tab_${tab}`)}>
        {tab === "open" && <QueueChips />}
        <Notice />
        {tab === "visitors" ? <Live /> : <Listed />}
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
