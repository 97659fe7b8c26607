import type { JSX } from "preact";
import { faceOf } from "../rating";
import { useInbox } from "./context";

/** How the visitor rated a conversation: a face, and in words. */
export function Rating({ score }: { score: number | null }): JSX.Element | null {
  const { say } = useInbox();
  if (score === null) return null;
  const words = say("rated", { score });
  return (
    <span class="chat-rating" title={words}>
      <span aria-hidden="true">{faceOf(score)}</span>
      <span class="chat-sr">{words}</span>
    </span>
  );
}
