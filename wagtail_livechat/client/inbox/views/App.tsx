import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ConnectionState } from "../../shared/connection";
import { useInbox } from "./context";
import { DoneLine } from "./DoneLine";
import { useCommands, useDeskCommands } from "./keys";
import { KeySheet } from "./KeySheet";
import { ListPane } from "./ListPane";
import { ThreadPane } from "./ThreadPane";
import { TopBar } from "./TopBar";
import { VisitorPane } from "./VisitorPane";

const SAY_CONNECTING_AFTER_MS = 2_000;

export function App({ back }: { back: () => void }): JSX.Element {
  const { desk, state } = useInbox();
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isPanelFolded, setPanelFolded] = useState(false);
  const openId = state.opened?.id ?? null;
  useEffect(() => setDrawerOpen(false), [openId]);
  const closeDrawer = (): void => {
    setDrawerOpen(false);
    document.querySelector<HTMLElement>(".chat-thread__details")?.focus();
  };
  const togglePanel = (): void => {
    const isDrawer = document.querySelector(".chat-thread__details")?.getClientRects().length !== 0;
    if (!isDrawer) setPanelFolded(!isPanelFolded);
    else if (isDrawerOpen) closeDrawer();
    else setDrawerOpen(openId !== null);
  };
  useCommands({ panel: togglePanel });
  useDeskCommands();
  const backToRow = (): void => {
    back();
    if (openId !== null) desk.browsing.reveal(openId);
  };
  return (
    <div class="chat" data-pane={openId === null ? "list" : "thread"}>
      <TopBar />
      <Line />
      <div
        class="chat-panes"
        data-panel={isPanelFolded ? "folded" : "shown"}
        onKeyDown={(event) => event.key === "Escape" && isDrawerOpen && closeDrawer()}
      >
        <ListPane />
        <ThreadPane back={backToRow} openPanel={() => setDrawerOpen(true)} />
        {isDrawerOpen && <div class="chat-shade" onClick={closeDrawer} />}
        <VisitorPane isDrawerOpen={isDrawerOpen} close={closeDrawer} />
      </div>
      <DoneLine />
      <KeySheet />
    </div>
  );
}

/** What is wrong with the connection, and what is being done. */
function Line(): JSX.Element {
  const { state, say, login } = useInbox();
  const line = useSettled(state.line);
  const isWrong = line !== "open" && line !== "polling";
  return (
    <div class="chat-line" role="status">
      {isWrong && (
        <p class={`chat-line__text chat-line__text--${line}`}>
          {say(`line_${line}`)}{" "}
          {line === "signed_out" && (
            <a href={login} target="_blank" rel="noopener">
              {say("log_in")}
            </a>
          )}
        </p>
      )}
    </div>
  );
}

/** A short break is not worth a line. */
function useSettled(line: ConnectionState): ConnectionState {
  const [settled, setSettled] = useState<ConnectionState>("open");
  useEffect(() => {
    const wait = line === "connecting" || line === "offline" ? SAY_CONNECTING_AFTER_MS : 0;
    const timer = setTimeout(() => setSettled(line), wait);
    return () => clearTimeout(timer);
  }, [line]);
  return settled;
}
