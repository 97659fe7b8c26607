import type { JSX } from "preact";
import { TABS, type ListTab } from "../browsing";
import { onSite } from "../live";
import { shown } from "../queues";
import type { InboxState } from "../state";
import { useInbox } from "./context";
import { Count } from "./Count";
import { Icon } from "./Icon";

/** What is listed below: conversations, or who is on the site. */
export function ListTabs({ tab }: { tab: ListTab }): JSX.Element {
  const { desk, state, say } = useInbox();
  const move = (event: KeyboardEvent): void => {
    const to = tabBeside(tab, event.key, document.dir === "rtl");
    if (to === null) return;
    event.preventDefault();
    desk.browsing.showTab(to);
    document.getElementById(`chat-${to}-list-tab`)?.focus();
  };
  return (
    <div class="chat-list__head">
      <div class="chat-tabs" role="tablist" aria-label={say("conversations")} onKeyDown={move}>
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`chat-${each}-list-tab`}
            class="chat-tab"
            aria-selected={each === tab}
            aria-controls="chat-list-panel"
            tabIndex={each === tab ? 0 : -1}
            onClick={() => desk.browsing.showTab(each)}
          >
            {say(`tab_${each}`)} <TabCount count={countOf(each, state)} />
          </button>
        ))}
      </div>
      {tab !== "visitors" && <ChooseButton />}
    </div>
  );
}

function tabBeside(tab: ListTab, key: string, isFromRight: boolean): ListTab | null {
  const [next, previous] = isFromRight ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  const by = key === next ? 1 : key === previous ? -1 : 0;
  return by === 0 ? null : (TABS.at((TABS.indexOf(tab) + by) % TABS.length) ?? null);
}

function TabCount({ count }: { count: number | null }): JSX.Element | null {
  return count === null ? null : <Count value={shown(count)} />;
}

/** Of resolved conversations nobody wants to know how many there are. */
function countOf(tab: ListTab, { counts, me }: InboxState): number | null {
  if (tab === "open") return counts?.all ?? null;
  return tab === "visitors" ? onSite(me) : null;
}

/** Where no pointer hovers, a button brings the boxes that choose rows. */
function ChooseButton(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { isOn } = state.selection;
  const press = (): void => (isOn ? desk.selecting.clear() : desk.selecting.begin());
  return (
    <button
      type="button"
      class="chat-quiet-button chat-list__choose"
      aria-pressed={isOn}
      aria-label={say("choose")}
      title={say("choose")}
      onClick={press}
    >
      <Icon name="tasks" />
    </button>
  );
}
