/** A text of the page's in the message box: only where the visitor has written nothing yet. */

import type { Store } from "../shared/storage";
import { PREFILLED } from "./keys";

/** The chat's box, or the one of the form in its place. */
const BOX = "textarea.box, textarea#field-message";

export class Prefilling {
  #text: string | null = null;
  readonly #observer = new MutationObserver(() => this.#fill());

  constructor(
    private readonly root: HTMLElement,
    private readonly ofTheTab: Store,
  ) {}

  /** Now, or as soon as the box is there. */
  prefill(text: string): void {
    this.#text = text;
    this.#observer.observe(this.root, { childList: true, subtree: true });
    this.#fill();
  }

  #fill(): void {
    const box = this.root.querySelector<HTMLTextAreaElement>(BOX);
    if (!box || this.#text === null) return;
    this.#observer.disconnect();
    if (mayBeFilled(box.value, this.ofTheTab.get<string>(PREFILLED))) {
      this.ofTheTab.set(PREFILLED, this.#text);
      box.value = this.#text;
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    this.#text = null;
  }
}

/** What a page filled in before, the visitor has not written. */
export function mayBeFilled(draft: string, former: string | null): boolean {
  return draft.trim() === "" || draft === former;
}
