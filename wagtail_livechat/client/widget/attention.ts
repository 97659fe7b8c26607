/** What tells the visitor of a reply while the chat is closed or the tab hidden: a count, the title, a soft sound. */

import { badge, titleWith } from "../shared/format";
import type { Store } from "../shared/storage";
import { realClock } from "../shared/timing";
import type { Chat } from "./chat";
import type { Handle } from "./handle";
import { SOUNDED } from "./keys";
import { isLookedAt, lastIncoming, shownUnread, unread, unreadWords, type ChatState } from "./state";

/** Time for another tab to say that the visitor is reading there. */
const SOUND_AFTER_MS = 600;

export class Attention {
  #shown = 0;
  #newest: number | null = null;

  constructor(
    private readonly chat: Chat,
    private readonly handle: Handle,
    private readonly sound: () => void,
    private readonly store: Store,
  ) {
    chat.subscribe(() => this.#update(chat.state));
  }

  #update(state: ChatState): void {
    this.#showCount(state);
    if (state.phase !== "ready") return;
    const newest = lastIncoming(state.thread.messages);
    const isNew = this.#newest !== null && newest > this.#newest;
    this.#newest = newest;
    if (isNew && !isLookedAt(state)) realClock.after(SOUND_AFTER_MS, () => this.#ring(newest));
  }

  #showCount(state: ChatState): void {
    const count = shownUnread(state);
    if (count === this.#shown) return;
    this.#shown = count;
    const { launcher, badge: mark, settings } = this.handle;
    mark.hidden = count === 0;
    mark.textContent = badge(count);
    launcher.setAttribute("aria-label", count ? `${settings.label}, ${unreadWords(state)}` : settings.label);
    document.title = titleWith(document.title, count);
  }

  /** One tab rings for all of them, and none when the message has been read meanwhile. */
  #ring(message: number): void {
    if (unread(this.chat.state) === 0 || (this.store.get<number>(SOUNDED) ?? 0) >= message) return;
    this.store.set(SOUNDED, message);
    this.sound();
  }
}
