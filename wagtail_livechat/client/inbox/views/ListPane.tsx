import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { QUEUES, type Queue } from "../queues";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { ListRow } from "./ListRow";
import { ListSkeleton, Trouble } from "./Placeholders";

const STATUSES = ["open", "resolved"] as const;

export function ListPane(): JSX.Element {
  const { state, say } = useInbox();
  return (
    <nav class="chat-list" aria-label={say("conversations")}>
      {state.me?.worker && <Warning text={state.me.worker.detail} />}
      <StatusTabs />
      <div class="chat-list__panel" id="chat-list-panel" role="tabpanel" aria-label={say(`tab_${state.view.status}`)}>
        {state.view.status === "open" && <QueueChips />}
        <Rows />
      </div>
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

function StatusTabs(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { status, queue } = state.view;
  const move = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    desk.show({ status: status === "open" ? "resolved" : "open", queue });
    const tabs = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=tab]");
    tabs[status === "open" ? 1 : 0]?.focus();
  };
  return (
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
          onClick={() => desk.show({ status: each, queue })}
        >
          {say(`tab_${each}`)} {each === "open" && <Count value={state.counts?.all} />}
        </button>
      ))}
    </div>
  );
}

function QueueChips(): JSX.Element {
  const { desk, state, say } = useInbox();
  return (
    <div class="chat-chips" role="group" aria-label={say("queues")}>
      {QUEUES.map((queue) => (
        <button
          key={queue}
          type="button"
          class="chat-chip"
          aria-pressed={queue === state.view.queue}
          onClick={() => desk.show({ status: "open", queue })}
        >
          {say(`queue_${queue}`)} <Count value={state.counts?.[queue]} />
        </button>
      ))}
    </div>
  );
}

function Count({ value }: { value: number | undefined }): JSX.Element | null {
  return value === undefined ? null : <span class="chat-count">{value}</span>;
}

function Rows(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { list, listing, growing, opened } = state;
  if (listing === "loading") return <ListSkeleton />;
  if (listing === "failed") return <Trouble text={say("list_failed")} retry={() => desk.retryList()} />;
  if (list.rows.length === 0) return <Nothing status={state.view.status} queue={state.view.queue} />;
  return (
    <div class="chat-rows">
      <ul class="chat-rows__list" onKeyDown={moveBetweenRows}>
        {list.rows.map((row) => (
          <ListRow key={row.public_id} conversation={row} isOpen={row.public_id === opened?.id} />
        ))}
      </ul>
      {list.cursor !== null && growing !== "failed" && <More key={list.cursor} />}
      {growing === "failed" && <Trouble text={say("list_failed")} retry={() => desk.grow()} />}
    </div>
  );
}

function Nothing({ status, queue }: { status: "open" | "resolved"; queue: Queue }): JSX.Element {
  const { say } = useInbox();
  const key = status === "resolved" ? "resolved" : queue;
  return (
    <div class="chat-nothing">
      <p class="chat-nothing__title">{say(`empty_${key}`)}</p>
      <p>{say(`empty_${key}_hint`)}</p>
    </div>
  );
}

/** The end of what is loaded: as it comes near, the next page is fetched. */
function More(): JSX.Element {
  const { desk } = useInbox();
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) desk.grow();
      },
      { rootMargin: "400px" },
    );
    if (mark.current !== null) observer.observe(mark.current);
    return () => observer.disconnect();
  }, [desk]);
  return (
    <div ref={mark}>
      <ListSkeleton rows={2} />
    </div>
  );
}

function moveBetweenRows(event: KeyboardEvent): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".chat-row__link")];
  const row = (event.target as HTMLElement).closest("li")?.querySelector<HTMLElement>(".chat-row__link");
  const target = links[(row ? links.indexOf(row) : -1) + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  target?.focus();
}
