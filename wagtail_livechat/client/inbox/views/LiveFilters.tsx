/** Which visitors are listed. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { DEVICES, EVERYBODY, MARKS } from "../live";
import { useInbox, useStateOf } from "./context";
import { Flag } from "./Flag";
import { Icon } from "./Icon";
import { Menu } from "./Menu";
import { Caret } from "./TopBar";

const MARK_TEXTS = { returning: "live_returning", customer: "live_customers", basket: "live_with_basket" } as const;

export function LiveFilters(): JSX.Element {
  const { desk, say } = useInbox();
  const { filter } = useStateOf(desk.visiting.model);
  return (
    <div class="chat-live__filters" role="group" aria-label={say("live_filters")}>
      <div class="chat-chips">
        <Sites />
        <Countries />
        <Devices />
        {MARKS.map((mark) => (
          <button
            key={mark}
            type="button"
            class="chat-chip"
            aria-pressed={filter[mark]}
            onClick={() => desk.visiting.filter({ [mark]: !filter[mark] })}
          >
            {say(MARK_TEXTS[mark])}
          </button>
        ))}
      </div>
      <Search />
    </div>
  );
}

/** Only where there are several. */
function Sites(): JSX.Element | null {
  const { desk, state, say } = useInbox();
  const { filter } = useStateOf(desk.visiting.model);
  const sites = state.me?.sites ?? [];
  if (sites.length < 2) return null;
  return (
    <OneOf
      name={say("live_site")}
      any={say("live_all_sites")}
      options={sites.map(({ id, name }) => ({ key: String(id), label: name }))}
      chosen={String(filter.site ?? "")}
      choose={(key) => desk.visiting.filter({ site: key === "" ? null : Number(key) })}
    />
  );
}

function Countries(): JSX.Element {
  const { desk, say, format } = useInbox();
  const { filter, countries } = useStateOf(desk.visiting.model);
  // The one that is asked for can be seen and left when its last visitor has gone.
  const codes = [...new Set([...countries, filter.country])].filter((code) => code !== "");
  const options = codes.map((code) => ({
    key: code,
    name: format.country(code),
    label: (
      <>
        <Flag code={code} />
        {format.country(code)}
      </>
    ),
  }));
  return (
    <OneOf
      name={say("live_country")}
      any={say("live_all_countries")}
      options={options.sort((one, other) => one.name.localeCompare(other.name))}
      chosen={filter.country}
      choose={(country) => desk.visiting.filter({ country })}
    />
  );
}

function Devices(): JSX.Element {
  const { desk, say } = useInbox();
  const { filter } = useStateOf(desk.visiting.model);
  return (
    <OneOf
      name={say("device")}
      any={say("live_all_devices")}
      options={DEVICES.map((device) => ({ key: device, label: say(`device_${device}`) }))}
      chosen={filter.device}
      choose={(key) => desk.visiting.filter({ device: DEVICES.find((device) => device === key) ?? "" })}
    />
  );
}

interface OneOfProps {
  name: string;
  /** What the choice of all of them is called. */
  any: string;
  options: { key: string; label: ComponentChildren }[];
  /** Empty: any. */
  chosen: string;
  choose: (key: string) => void;
}

function OneOf({ name, any, options, chosen, choose }: OneOfProps): JSX.Element {
  const shown = options.find(({ key }) => key === chosen);
  return (
    <Menu
      className={`chat-chip${shown === undefined ? "" : " chat-chip--chosen"}`}
      name={name}
      label={
        <>
          <span class="chat-chip__name">
            {shown !== undefined && <span class="chat-sr">{name}: </span>}
            {shown?.label ?? name}
          </span>{" "}
          <Caret />
        </>
      }
      choices={[{ key: "", label: any }, ...options].map(({ key, label }) => ({
        key,
        label,
        isChosen: key === chosen,
        choose: () => choose(key),
      }))}
    />
  );
}

function Search(): JSX.Element {
  const { desk, say } = useInbox();
  const { filter } = useStateOf(desk.visiting.model);
  const [text, setText] = useState(filter.q);
  // Emptied from elsewhere, with all other filters.
  useEffect(() => {
    if (filter === EVERYBODY) setText("");
  }, [filter]);
  const type = (typed: string): void => {
    setText(typed);
    desk.visiting.search(typed);
  };
  return (
    <div class="chat-live__search">
      <Icon name="search" />
      <input
        type="search"
        class="chat-live__box"
        dir="auto"
        autocomplete="off"
        maxLength={200}
        aria-label={say("live_search")}
        placeholder={say("live_search")}
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
      />
    </div>
  );
}
