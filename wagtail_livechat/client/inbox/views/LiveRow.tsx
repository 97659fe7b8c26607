import type { JSX } from "preact";
import type { Device, LiveVisitor } from "../../shared/types";
import { pageName } from "../visits";
import { Avatar } from "./Avatar";
import { useInbox } from "./context";
import { Flag } from "./Flag";
import { Icon } from "./Icon";

interface LiveRowProps {
  visitor: LiveVisitor;
  /** What the titles of pages end with; left out. */
  siteName: string;
  now: number;
  write: (visitor: LiveVisitor) => void;
}

/** Leads to the conversation; where there is none, to the first words of one. */
export function LiveRow({ visitor, siteName, now, write }: LiveRowProps): JSX.Element {
  const { state } = useInbox();
  const { public_id: id, conversation } = visitor;
  const about = <About visitor={visitor} siteName={siteName} now={now} />;
  if (conversation === null) {
    return (
      <li class="chat-live__item" data-visitor={id}>
        <button type="button" class="chat-live__row" aria-haspopup="dialog" onClick={() => write(visitor)}>
          {about}
        </button>
      </li>
    );
  }
  const isOpen = state.opened?.id === conversation;
  return (
    <li class="chat-live__item" data-visitor={id}>
      <a class="chat-live__row" href={`#${conversation}`} aria-current={isOpen ? "true" : undefined}>
        {about}
      </a>
    </li>
  );
}

function About({ visitor, siteName, now }: Omit<LiveRowProps, "write">): JSX.Element {
  const { say, nameOf, format } = useInbox();
  const { visit, page, page_at: at, conversation } = visitor;
  const name = nameOf(visitor);
  const times = say("live_times", { came: format.time(visit.started_at), page: format.time(at) });
  return (
    <>
      <Avatar visitor={visitor} />
      <span class="chat-live__about">
        <span class="chat-live__line">
          <span class="chat-live__name" dir="auto">
            {name}
          </span>{" "}
          <time class="chat-live__time" dateTime={at} title={times}>
            {format.ago(at, now)}
          </time>
        </span>{" "}
        <span class="chat-live__line">
          <span class="chat-live__page" dir="auto" title={page.url}>
            {pageName(page, siteName)}
          </span>{" "}
          <Basket visitor={visitor} />
        </span>{" "}
        <span class="chat-live__line">
          <Facts visitor={visitor} />{" "}
          <span class="chat-live__sign">
            <Icon name={conversation === null ? "edit" : "comment"} />
            <span class="chat-sr">{conversation === null ? say("write_to", { name }) : say("open_conversation")}</span>
          </span>
        </span>
      </span>
    </>
  );
}

function Basket({ visitor: { basket } }: { visitor: LiveVisitor }): JSX.Element | null {
  const { say, format } = useInbox();
  if (basket === null) return null;
  return (
    <span class="chat-live__basket">
      <span class="chat-sr">{say("live_basket")} </span>
      {format.money(basket.amount, basket.currency)}
    </span>
  );
}

const DEVICE_ICONS: Partial<Record<Device, string>> = { desktop: "desktop", phone: "mobile-alt", tablet: "tablet-alt" };

function Facts({ visitor }: { visitor: LiveVisitor }): JSX.Element {
  const { say, format } = useInbox();
  const { country_code: code, device, started_at: came } = visitor.visit;
  const icon = DEVICE_ICONS[device];
  const country = format.country(code);
  return (
    <span class="chat-live__facts">
      {country !== "" && (
        <span class="chat-live__country">
          <Flag code={code} />
          {country}
        </span>
      )}{" "}
      {icon !== undefined && (
        <span class="chat-live__device" title={say(`device_${device}`)}>
          <Icon name={icon} />
          <span class="chat-sr">{say(`device_${device}`)}</span>
        </span>
      )}{" "}
      <span>{say("live_since", { time: format.time(came) })}</span>{" "}
      {visitor.returning && <span class="chat-live__mark">{say("live_returning")}</span>}{" "}
      {visitor.customer && <span class="chat-live__mark">{say("live_customer")}</span>}
    </span>
  );
}
