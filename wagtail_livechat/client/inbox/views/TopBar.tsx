import type { JSX } from "preact";
import type { Status } from "../answers";
import { onSite } from "../live";
import { shown } from "../queues";
import type { InboxState } from "../state";
import { counted, type Say } from "../texts";
import { useInbox } from "./context";
import { Icon, SpeakerIcon } from "./Icon";
import { KeySheetButton } from "./KeySheet";
import { Menu } from "./Menu";
import { Preferences } from "./Preferences";

const STATUSES: readonly Status[] = ["online", "away", "offline"];

export function TopBar(): JSX.Element {
  const { state, say } = useInbox();
  return (
    <header class="chat-bar">
      <h1 class="chat-bar__title">
        {say("live_chat")} <span class="chat-bar__place">{say("inbox")}</span>
      </h1>
      <span class="chat-bar__people">{peopleWords(state, say)}</span>
      <KeySheetButton />
      <Mute />
      {state.me !== null && <Preferences me={state.me} />}
      {state.me !== null && <StatusMenu status={state.me.status} />}
    </header>
  );
}

/** "3 agents online · 17 visitors on site": what is known of it. */
function peopleWords({ agents, me }: InboxState, say: Say): string {
  const online = agents.filter((agent) => agent.online).length;
  const visitors = onSite(me);
  return [
    ...(agents.length > 0 ? [counted(say, "agents_online", online)] : []),
    ...(visitors === null ? [] : [counted(say, "visitors_on_site", shown(visitors))]),
  ].join(" · ");
}

function Mute(): JSX.Element {
  const { desk, state, say } = useInbox();
  return (
    <button
      type="button"
      class="chat-quiet-button"
      aria-pressed={state.muted}
      aria-label={say("mute")}
      title={say(state.muted ? "sound_off" : "sound_on")}
      onClick={() => desk.setMuted(!state.muted)}
    >
      <SpeakerIcon muted={state.muted} />
    </button>
  );
}

function StatusMenu({ status }: { status: Status }): JSX.Element {
  const { desk, say } = useInbox();
  return (
    <Menu
      className="chat-pill chat-status"
      name={say("your_status")}
      label={
        <>
          <span class="chat-sr">{say("your_status")}</span> <StatusLabel status={status} />
          <Caret />
        </>
      }
      choices={STATUSES.map((key) => ({
        key,
        label: <StatusLabel status={key} />,
        isChosen: key === status,
        choose: () => void desk.people.change({ status: key }),
      }))}
    />
  );
}

export function StatusLabel({ status, text }: { status: Status; text?: string }): JSX.Element {
  const { say } = useInbox();
  return (
    <>
      <span class={`chat-dot chat-dot--${status}`} aria-hidden="true" />
      {text ?? say(`status_${status}`)}
    </>
  );
}

export function Caret(): JSX.Element {
  return (
    <span class="chat-caret">
      <Icon name="arrow-down" />
    </span>
  );
}
