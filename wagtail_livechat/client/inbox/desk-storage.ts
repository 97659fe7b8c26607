/** What an agent's browser keeps across reloads: drafts, unsent messages, the view last looked at. */
import { lasting, ofTheTab, type Store } from "../shared/storage";
import type { Pending } from "../shared/thread";
import { isEmpty, type KeptDraft, type Place } from "./drafts";
import type { View } from "./list";
import { QUEUES } from "./queues";

export interface Unsent {
  conversation: string;
  message: Pending;
}

export class DeskStorage {
  constructor(
    private readonly agent: string,
    private readonly store: Store = lasting,
    private readonly tab: Store = ofTheTab,
  ) {}

  draft(place: Place): KeptDraft | null {
    const stored = this.store.get<KeptDraft>(this.draftKey(place));
    return typeof stored?.text === "string" && Array.isArray(stored.files) ? stored : null;
  }

  keepDraft(place: Place, draft: KeptDraft): void {
    if (isEmpty(draft)) this.store.remove(this.draftKey(place));
    else this.store.set(this.draftKey(place), draft);
  }

  unsent(): Unsent[] {
    const stored = this.store.get<Unsent[]>(this.unsentKey);
    return Array.isArray(stored) ? stored : [];
  }

  /** Read again before each write: another tab of the same agent may have unsent messages of its own. */
  keepUnsent(conversation: string, message: Pending): void {
    this.writeUnsent([...this.unsentWithout(message.client_id), { conversation, message }]);
  }

  forgetUnsent(clientId: string): void {
    const rest = this.unsentWithout(clientId);
    if (rest.length !== this.unsent().length) this.writeUnsent(rest);
  }

  view(): View {
    const stored = this.tab.get<View>("livechat-view");
    const isKnown = stored !== null && QUEUES.includes(stored.queue) && ["open", "resolved"].includes(stored.status);
    if (!isKnown) return { status: "open", queue: "all", group: null };
    return { ...stored, group: typeof stored.group === "number" ? stored.group : null };
  }

  keepView(view: View): void {
    this.tab.set("livechat-view", view);
  }

  /** Visitors are looked at in the place of conversations. */
  showsVisitors(): boolean {
    return this.tab.get<boolean>("livechat-visitors") === true;
  }

  keepShowsVisitors(shows: boolean): void {
    if (shows) this.tab.set("livechat-visitors", true);
    else this.tab.remove("livechat-visitors");
  }

  private unsentWithout(clientId: string): Unsent[] {
    return this.unsent().filter((unsent) => unsent.message.client_id !== clientId);
  }

  private writeUnsent(unsent: Unsent[]): void {
    if (unsent.length === 0) this.store.remove(this.unsentKey);
    else this.store.set(this.unsentKey, unsent);
  }

  private get unsentKey(): string {
    return `livechat-unsent:${this.agent}`;
  }

  private draftKey({ conversation, tab }: Place): string {
    return `livechat-draft:${this.agent}:${conversation}:${tab}`;
  }
}
