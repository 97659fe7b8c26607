/** Who is on the site now. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { LiveVisitor } from "../../shared/types";
import { EVERYBODY, isFiltered, rowFrom, whyUnlisted } from "../live";
import { counted } from "../texts";
import { commonEnd } from "../visits";
import { useInbox, useNow, useStateOf } from "./context";
import { useCommands } from "./keys";
import { LiveFilters } from "./LiveFilters";
import { LiveRow } from "./LiveRow";
import { controlOf, useKeptFocus, useKeptScroll, type FocusOfRows } from "./live-place";
import { ListSkeleton, Trouble } from "./Placeholders";
import { WriteDialog } from "./WriteDialog";

export function Live(): JSX.Element {
  const { desk, say } = useInbox();
  const { phase, visitors, filter, listedBy } = useStateOf(desk.visiting.model);
  // The dialog stays while its visitor goes to another page, or away.
  const [writtenTo, setWrittenTo] = useState<LiveVisitor | null>(null);
  const found = phase === "ready" && isFiltered(listedBy) ? counted(say, "visitors_found", visitors.length) : "";
  return (
    <div class="chat-live" aria-busy={phase === "loading" || filter !== listedBy}>
      <LiveFilters />
      <Unlisted />
      <p class="chat-sr" role="status">
        {found}
      </p>
      <Listed write={setWrittenTo} />
      {writtenTo !== null && <WriteDialog visitor={writtenTo} close={() => setWrittenTo(null)} />}
    </div>
  );
}

/** Why so few are listed, or nobody. */
function Unlisted(): JSX.Element | null {
  const { desk, say } = useInbox();
  const { recorded, settingsUrl } = useStateOf(desk.visiting.model);
  const why = whyUnlisted(recorded);
  if (why === null) return null;
  return (
    <p class="chat-live__limited">
      {say(why)} {settingsUrl !== null && <a href={settingsUrl}>{say("live_change_setting")}</a>}
    </p>
  );
}

function Listed({ write }: { write: (visitor: LiveVisitor) => void }): JSX.Element {
  const { desk, say } = useInbox();
  const { phase, visitors, listedBy, recorded } = useStateOf(desk.visiting.model);
  if (phase === "loading") return <ListSkeleton />;
  if (phase === "failed") return <Trouble text={say("live_failed")} retry={() => desk.visiting.retry()} />;
  if (visitors.length > 0) return <LiveRows visitors={visitors} write={write} />;
  if (recorded === "nobody") return <></>;
  return isFiltered(listedBy) ? <NoneFound /> : <Nobody />;
}

function Nobody(): JSX.Element {
  const { say } = useInbox();
  return (
    <div class="chat-nothing">
      <p class="chat-nothing__title">{say("live_nobody")}</p>
      <p>{say("live_nobody_hint")}</p>
    </div>
  );
}

function NoneFound(): JSX.Element {
  const { desk, say } = useInbox();
  return (
    <div class="chat-nothing">
      <p class="chat-nothing__title">{say("live_none_found")}</p>
      <button type="button" class="chat-button" onClick={() => desk.visiting.filter(EVERYBODY)}>
        {say("live_everybody")}
      </button>
    </div>
  );
}

interface LiveRowsProps {
  visitors: readonly LiveVisitor[];
  write: (visitor: LiveVisitor) => void;
}

function LiveRows({ visitors, write }: LiveRowsProps): JSX.Element {
  const { say } = useInbox();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const now = useNow();
  const siteName = commonEnd(visitors.map(({ page }) => page.title));
  const focus = useKeptFocus(visitors, list);
  const scrolled = useKeptScroll(visitors, scroller, list);
  const step = useSteps(visitors, focus);
  useRevealed(visitors, focus);
  const pressed = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(by);
  };
  return (
    <div class="chat-rows" ref={scroller} onScroll={scrolled}>
      <ul
        ref={list}
        role="list"
        class="chat-live__list"
        aria-label={say("live_visitors")}
        onKeyDown={pressed}
        onFocusIn={focus.comes}
        onFocusOut={focus.goes}
      >
        {visitors.map((visitor) => (
          <LiveRow key={visitor.public_id} visitor={visitor} siteName={siteName} now={now} write={write} />
        ))}
      </ul>
    </div>
  );
}

/** The keys of the list are about these rows while they are shown. */
function useSteps(visitors: readonly LiveVisitor[], focus: FocusOfRows): (by: number) => void {
  const step = (by: number): void => {
    const id = rowFrom(visitors, focus.current(), by);
    if (id !== null) focus.give(id);
  };
  useCommands({
    next: () => step(1),
    previous: () => step(-1),
    open: () => controlOf(focus.list, focus.current())?.click(),
    select: () => undefined,
  });
  return step;
}

/** Who comes back from a thread to the list, as on a phone, finds the row that led there. */
function useRevealed(visitors: readonly LiveVisitor[], focus: FocusOfRows): void {
  const { desk, state } = useInbox();
  const { reveal } = state;
  useLayoutEffect(() => {
    if (reveal === null) return;
    const row = visitors.find(({ conversation }) => conversation === reveal.id);
    desk.browsing.revealed();
    if (row !== undefined && reveal.focus) focus.give(row.public_id);
  }, [reveal]);
}
