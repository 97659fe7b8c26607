import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { fill } from "../../shared/format";
import { rowsOf } from "../../shared/rows";
import { isAway } from "../asking";
import { Later } from "../later";
import { greeted, hasAfterwards, isShown, lastIncoming, unread } from "../state";
import { usePanel } from "./context";
import { Icon } from "./icons";
import { RowView } from "./Messages";
import { useScrolling } from "./scrolling";

export function Log(): JSX.Element {
  const { state, text } = usePanel();
  const { thread } = state;
  const box = useRef<HTMLDivElement>(null);
  const toEnd = useScrolling(box);
  const rows = useMemo(() => rowsOf(thread.messages.filter(isShown), thread.pending), [thread.messages, thread.pending]);
  return (
    <div class="middle">
      <div class="log" ref={box} role="log" aria-live="polite" aria-label={text("messages")} aria-busy={state.isLoadingOlder} tabIndex={0}>
        {thread.more && <p class="day">{text("loading_older")}</p>}
        {rows.slice(0, 1).map((row) => (
          <RowView row={row} key={row.key} />
        ))}
        {!thread.more && <Greeting />}
        {rows.slice(1).map((row) => (
          <RowView row={row} key={row.key} />
        ))}
        <TypingNow />
        {rows.length > 0 && <AnswerLater />}
        {hasAfterwards(state) && <Later name="Afterwards"> </Later>}
      </div>
      <p class="unseen" aria-live="polite">
        {state.typist && state.isTypistNews && fill(text("is_typing"), { name: state.typist.name })}
      </p>
      {!state.isAtEnd && <JumpButton toEnd={toEnd} />}
    </div>
  );
}

/** What becomes of a message while nobody is there. */
function AnswerLater(): JSX.Element | null {
  const { state, text } = usePanel();
  const email = state.visitor?.email;
  const words = email ? fill(text("offline_sent"), { email }) : state.config?.look.offline_text;
  return isAway(state) && !state.isBlocked ? <p class="day away">{words}</p> : null;
}

export function Greeting(): JSX.Element | null {
  const { state } = usePanel();
  if (state.isBlocked) return null;
  const look = state.config?.look;
  const words = isAway(state) && !lastIncoming(state.thread.messages) ? look?.offline_text : look?.greeting;
  const spoken = greeted(state);
  return (
    <>
      {words && <Said words={words} />}
      {spoken && <Said words={spoken.message} by={spoken.agent.name} />}
    </>
  );
}

/** What stands in the thread without being one of its messages. */
function Said({ words, by }: { words: string; by?: string }): JSX.Element {
  return (
    <div class="run">
      <p class="bubble">
        {by && <span class="unseen">{by}: </span>}
        <span dir="auto">{words}</span>
      </p>
      {by && <p class="under">{by}</p>}
    </div>
  );
}

/** What is said of it aloud stands elsewhere. */
function TypingNow(): JSX.Element | null {
  const { state, text } = usePanel();
  const { typist } = state;
  return (
    typist && (
      <div class="run" aria-live="off">
        <p class="bubble typing">
          <i />
          <i />
          <i />
        </p>
        <p class="under">{fill(text("is_typing"), { name: typist.name })}</p>
      </div>
    )
  );
}

function JumpButton({ toEnd }: { toEnd: () => void }): JSX.Element {
  const { state, text } = usePanel();
  const hasNew = unread(state) > 0;
  return (
    <button type="button" class={hasNew ? "jump new" : "jump"} aria-label={hasNew ? undefined : text("to_end")} onClick={toEnd}>
      {hasNew && text("new_messages")}
      <Icon name="down" />
    </button>
  );
}

const WIDTHS = ["long", "short own", "middle"];

/** In place of the messages while they are fetched: the shape of a conversation. */
export function Skeleton(): JSX.Element {
  const { text } = usePanel();
  return (
    <div class="middle">
      <div class="log" aria-busy="true">
        <span class="unseen">{text("loading")}</span>
        {WIDTHS.map((width) => (
          <div class={`bone ${width}`} key={width} />
        ))}
      </div>
    </div>
  );
}
