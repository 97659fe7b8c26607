/** Two visitors who are one person: finding the other one, making one of them, and taking that back. */
import type { Api } from "../shared/api";
import type { FoundVisitor, MergeShape, VisitorDetails } from "../shared/types";

interface MergeAnswer {
  /** Who is left. */
  visitor: VisitorDetails;
  merge: MergeShape | null;
}

export interface MergingOptions {
  api: Api;
  introduced: (visitor: VisitorDetails) => void;
  /** Brings what is on screen up to date: conversations are another visitor's now. */
  refresh: () => Promise<void>;
  /** What went wrong with the action before is forgotten. */
  begun: () => void;
  troubled: (error: unknown) => void;
}

export class Merging {
  /** The panel that shows what was done is another one than where it was asked for. */
  private isDone = false;

  constructor(private readonly options: MergingOptions) {}

  /** Visitors who have these words in their name, address or phone number, and may be the same person. */
  async find(visitor: VisitorDetails, site: number | null, query: string): Promise<FoundVisitor[]> {
    const answer = await this.options.api.get<{ visitors: FoundVisitor[] }>("visitors", { q: query, site });
    return candidates(answer.visitors, visitor);
  }

  /** Rejects with the server's problem. */
  async merge(visitor: string, into: string): Promise<void> {
    await this.done(await this.options.api.post<MergeAnswer>(`visitors/${visitor}/merge`, { into }));
  }

  undo(merge: number): void {
    this.options.begun();
    this.options.api
      .post<MergeAnswer>(`merges/${merge}/undo`, {})
      .then((answer) => this.done(answer))
      .catch(this.options.troubled);
  }

  /** Whether the focus belongs to what was just done; once. */
  takesFocus(): boolean {
    const { isDone } = this;
    this.isDone = false;
    return isDone;
  }

  private async done({ visitor }: MergeAnswer): Promise<void> {
    this.isDone = true;
    this.options.introduced(visitor);
    // What was done is done; what cannot be fetched now comes with the next frames.
    await this.options.refresh().catch(() => undefined);
  }
}

/** Two customers of the shop are two people. */
export function candidates(found: readonly FoundVisitor[], visitor: VisitorDetails): FoundVisitor[] {
  const isOther = ({ public_id, signed_in }: FoundVisitor): boolean =>
    public_id !== visitor.public_id && !(signed_in && visitor.signed_in);
  return found.filter(isOther);
}

/** Who is not logged in must not read what a customer wrote: their browser begins anew. */
export function beginsAnew(visitor: VisitorDetails, into: FoundVisitor): boolean {
  return visitor.signed_in !== into.signed_in;
}

/** What is likely to find the same person: an address, else a name. */
export function likelyWords({ email, name, phone }: VisitorDetails): string {
  return email || name || phone;
}
