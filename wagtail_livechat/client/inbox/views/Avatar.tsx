import type { JSX } from "preact";
import { initials as initialsOf } from "../../shared/format";
import type { Colleague, VisitorSummary } from "../../shared/types";
import { colourOf, initials } from "../labels";
import { useInbox } from "./context";

interface AvatarProps {
  visitor: VisitorSummary;
  large?: boolean;
  /** A dot says whether the visitor is on the site. */
  withPresence?: boolean;
}

export function Avatar({ visitor, large = false, withPresence = false }: AvatarProps): JSX.Element {
  const { say } = useInbox();
  const size = large ? " chat-avatar--large" : "";
  return (
    <span class={`chat-avatar chat-avatar--${colourOf(visitor.public_id)}${size}`} aria-hidden="true">
      {initials(visitor, say)}
      {withPresence && <span class={`chat-avatar__presence${visitor.online ? " chat-avatar__presence--here" : ""}`} />}
    </span>
  );
}

/** A colleague: the picture of their Wagtail account, else their initials. */
export function Face({ agent }: { agent: Colleague }): JSX.Element {
  return (
    <span class="chat-face" title={agent.name} aria-hidden="true">
      {agent.avatar === null ? initialsOf(agent.name) : <img class="chat-face__picture" src={agent.avatar} alt="" />}
    </span>
  );
}
