/** The queues of open conversations, each with its number. */
import type { JSX } from "preact";
import type { GroupName } from "../../shared/types";
import { groupQueues, QUEUES, shown } from "../queues";
import { useInbox } from "./context";
import { Count } from "./Count";
import { Menu } from "./Menu";
import { Caret } from "./TopBar";

/** More groups than these are in a menu. */
const MOST_CHIPS = 2;

export function QueueChips(): JSX.Element {
  const { desk, state, say } = useInbox();
  const { view, counts } = state;
  return (
    <div class="chat-chips" role="group" aria-label={say("queues")}>
      {QUEUES.map((queue) => (
        <Chip
          key={queue}
          name={say(`queue_${queue}`)}
          count={counts?.[queue]}
          isChosen={view.group === null && queue === view.queue}
          choose={() => desk.browsing.showQueue(queue)}
        />
      ))}
      <Groups />
    </div>
  );
}

function Groups(): JSX.Element | null {
  const { desk, state } = useInbox();
  const groups = groupQueues(state.groups, state.me);
  if (groups.length > MOST_CHIPS) return <GroupMenu groups={groups} />;
  return (
    <>
      {groups.map(({ id, name }) => (
        <Chip
          key={id}
          name={name}
          count={state.counts === null ? undefined : (state.counts.groups[id] ?? 0)}
          isChosen={id === state.view.group}
          choose={() => desk.browsing.showGroup(id)}
        />
      ))}
    </>
  );
}

interface ChipProps {
  name: string;
  count: number | undefined;
  isChosen: boolean;
  choose: () => void;
}

function Chip({ name, count, isChosen, choose }: ChipProps): JSX.Element {
  return (
    <button type="button" class="chat-chip" aria-pressed={isChosen} onClick={choose}>
      <span class="chat-chip__name">{name}</span> {count !== undefined && <Count value={shown(count)} />}
    </button>
  );
}

function GroupMenu({ groups }: { groups: GroupName[] }): JSX.Element {
  const { desk, state, say } = useInbox();
  const chosen = groups.find((group) => group.id === state.view.group);
  const countOf = (group: GroupName): number => shown(state.counts?.groups[group.id]);
  return (
    <Menu
      className={`chat-chip${chosen === undefined ? "" : " chat-chip--chosen"}`}
      name={say("groups")}
      label={
        <>
          <span class="chat-chip__name">{chosen?.name ?? say("groups")}</span>{" "}
          {chosen !== undefined && <Count value={countOf(chosen)} />}
          <Caret />
        </>
      }
      choices={groups.map((group) => ({
        key: String(group.id),
        label: (
          <>
            <span class="chat-menu__name">{group.name}</span> <Count value={countOf(group)} />
          </>
        ),
        isChosen: group.id === state.view.group,
        choose: () => desk.browsing.showGroup(group.id),
      }))}
    />
  );
}
