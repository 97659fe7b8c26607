import type { JSX } from "preact";
import type { VisitorDetails } from "../../../shared/types";
import { visitNumber, visitorName } from "../../labels";
import { Avatar } from "../Avatar";
import { useInbox, useNow } from "../context";

/** Who it is, how often they were here, and what time it is where they are. */
export function Head({ visitor }: { visitor: VisitorDetails }): JSX.Element {
  const { say, format } = useInbox();
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
          {visitorName(visitor, say)}
        </p>
        <p class="chat-panel__meta">
          {visitor.online && <span class="chat-sr">{say("on_site")} · </span>}
          {parts.filter((part) => part !== "").join(" · ")}
        </p>
      </div>
    </div>
  );
}
