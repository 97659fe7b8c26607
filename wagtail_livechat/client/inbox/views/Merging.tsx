/** Somebody who wrote as two visitors becomes one, and for a day two again. */
import type { JSX } from "preact";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { FoundVisitor, MergeShape, VisitorDetails } from "../../shared/types";
import { exactName } from "../labels";
import { beginsAnew, likelyWords } from "../merging";
import { Search, type SearchState } from "../searching";
import { threadOf } from "../threads";
import { useInbox, useNow } from "./context";
import { DialogForm } from "./DialogForm";
import { useSubmitting } from "./submitting";

export function Merging({ visitor }: { visitor: VisitorDetails }): JSX.Element {
  const { desk, say } = useInbox();
  const [isAsking, setAsking] = useState(false);
  const part = useRef<HTMLDivElement>(null);
  const last = visitor.merges[0]?.id;
  useLayoutEffect(() => {
    // The button that had it is gone with the visitor whom it was about.
    if (desk.merging.takesFocus()) part.current?.focus();
  }, [visitor.public_id, last]);
  return (
    <div class="chat-panel__part" ref={part} tabIndex={-1}>
      {visitor.merges.map((merge) => (
        <Merged key={merge.id} merge={merge} />
      ))}
      <button type="button" class="chat-link-button" onClick={() => setAsking(true)}>
        {say("merge_visitor")}
      </button>
      {isAsking && <MergeDialog visitor={visitor} close={() => setAsking(false)} />}
    </div>
  );
}

function Merged({ merge }: { merge: MergeShape }): JSX.Element {
  const { desk, say, nameOf, format } = useInbox();
  const now = useNow(60_000);
  const name = exactName(merge.visitor, nameOf);
  const text = merge.by === null ? say("merged_at_login", { name }) : say("merged_by", { name, agent: merge.by });
  return (
    <p class="chat-panel__meta" title={format.full(merge.at)}>
      {text}
      {" · "}
      <time dateTime={merge.at}>{format.shortDate(merge.at, now)}</time>
      {" · "}
      <button type="button" class="chat-link-button" onClick={() => desk.merging.undo(merge.id)}>
        {say("undo")}
      </button>
    </p>
  );
}

function MergeDialog({ visitor, close }: { visitor: VisitorDetails; close: () => void }): JSX.Element {
  const { desk, say, nameOf } = useInbox();
  const { search, state } = useVisitorSearch(visitor);
  const [chosen, setChosen] = useState<FoundVisitor | null>(null);
  const { isBusy, trouble, submit } = useSubmitting(close);
  const id = useId();
  // Who is no longer in the list is not merged by mistake.
  const into = state.results.find(({ public_id }) => public_id === chosen?.public_id) ?? null;
  const merge = (): void => {
    if (into !== null && !isBusy) submit(() => desk.merging.merge(visitor.public_id, into.public_id));
  };
  return (
    <DialogForm
      title={say("merge_title")}
      action={say("merge_do")}
      isReady={into !== null && !isBusy}
      trouble={trouble}
      submit={merge}
      close={close}
    >
      <p class="chat-form__hint">{say("merge_hint", { name: exactName(visitor, nameOf) })}</p>
      <label class="chat-form__label" for={id}>
        {say("merge_search")}
      </label>
      <input
        id={id}
        class="chat-form__box"
        type="search"
        autoComplete="off"
        dir="auto"
        maxLength={200}
        value={state.query}
        onInput={(event) => search.write(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      <Found state={state} chosen={into} choose={setChosen} />
      <Beside state={state} again={() => search.again()} />
      {into !== null && beginsAnew(visitor, into) && <p class="chat-form__hint">{say("merge_customer")}</p>}
    </DialogForm>
  );
}

function useVisitorSearch(visitor: VisitorDetails): {
  search: Search<FoundVisitor>;
  state: SearchState<FoundVisitor>;
} {
  const { desk, state } = useInbox();
  const site = threadOf(state.threads, state.opened?.id ?? "").conversation?.site ?? null;
  const search = useMemo(() => new Search((query) => desk.merging.find(visitor, site, query)), [visitor.public_id]);
  const [, redraw] = useState({});
  useEffect(() => {
    const unwatch = search.model.watch(() => redraw({}));
    search.start(likelyWords(visitor));
    return () => (unwatch(), search.stop());
  }, [search]);
  return { search, state: search.model.state };
}

interface FoundProps {
  state: SearchState<FoundVisitor>;
  chosen: FoundVisitor | null;
  choose: (visitor: FoundVisitor) => void;
}

function Found({ state: { results, phase }, chosen, choose }: FoundProps): JSX.Element | null {
  const { say, nameOf, format } = useInbox();
  const now = useNow(60_000);
  if (results.length === 0) return null;
  return (
    <fieldset class="chat-found" aria-busy={phase === "searching"}>
      <legend class="chat-sr">{say("merge_found")}</legend>
      {results.map((visitor) => (
        <label class="chat-found__one" key={visitor.public_id}>
          <input
            type="radio"
            name="into"
            checked={visitor.public_id === chosen?.public_id}
            onChange={() => choose(visitor)}
          />
          <span class="chat-found__who" dir="auto">
            <strong>{exactName(visitor, nameOf)}</strong>
            <span>
              {[visitor.name && visitor.email, visitor.phone, visitor.signed_in && say("signed_in")]
                .filter(Boolean)
                .join(" · ")}
            </span>
            <time dateTime={visitor.last_seen_at}>
              {say("merge_last_seen", { date: format.shortDate(visitor.last_seen_at, now) })}
            </time>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What there is to say instead of results. */
function Beside({ state: { phase, query, results }, again }: { state: SearchState<FoundVisitor>; again: () => void }): JSX.Element {
  const { say } = useInbox();
  return (
    <div class="chat-form__hint" role="status">
      {phase === "searching" && query !== "" && results.length === 0 && say("loading")}
      {phase === "found" && query.trim() !== "" && results.length === 0 && say("merge_nobody")}
      {phase === "failed" && (
        <>
          {say("merge_failed")}{" "}
          <button type="button" class="chat-link-button" onClick={again}>
            {say("try_again")}
          </button>
        </>
      )}
    </div>
  );
}
