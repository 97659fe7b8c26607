import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { notice } from "../state";
import { Composer } from "./Composer";
import { usePanel } from "./context";
import { trapFocus, useFullScreen } from "./fullscreen";
import { Header } from "./Header";
import { Icon } from "./icons";
import { Log, Skeleton } from "./Log";

export function Panel({ root }: { root: HTMLElement }): JSX.Element {
  const { state, text } = usePanel();
  const panel = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const isFullScreen = useFullScreen(root);
  const isReady = state.phase === "ready" && state.config !== null;

  const hasOpened = useRef(false);

  useEffect(() => {
    // Ready late, the visitor may have gone on to something else on the page.
    const isHere = (panel.current?.getRootNode() as ShadowRoot).activeElement !== null;
    if (isHere || !hasOpened.current) (isReady ? box.current : panel.current)?.focus({ preventScroll: true });
    hasOpened.current = true;
  }, [isReady]);

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
      {isReady ? <Log /> : state.phase === "failed" ? <Failure /> : <Skeleton />}
      <Notice />
      {isReady && <Composer box={box} />}
    </div>
  );
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
