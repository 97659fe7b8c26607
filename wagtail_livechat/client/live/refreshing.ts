/** When the listing is fetched and shown anew, without taking anything out of anybody's hands. */

/** What stands on the page. */
export interface Listing {
  /** Somebody has marked a text in it or opened a menu. */
  readonly isInUse: boolean;
  /** The name of the link that has the focus; null: nothing of the listing has. */
  readonly focused: string | null;
  /** Shows another listing, with the same link focused; false, and nothing is changed, where it has no such link. */
  replace(html: string, focused: string | null): boolean;
}

export interface Means {
  listing: Listing;
  /** What is searched, filtered and paged for, as the address says. */
  query(): string;
  /** Null: there is no answer. */
  fetch(query: string): Promise<string | null>;
  isVisible(): boolean;
}

export class Refresher {
  private shown: string | null = null;
  private isAsking = false;

  constructor(private readonly means: Means) {}

  /** Something else replaced the listing. */
  forget(): void {
    this.shown = null;
  }

  async refresh(): Promise<void> {
    if (this.isAsking || !this.means.isVisible()) return;
    this.isAsking = true;
    const query = this.means.query();
    const html = await this.means.fetch(query).catch(() => null);
    this.isAsking = false;
    if (html !== null && query === this.means.query()) this.show(html);
  }

  private show(html: string): void {
    const { listing } = this.means;
    if (html === this.shown || listing.isInUse) return;
    if (listing.replace(html, listing.focused)) this.shown = html;
  }
}
