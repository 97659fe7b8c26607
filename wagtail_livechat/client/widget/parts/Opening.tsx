/** What stands in the panel before a conversation has begun. */

import type { JSX, RefObject } from "preact";
import type { Occasion } from "../asking";
import { Later } from "../later";
import { usePanel } from "./context";
import { hasWritten } from "../state";
import { Greeting } from "./Log";

/** A form that begins the conversation, in the place of the messages. */
export function Opening({ occasion, field }: { occasion: Occasion; field: RefObject<HTMLElement | null> }): JSX.Element {
  return (
    <div class="middle">
      <div class="log opening">
        <Greeting />
        <Later name="Form" {...{ occasion, field }} />
      </div>
    </div>
  );
}

/** What becomes of what visitors say: until they have said something. */
export function Privacy(): JSX.Element | null {
  const { state, text } = usePanel();
  const { config, thread } = state;
  if (!config || hasWritten(thread)) return null;
  const { link, text: words } = config.privacy;
  return (
    <p class="privacy">
      {words}{" "}
      {link && (
        <a class="link" href={link} target="_blank" rel="noopener" title={text("new_tab")}>
          {text("privacy")}
        </a>
      )}
    </p>
  );
}
