import type { JSX } from "preact";
import type { VisitorSummary } from "../../shared/types";
import { colourOf, initials } from "../labels";
import { useInbox } from "./context";

export function Avatar({ visitor, large = false }: { visitor: VisitorSummary; large?: boolean }): JSX.Element {
  const { say } = useInbox();
  const size = large ? " chat-avatar--large" : "";
  return (
    <span class={`chat-avatar chat-avatar--${colourOf(visitor.public_id)}${size}`} aria-hidden="true">
      {initials(visitor, say)}
    </span>
  );
}
