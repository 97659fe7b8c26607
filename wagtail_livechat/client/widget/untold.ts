/**
 * The pages that the site may be told of and does not know yet: those that were left before it was told, or that it
 * was told of in vain. They are told with the next page.
 */

import type { Store } from "../shared/storage";
import type { VisitPage } from "./handle";
import { UNTOLD } from "./keys";

/** What is sent while its page is left may have 64 KiB; so many pages have less, however long their addresses. */
const KEPT = 10;

export class Untold {
  /** Whoever tells of the next page does not tell of these as well. */
  #underWay: readonly VisitPage[] = [];

  constructor(private readonly ofTheTab: Store) {}

  /** From now on somebody looks at this page, and may be recorded. */
  note(page: VisitPage): void {
    this.#pages = [...without(this.#pages, [page]), page].slice(-KEPT);
  }

  /** Those that are told now. */
  take(): VisitPage[] {
    const taken = without(this.#pages, this.#underWay);
    this.#underWay = [...this.#underWay, ...taken];
    return taken;
  }

  /** The server knows them, or they have to be told again. */
  settle(taken: readonly VisitPage[], isTold: boolean): void {
    this.#underWay = without(this.#underWay, taken);
    if (isTold) this.#pages = without(this.#pages, taken);
  }

  /** Somebody else told of this page and of all before it. */
  toldUntil(page: VisitPage): void {
    this.#pages = this.#pages.filter(({ at }) => at > page.at);
  }

  /** Nobody is to be told of them any more. */
  forget(): void {
    this.ofTheTab.remove(UNTOLD);
  }

  get #pages(): readonly VisitPage[] {
    const kept = this.ofTheTab.get<VisitPage[]>(UNTOLD);
    return Array.isArray(kept) ? kept : [];
  }

  set #pages(pages: readonly VisitPage[]) {
    if (pages.length > 0) this.ofTheTab.set(UNTOLD, pages);
    else this.forget();
  }
}

/** A page keeps its time while its title changes. */
function without(pages: readonly VisitPage[], others: readonly VisitPage[]): VisitPage[] {
  return pages.filter((page) => !others.some(({ at, url }) => at === page.at && url === page.url));
}
