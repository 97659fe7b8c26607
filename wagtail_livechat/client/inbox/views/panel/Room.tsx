/** What the rooms of the panel have in common: a heading, what stands in for what is not there, what is folded away. */
import type { ComponentChildren, JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { Room as RoomContent } from "../../panel";
import { useInbox } from "../context";

interface RoomProps {
  title: string;
  /** Beside the heading, quieter. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Room({ title, aside, children }: RoomProps): JSX.Element {
  const id = useId();
  return (
    <section class="chat-panel__part chat-room" aria-labelledby={id} tabIndex={-1}>
      <RoomHead id={id} title={title} aside={aside} />
      {children}
    </section>
  );
}

export function RoomHead({ id, title, aside }: Pick<RoomProps, "title" | "aside"> & { id: string }): JSX.Element {
  return (
    <div class="chat-room__head">
      <h3 class="chat-panel__title" id={id} dir="auto">
        {title}
      </h3>
      {aside && <span class="chat-room__aside">{aside}</span>}
    </div>
  );
}

interface WaitingProps {
  room: RoomContent<unknown>;
  failed: string;
  retry: () => void;
  bones?: number;
}

/** Bones until something is there; one line where it could not be fetched. */
export function Waiting({ room: { phase, content }, failed, retry, bones = 3 }: WaitingProps): JSX.Element {
  const { say } = useInbox();
  const isBare = phase === "loading" && content === null;
  return (
    <>
      {isBare && (
        <div class="chat-skeleton chat-room__bones" aria-busy="true">
          <span class="chat-sr">{say("loading")}</span>
          {Array.from({ length: bones }, (_, index) => (
            <span key={index} class="chat-bone" />
          ))}
        </div>
      )}
      <div role="status">{phase === "failed" && <Failed text={failed} retry={retry} />}</div>
    </>
  );
}

export function Failed({ text, retry }: { text: string; retry: () => void }): JSX.Element {
  const { say } = useInbox();
  // The button goes away with its click: whoever pressed it by key stays in the room.
  const press = (event: { currentTarget: HTMLElement }): void => {
    event.currentTarget.closest<HTMLElement>(".chat-room")?.focus();
    retry();
  };
  return (
    <p class="chat-room__failed">
      {text}{" "}
      <button type="button" class="chat-link-button" onClick={press}>
        {say("try_again")}
      </button>
    </p>
  );
}

interface FoldedProps<T> {
  items: readonly T[];
  /** As many as are shown at first. */
  most: number;
  more: (count: number) => string;
  children: (shown: readonly T[]) => JSX.Element;
}

/** The beginning of a list, and a button for the rest. One more costs no more room than the button. */
export function Folded<T>({ items, most, more, children }: FoldedProps<T>): JSX.Element | null {
  const { say } = useInbox();
  const [isOpen, setOpen] = useState(false);
  const isLong = items.length > most + 1;
  if (items.length === 0) return null;
  return (
    <>
      {children(isLong && !isOpen ? items.slice(0, most) : items)}
      {isLong && (
        <button
          type="button"
          class="chat-link-button chat-room__more"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? say("show_less") : more(items.length - most)}
        </button>
      )}
    </>
  );
}
