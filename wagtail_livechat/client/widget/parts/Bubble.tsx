import type { ComponentChildren, JSX } from "preact";
import { isFewEmoji } from "../../shared/emoji";
import type { Entry } from "../../shared/rows";
import { usePanel } from "./context";

interface BubbleProps {
  entry: Entry;
  /** Who wrote it, for those who do not see on which side it stands. */
  voice: string;
  /** Nothing: what was written is no more than the address of a card. */
  words: ComponentChildren;
  /** What comes with the words. */
  children?: ComponentChildren;
}

export function Bubble({ entry, voice, words, children }: BubbleProps): JSX.Element {
  const { format } = usePanel();
  const looks = ["bubble", entry.deleted ? "deleted" : entry.state, words ? "" : "wordless"];
  return (
    <p class={looks.join(" ")} title={format.full(entry.created_at)}>
      {voice && <span class="unseen">{voice}: </span>}
      {words && (
        <span dir="auto" class={isFewEmoji(entry.body) ? "large" : undefined}>
          {words}
        </span>
      )}
      {children}
    </p>
  );
}
