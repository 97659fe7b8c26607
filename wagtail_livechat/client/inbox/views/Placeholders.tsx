/** What stands where something is not there: not yet, not now, or not at all. */
import type { JSX } from "preact";
import { useInbox } from "./context";
import { Icon } from "./Icon";

export function ListSkeleton({ rows = 6 }: { rows?: number }): JSX.Element {
  const { say } = useInbox();
  return (
    <div class="chat-skeleton" aria-busy="true">
      <span class="chat-sr">{say("loading")}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="chat-skeleton__row">
          <span class="chat-bone chat-bone--face" />
          <span class="chat-bone chat-bone--name" />
          <span class="chat-bone chat-bone--text" />
        </div>
      ))}
    </div>
  );
}

export function ThreadSkeleton(): JSX.Element {
  const { say } = useInbox();
  return (
    <div class="chat-skeleton chat-skeleton--thread" aria-busy="true">
      <span class="chat-sr">{say("loading")}</span>
      <span class="chat-bone chat-bone--bubble" />
      <span class="chat-bone chat-bone--bubble chat-bone--short" />
      <span class="chat-bone chat-bone--bubble chat-bone--own" />
      <span class="chat-bone chat-bone--bubble" />
    </div>
  );
}

export function PanelSkeleton(): JSX.Element {
  const { say } = useInbox();
  return (
    <div class="chat-skeleton chat-skeleton--panel" aria-busy="true">
      <span class="chat-sr">{say("loading")}</span>
      {Array.from({ length: 4 }, (_, index) => (
        <span key={index} class="chat-bone chat-bone--field" />
      ))}
    </div>
  );
}

export function Trouble({ text, retry }: { text: string; retry: () => void }): JSX.Element {
  const { say } = useInbox();
  return (
    <div class="chat-nothing" role="alert">
      <p class="chat-nothing__title">{text}</p>
      <button type="button" class="chat-button" onClick={retry}>
        {say("try_again")}
      </button>
    </div>
  );
}

export function Empty({ icon, title }: { icon: string; title: string }): JSX.Element {
  return (
    <div class="chat-nothing chat-nothing--pane">
      <Icon name={icon} />
      <p class="chat-nothing__title">{title}</p>
    </div>
  );
}
