/** What was done last. A resolve can be undone from here, for as long as the line stands. */
import type { JSX } from "preact";
import type { Done } from "../resolving";
import { useInbox } from "./context";
import { Icon } from "./Icon";

export function DoneLine(): JSX.Element {
  const { state } = useInbox();
  return (
    <div class="chat-done-line" role="status">
      {state.done !== null && <Line done={state.done} />}
    </div>
  );
}

function Line({ done }: { done: Done }): JSX.Element {
  const { desk, say, nameOf } = useInbox();
  const { resolving } = desk;
  const [first] = done.conversations;
  const values = { count: done.conversations.length, name: first === undefined ? "" : nameOf(first.visitor) };
  const key = `done_${done.action}`;
  return (
    <div
      class="chat-done"
      onPointerEnter={() => resolving.hold()}
      onPointerLeave={() => resolving.release()}
      onFocusIn={() => resolving.hold()}
      onFocusOut={() => resolving.release()}
    >
      <span class="chat-done__text">{say(done.conversations.length === 1 ? key : `${key}_several`, values)}</span>
      {done.action === "resolve" && (
        <button type="button" class="chat-done__undo" onClick={() => void resolving.undo()}>
          {say("undo")}
        </button>
      )}
      <button type="button" class="chat-done__close" aria-label={say("dismiss")} onClick={() => resolving.forget()}>
        <Icon name="cross" />
      </button>
    </div>
  );
}
