/** Finds a page or a product to send: a search box over a list, arrows move in it, Enter chooses, Esc gives up. */
import type { JSX } from "preact";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Card } from "../../shared/types";
import { PageSearch, type PageSearchState } from "../pages";
import { counted } from "../texts";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { Option, optionId } from "./Option";
import { closeOutside } from "./outside";

interface PickerProps {
  site: number;
  pick: (url: string) => void;
  /** Whether the focus goes back to the button. */
  close: (returns: boolean) => void;
}

export function PagePicker({ site, pick, close }: PickerProps): JSX.Element {
  const { say } = useInbox();
  const { search, state } = usePageSearch(site);
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const list = useId();
  useLayoutEffect(() => box.current?.focus(), []);
  useLayoutEffect(() => closeOutside(frame.current, () => close(false)));
  const take = (card: Card | null): void => {
    if (card !== null) pick(card.url);
  };
  return (
    <div class="chat-pages" ref={frame} role="dialog" aria-label={say("page_button")}>
      <input
        ref={box}
        class="chat-pages__box"
        role="combobox"
        aria-label={say("page_search")}
        aria-autocomplete="list"
        aria-expanded={state.results.length > 0}
        aria-controls={list}
        aria-activedescendant={search.chosen === null ? undefined : optionId(list, state.active)}
        autoComplete="off"
        dir="auto"
        maxLength={100}
        placeholder={say("page_search")}
        value={state.query}
        onInput={(event) => search.write(event.currentTarget.value)}
        onKeyDown={(event) => pressed(event, search, () => take(search.chosen), () => close(true))}
      />
      <p class="chat-sr" role="status">
        {statusOf(state, say)}
      </p>
      <ul class="chat-pages__list" id={list} role="listbox" aria-label={say("pages")} aria-busy={state.phase === "searching"}>
        {state.results.map((card, index) => (
          <Option key={card.url} id={optionId(list, index)} isActive={index === state.active} pick={() => take(card)}>
            <Found card={card} />
          </Option>
        ))}
      </ul>
      <Beside state={state} again={() => (search.again(), box.current?.focus())} />
    </div>
  );
}

function usePageSearch(site: number): { search: PageSearch; state: PageSearchState } {
  const { desk } = useInbox();
  const search = useMemo(() => new PageSearch((query) => desk.directory.pages(site, query)), [site]);
  const [, redraw] = useState({});
  useEffect(() => {
    const unwatch = search.model.watch(() => redraw({}));
    search.start();
    return () => (unwatch(), search.stop());
  }, [search]);
  return { search, state: search.model.state };
}

/** The composer around it must neither be sent nor hear of these. */
function pressed(event: KeyboardEvent, search: PageSearch, take: () => void, close: () => void): void {
  const keys: Record<string, () => void> = {
    ArrowDown: () => search.move(1),
    ArrowUp: () => search.move(-1),
    Enter: take,
    Escape: close,
  };
  const work = event.isComposing ? undefined : keys[event.key];
  event.stopPropagation();
  if (work === undefined) return;
  event.preventDefault();
  work();
}

function statusOf({ phase, results }: PageSearchState, say: ReturnType<typeof useInbox>["say"]): string {
  return phase === "found" && results.length > 0 ? counted(say, "pages", results.length) : "";
}

/** What there is to say instead of results. */
function Beside({ state, again }: { state: PageSearchState; again: () => void }): JSX.Element {
  const { say } = useInbox();
  const { phase, results } = state;
  const isEmpty = phase === "found" && results.length === 0;
  return (
    <div class="chat-pages__beside" role="status">
      {phase === "searching" && results.length === 0 && <p>{say("loading")}</p>}
      {isEmpty && <p>{say("no_pages")}</p>}
      {phase === "failed" && (
        <p>
          {say("pages_failed")}{" "}
          <button type="button" class="chat-link-button" onClick={again}>
            {say("try_again")}
          </button>
        </p>
      )}
    </div>
  );
}

function Found({ card }: { card: Card }): JSX.Element {
  return (
    <>
      <Picture image={card.image} />
      <span class="chat-pages__what" dir="auto">
        <strong>{card.title}</strong>{" "}
        <span class="chat-pages__detail">{card.detail || card.description || card.site}</span>
      </span>
    </>
  );
}

function Picture({ image }: { image: string | null }): JSX.Element {
  const [isBroken, setBroken] = useState(false);
  if (image !== null && !isBroken) {
    return <img class="chat-pages__picture" src={image} alt="" width={40} height={40} onError={() => setBroken(true)} />;
  }
  return (
    <span class="chat-pages__picture">
      <Icon name="doc-empty" />
    </span>
  );
}
