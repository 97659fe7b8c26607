/** Moving through the list: from row to row, from queue to queue. */
import type { DeskStorage } from "./desk-storage";
import { rowBeside, type View } from "./list";
import type { Listing } from "./listing";
import type { Model } from "./model";
import { groupQueues, type Queue } from "./queues";
import type { Selecting } from "./selecting";
import type { InboxState } from "./state";
import type { Visiting } from "./visiting";

export const TABS = ["open", "resolved", "visitors"] as const;
export type ListTab = (typeof TABS)[number];

export class Browsing {
  /** The row that has the focus. */
  private focused: string | null = null;

  constructor(
    private readonly model: Model<InboxState>,
    private readonly listing: Listing,
    private readonly selecting: Selecting,
    private readonly storage: DeskStorage,
    private readonly visiting: Visiting,
    private readonly go: (conversation: string) => void,
  ) {}

  /** The row that keys are about: the one with the focus, else the one that is open. */
  get current(): string | null {
    return this.focused ?? this.model.state.opened?.id ?? null;
  }

  /** Moves the focus by so many rows, and on the way chooses them. */
  step(by: number, from = this.current, chooses = false): void {
    const id = rowBeside(this.model.state.list, from, by);
    if (id === null) return;
    if (chooses && from !== null) this.selecting.extend(from, id);
    this.reveal(id);
  }

  /** Opens the conversation so many rows further. */
  openBeside(by: number): void {
    const id = rowBeside(this.model.state.list, this.model.state.opened?.id ?? null, by);
    if (id === null) return;
    this.model.update({ reveal: { id, focus: false } });
    this.go(id);
  }

  /** Opens the row with the focus. */
  open(): void {
    if (this.current !== null) this.go(this.current);
  }

  focus(id: string | null): void {
    this.focused = id;
  }

  /** A row is to be seen, and to get the focus. */
  reveal(id: string): void {
    this.model.update({ reveal: { id, focus: true } });
  }

  revealed(): void {
    this.model.update({ reveal: null });
  }

  show(view: View): void {
    this.storage.keepView(view);
    this.selecting.clear();
    this.model.update({ notice: "" });
    void this.listing.show(view);
  }

  showQueue(queue: Queue): void {
    this.leaveVisitors();
    this.show({ status: "open", queue, group: null });
  }

  showGroup(group: number): void {
    this.show({ status: "open", queue: "all", group });
  }

  get tab(): ListTab {
    return this.visiting.model.state.isShown ? "visitors" : this.model.state.view.status;
  }

  /** The queue is remembered; the conversations behind the visitors were kept right meanwhile. */
  showTab(tab: ListTab): void {
    if (tab === "visitors") return this.showVisitors();
    const wasBehind = this.leaveVisitors();
    if (!wasBehind || tab !== this.model.state.view.status) this.show({ ...this.model.state.view, status: tab });
  }

  private showVisitors(): void {
    this.storage.keepShowsVisitors(true);
    this.selecting.clear();
    this.focused = null;
    this.model.update({ notice: "" });
    this.visiting.show();
  }

  private leaveVisitors(): boolean {
    const wasShown = this.visiting.model.state.isShown;
    this.storage.keepShowsVisitors(false);
    this.visiting.leave();
    return wasShown;
  }

  retry(): void {
    void this.listing.show(this.model.state.view);
  }

  grow(): void {
    void this.listing.grow();
  }

  /** The list is looked at up to this row. */
  look(row: number): void {
    this.listing.look(row);
  }

  /** A group that is a queue of this agent's no longer, or was of somebody else's, is left. */
  leaveUnknownGroup(): void {
    const { view, groups, me } = this.model.state;
    if (view.group === null || me === null) return;
    const isKnown = groupQueues(groups, me).some((group) => group.id === view.group);
    if (!isKnown) this.show({ status: "open", queue: "all", group: null });
  }
}
