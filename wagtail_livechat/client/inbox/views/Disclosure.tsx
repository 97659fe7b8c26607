/** A line that unfolds what is below it; drawn only once it is wanted. */
import type { ComponentChildren, JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { Icon } from "./Icon";

interface DisclosureProps {
  label: ComponentChildren;
  /** At the end of the line, quieter. */
  meta?: ComponentChildren;
  children: ComponentChildren;
}

export function Disclosure({ label, meta, children }: DisclosureProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        class="chat-earlier__item"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <span class={`chat-earlier__caret${isOpen ? " chat-earlier__caret--open" : ""}`}>
          <Icon name="arrow-right" />
        </span>
        <span class="chat-earlier__text" dir="auto">
          {label}
        </span>{" "}
        <span class="chat-earlier__meta">{meta}</span>
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </>
  );
}
