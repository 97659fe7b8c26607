/** What the site is told of a visit: each page that was looked at, and that somebody is still there. */

import { realClock, type Clock, type Timer } from "../shared/timing";
import type { VisitPage } from "./handle";

/** Shorter than the server waits before it takes somebody for gone. */
export const HERE_EVERY_MS = 30_000;
/** A page that is no document has its title a moment later. */
export const TITLE_AFTER_MS = 1_000;

/** What is told at once; without pages: still here. */
export interface Beacon {
  pages?: VisitPage[];
  language?: string;
  time_zone?: string;
  consent?: true;
}

/** `waiting`: an agent wrote something that the visitor has not seen. `known`: whether the server knows the visitor. */
export interface BeaconAnswer {
  waiting: boolean;
  known?: boolean;
}

/** What telling needs of the browser. */
export interface Whereabouts {
  /** Where the visitor is now. */
  page: () => VisitPage | undefined;
  isVisible: () => boolean;
  /** Whoever talks to the server is seen there anyway. */
  isConnected: () => boolean;
  /** The visitor may be recorded, still. */
  isAllowed: () => boolean;
  /** Null: it did not work. */
  send: (page: VisitPage | null) => Promise<BeaconAnswer | null>;
  onAnswer: (answer: BeaconAnswer, page: VisitPage | null) => void;
}

export class Visiting {
  #url: string | null = null;
  #toldAt = 0;
  #isOver = false;
  #title: Timer = null;

  constructor(
    private readonly around: Whereabouts,
    private readonly clock: Clock = realClock,
  ) {}

  /** The page is there, and looked at; the panel may tell of it. */
  begin(isToldByPanel: boolean): void {
    const page = this.around.page();
    if (isToldByPanel) this.#url = page?.url ?? null;
    else if (page) this.#look(page);
    this.#plan();
  }

  /** The address may be another one by now. */
  moved(): void {
    this.clock.cancel(this.#title);
    this.#title = this.clock.after(TITLE_AFTER_MS, () => {
      const page = this.around.page();
      if (page && page.url !== this.#url) this.#look(page);
    });
  }

  /** Back on this page, as the browser had kept it. */
  returned(): void {
    const page = this.around.page();
    if (page) this.#look(page);
  }

  /** The visitor looks at the tab again. */
  seen(): void {
    if (this.clock.now() - this.#toldAt >= HERE_EVERY_MS) this.#stillHere();
  }

  #look(page: VisitPage): void {
    this.#url = page.url;
    void this.#tell(page);
  }

  #plan(): void {
    this.clock.after(HERE_EVERY_MS, () => {
      this.#stillHere();
      this.#plan();
    });
  }

  #stillHere(): void {
    if (!this.#isOver && this.around.isVisible() && !this.around.isConnected()) void this.#tell(null);
  }

  async #tell(page: VisitPage | null): Promise<void> {
    if (!this.around.isAllowed()) return;
    this.#toldAt = this.clock.now();
    const answer = await this.around.send(page);
    if (!answer) return;
    // From here on the panel asks.
    if (answer.waiting) this.#isOver = true;
    this.around.onAnswer(answer, page);
  }
}

/** What is left to tell once this page was told: pages that came after it. The page itself stays, to be known again. */
export function pagesSince(pages: readonly VisitPage[], told: VisitPage): VisitPage[] {
  const at = pages.findIndex((page) => page.at === told.at && page.url === told.url);
  return pages.slice(Math.max(0, at));
}
