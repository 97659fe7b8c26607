import type { JSX, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { notice, viewTitle, type View } from "../state";
import { occasion } from "../asking";
import { Later } from "../later";
import { Composer } from "./Composer";
import { usePanel } from "./context";
import { trapFocus, useFullScreen } from "./fullscreen";
import { Header } from "./Header";
import { Icon } from "./icons";
import { Log, Skeleton } from "./Log";
import { Closed, Opening, Privacy } from "./Opening";

export function Panel({ root }: { root: HTMLElement }): JSX.Element {
  const { state, text } = usePanel();
  const panel = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const isFullScreen = useFullScreen(root);
  const isReady = state.phase === "ready" && state.config !== null;

  const hasOpened = useRef(false);

  useEffect(() => {
    // Ready late, the visitor may have gone on to something else on the page.
    const isHere = (panel.current?.getRootNode() as ShadowRoot).activeElement !== null;
    const target = isReady ? (box.current ?? place.current) : null;
    if (isHere || !hasOpened.current) (target ?? panel.current)?.focus({ preventScroll: true });
    hasOpened.current = true;
  }, [isReady, state.view.name]);

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
      {isReady ? <Main place={place} /> : state.phase === "failed" ? <Failure /> : <Skeleton />}
      <Notice />
      {isReady && state.view.name === "conversation" && <Foot box={box} />}
    </div>
  );
}

/** Where the visitor writes, or why they cannot. */
function Foot({ box }: { box: RefObject<HTMLTextAreaElement | null> }): JSX.Element {
  const { state } = usePanel();
  if (state.isBlocked) return <Closed />;
  const asked = occasion(state);
  return (
    <>
      {!asked && <Composer box={box} />}
      {asked === "after" && (
        <div class="composer">
          <Later name="Form" occasion={asked} />
        </div>
      )}
      <Privacy />
    </>
  );
}

/** A view with a title takes the focus when it comes; what it draws may hand it on. */
function Main({ place }: { place: RefObject<HTMLDivElement | null> }): JSX.Element {
  const { state, text } = usePanel();
  const title = viewTitle(state.view);
  if (!title) return <ViewOf view={state.view} />;
  return (
    <div class="view" role="region" aria-label={text(title)} tabIndex={-1} ref={place}>
      <ViewOf view={state.view} />
    </div>
  );
}

function ViewOf({ view }: { view: View }): JSX.Element {
  const { state } = usePanel();
  switch (view.name) {
    case "conversation": {
      const asked = occasion(state);
      return asked && asked !== "after" ? <Opening occasion={asked} /> : <Log />;
    }
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
