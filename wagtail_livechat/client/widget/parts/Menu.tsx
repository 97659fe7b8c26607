import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Later } from "../later";
import { usePanel } from "./context";
import { Icon } from "./icons";

/** The header's menu; what it offers stands in `more/entries.ts`. */
export function Menu(): JSX.Element {
  const { text } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const label = text("more");
  return (
    <div class="menu-place">
      <button
        type="button"
        ref={button}
        class="tool"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <div class="menu">
          <Later name="MenuEntries" button={button} close={() => setOpen(false)} />
        </div>
      )}
    </div>
  );
}
