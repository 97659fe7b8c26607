import type { JSX, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { notice, viewTitle, type View } from "../state";
import { isAway, occasion, type Occasion } from "../asking";
import { Later } from "../later";
import { Composer } from "./Composer";
import { usePanel } from "./context";
import { trapFocus, useFullScreen } from "./fullscreen";
import { Header } from "./Header";
import { Icon } from "./icons";
import { Log, Skeleton } from "./Log";
import { Opening, Privacy } from "./Opening";

export function Panel({ root }: { root: HTMLElement }): JSX.Element {
  const { state, text } = usePanel();
  const panel = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const field = useRef<HTMLElement>(null);
  const isFullScreen = useFullScreen(root);
  const isReady = state.phase === "ready" && state.config !== null;
  const asked = occasion(state);
  // Read before what has the focus may go; ready late, the visitor may be somewhere else on the page by now.
  const wasHere = !panel.current || isFocused(panel.current);

  useEffect(() => {
    const target = isReady ? (box.current ?? field.current ?? place.current) : null;
    if (wasHere) (target ?? panel.current)?.focus({ preventScroll: true });
  }, [isReady, state.view.name]);
  useEffect(() => {
    // What took the place of a form or of the composer takes its focus, too; a message that was left is read, not gone on with.
    const isLeft = isAway(state) && panel.current?.querySelector<HTMLElement>("[role=log]");
    const target = isLeft || box.current || field.current || panel.current;
    if (wasHere && panel.current && !isFocused(panel.current)) target?.focus({ preventScroll: true });
  }, [asked, state.left]);

  return (
    <div
      ref={panel}
      class="panel"
      role="dialog"
      aria-label={state.config?.look.title || text("dialog")}
      aria-modal={isFullScreen}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (isFullScreen && panel.current) trapFocus(event, panel.current);
      }}
    >
      <Header />
      {isReady ? <Main {...{ asked, field, place }} /> : state.phase === "failed" ? <Failure /> : <Skeleton />}
      <Notice />
      {isReady && state.view.name === "conversation" && <Foot {...{ asked, box, field }} />}
    </div>
  );
}

function isFocused(panel: HTMLElement): boolean {
  return panel.matches(":focus-within");
}

interface Asking {
  asked: Occasion | null;
  field: RefObject<HTMLElement | null>;
}

/** Where the visitor writes, or why they cannot. */
function Foot({ asked, box, field }: Asking & { box: RefObject<HTMLTextAreaElement | null> }): JSX.Element {
  const { state } = usePanel();
  if (state.isBlocked || state.thread.conversation?.ended) {
    return (
      <div class="composer">
        <Later name="Over" field={field}>
          {" "}
        </Later>
      </div>
    );
  }
  return (
    <>
      {!asked && <Composer box={box} />}
      {asked === "after" && (
        <div class="composer asking">
          <Later name="Form" occasion={asked} field={field} />
        </div>
      )}
      <Privacy />
    </>
  );
}

/** A view with a title takes the focus when it comes; what it draws may hand it on. */
function Main({ place, ...asking }: Asking & { place: RefObject<HTMLDivElement | null> }): JSX.Element {
  const { state, text } = usePanel();
  const title = viewTitle(state.view);
  if (!title) return <ViewOf view={state.view} {...asking} />;
  return (
    <div class="view" role="region" aria-label={text(title)} tabIndex={-1} ref={place}>
      <ViewOf view={state.view} {...asking} />
    </div>
  );
}

function ViewOf({ view, asked, field }: Asking & { view: View }): JSX.Element {
  switch (view.name) {
    case "conversation":
      return asked && asked !== "after" ? <Opening occasion={asked} field={field} /> : <Log />;
    default:
      return <Later name="OtherView" {...{ view, field }} />;
  }
}

/** There from the beginning, so that what appears in it is announced. */
function Notice(): JSX.Element {
  const { state, text } = usePanel();
  const key = notice(state);
  return (
    <div class="notice" role="status">
      {key && (
        <p>
          <Icon name="warning" />
          {text(key)}
        </p>
      )}
    </div>
  );
}

function Failure(): JSX.Element {
  const { chat, text } = usePanel();
  return (
    <div class="middle failed-start" role="alert">
      <p>{text("failed")}</p>
      <button type="button" class="plain" onClick={() => void chat.begin()}>
        {text("retry")}
      </button>
    </div>
  );
}
