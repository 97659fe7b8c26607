import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { VisitorDetails } from "../../shared/types";
import { useInbox } from "./context";
import { Confirm } from "./Dialog";
import { Icon } from "./Icon";

/** That the chat is closed to this visitor. */
export function BlockedLine({ visitor }: { visitor: VisitorDetails | null }): JSX.Element {
  const { say } = useInbox();
  return (
    <div role="status">
      {visitor?.blocked === true && (
        <p class="chat-warning chat-blocked">
          <Icon name="warning" />
          <span>
            <strong>{say("blocked")}</strong> {say("blocked_hint")}
          </span>
        </p>
      )}
    </div>
  );
}

/** The same in a word; the thread says it aloud. */
export function BlockedMark({ visitor }: { visitor: VisitorDetails }): JSX.Element | null {
  const { say } = useInbox();
  return visitor.blocked ? <p class="chat-panel__blocked">{say("blocked")}</p> : null;
}

/** Closing the chat to a visitor is asked about, opening it again is not. */
export function BlockButton({ visitor }: { visitor: VisitorDetails }): JSX.Element {
  const { desk, say } = useInbox();
  const [isAsking, setAsking] = useState(false);
  const { public_id: id, blocked } = visitor;
  return (
    <div class="chat-panel__part">
      <button
        type="button"
        class="chat-link-button"
        onClick={() => (blocked ? desk.visitors.block(id, false) : setAsking(true))}
      >
        {say(blocked ? "unblock_visitor" : "block_visitor")}
      </button>
      {isAsking && (
        <Confirm
          title={say("block_title")}
          text={say("block_text")}
          action={say("block_visitor")}
          cancel={say("cancel")}
          confirm={() => desk.visitors.block(id, true)}
          close={() => setAsking(false)}
        />
      )}
    </div>
  );
}
