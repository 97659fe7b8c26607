/** What the shop knows of the visitor: sections of values, drawn alike whatever shop it is. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import type { CustomerSection } from "../../../shared/types";
import type { CustomerAnswer } from "../../answers";
import { address, nameOf, parts } from "../../customers";
import { keyed } from "../../keyed";
import type { PanelState } from "../../panel";
import { useInbox } from "../context";
import { Icon } from "../Icon";
import { Tiles, ValueRow } from "./CustomerValues";
import { Folded, Room, RoomHead, Waiting } from "./Room";

const SHOWN = 6;

export function Customer({ room }: { room: PanelState["customer"] }): JSX.Element | null {
  const { desk, say } = useInbox();
  if (room === null || room.content?.state === "off") return null;
  const retry = (): void => desk.panel.retry("customer");
  const waiting = <Waiting room={room} failed={say("customer_failed")} retry={retry} />;
  const sections = room.content?.sections.filter(({ values, error }) => values.length > 0 || error !== null) ?? [];
  if (sections.length === 0) {
    return (
      <Room title={say("customer")}>
        {waiting}
        {room.content !== null && <p class="chat-panel__meta">{say(nothing(room.content))}</p>}
      </Room>
    );
  }
  return (
    <section class="chat-panel__part chat-room chat-customer" aria-label={say("customer")} tabIndex={-1}>
      {sections.map((section) => (
        <Section key={section.id} section={section} />
      ))}
      {waiting}
    </section>
  );
}

function nothing({ state }: CustomerAnswer): string {
  return state === "no_user" ? "customer_nobody" : "customer_nothing";
}

function Section({ section }: { section: CustomerSection }): JSX.Element {
  const { say } = useInbox();
  const id = useId();
  const { tiles, rows } = parts(section);
  return (
    <div class="chat-customer__section" role="group" aria-labelledby={id}>
      <RoomHead id={id} title={section.title} aside={<More section={section} title={id} />} />
      {section.error !== null && <p class="chat-panel__meta">{section.error}</p>}
      <Tiles values={tiles} />
      <Folded items={rows} most={SHOWN} more={(count) => say("show_more", { count })}>
        {(shown) => (
          <ul class="chat-values">
            {keyed(shown, nameOf).map(({ key, item }) => (
              <ValueRow key={key} value={item} />
            ))}
          </ul>
        )}
      </Folded>
    </div>
  );
}

/** Where the shop's own back office shows more. */
function More({ section, title }: { section: CustomerSection; title: string }): JSX.Element | null {
  const { say } = useInbox();
  const id = useId();
  const href = address(section.url);
  if (href === null) return null;
  return (
    <a class="chat-customer__more" id={id} href={href} target="_blank" rel="noopener" aria-labelledby={`${id} ${title}`}>
      {say("open_in_shop")} <Icon name="link-external" />
    </a>
  );
}
