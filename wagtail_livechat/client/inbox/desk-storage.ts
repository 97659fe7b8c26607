/** What an agent's browser keeps across reloads: drafts, unsent messages, the view last looked at. */
import { lasting, ofTheTab, type Store } from "../shared/storage";
import type { Pending } from "../shared/thread";
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

  draft(conversation: string): string {
    return this.store.get<string>(this.draftKey(conversation)) ?? "";
  }

  keepDraft(conversation: string, text: string): void {
    if (text === "") this.store.remove(this.draftKey(conversation));
    else this.store.set(this.draftKey(conversation), text);
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
    return isKnown ? stored : { status: "open", queue: "all" };
  }

  keepView(view: View): void {
    this.tab.set("livechat-view", view);
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

  private draftKey(conversation: string): string {
    return `livechat-draft:${this.agent}:${conversation}`;
  }
}
