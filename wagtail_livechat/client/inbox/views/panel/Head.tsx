import { Fragment, type JSX } from "preact";
import type { VisitorDetails } from "../../../shared/types";
import { visitNumber } from "../../labels";
import { Avatar } from "../Avatar";
import { useInbox, useNow } from "../context";

/** Who it is, how often they were here, and what time it is where they are. */
export function Head({ visitor }: { visitor: VisitorDetails }): JSX.Element {
  const { say, nameOf, format } = useInbox();
  const time = format.clock(visitor.time_zone, useNow());
  const parts = [
    say(visitor.signed_in ? "signed_in" : "not_signed_in"),
    visitor.online ? "" : say("left_site"),
    visitor.visits > 0 ? visitNumber(visitor.visits, say) : "",
    time && say("their_time", { time }),
  ];
  return (
    <div class="chat-panel__head">
      <Avatar visitor={visitor} large withPresence />
      <div class="chat-panel__who">
        <p class="chat-panel__name" dir="auto">
          {nameOf(visitor)}
        </p>
        <p class="chat-panel__meta">
          {visitor.online && <span class="chat-sr">{say("on_site")} · </span>}
          <Parts parts={parts.filter((part) => part !== "")} />
        </p>
      </div>
    </div>
  );
}

/** Lines break between the parts only, and the dot stays at the end of its line. */
function Parts({ parts }: { parts: readonly string[] }): JSX.Element {
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && " "}
          <span class="chat-panel__fact">
            {part}
            {index < parts.length - 1 && "\u00a0·"}
          </span>
        </Fragment>
      ))}
    </>
  );
}
