/** Several rows chosen for one action. */
import type { AgentConversation } from "../shared/types";
import type { Model } from "./model";
import type { InboxState } from "./state";

export interface Selection {
  /** Rows are being chosen: a tap chooses one instead of opening it. */
  isOn: boolean;
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  anchor: string | null;
}

export const NO_SELECTION: Selection = { isOn: false, ids: new Set(), anchor: null };

export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ...selection, ids, anchor: id };
}

/** Chooses also all rows between the last chosen one and this. */
export function ranged(selection: Selection, rows: readonly AgentConversation[], id: string): Selection {
  const places = [selection.anchor, id].map((end) => rows.findIndex((row) => row.public_id === end));
  if (places.includes(-1)) return toggled(selection, id);
  const between = rows.slice(Math.min(...places), Math.max(...places) + 1).map((row) => row.public_id);
  return { ...selection, ids: new Set([...selection.ids, ...between]) };
}

/** The chosen rows that are still listed, in the order of the list: nobody acts on what they do not see. */
export function chosen(selection: Selection, rows: readonly AgentConversation[]): AgentConversation[] {
  return selection.ids.size === 0 ? [] : rows.filter((row) => selection.ids.has(row.public_id));
}

export class Selecting {
  constructor(private readonly model: Model<InboxState>) {}

  get chosen(): AgentConversation[] {
    return chosen(this.model.state.selection, this.model.state.list.rows);
  }

  /** Begins to choose, for fingers: there is no pointer that a box could appear below. */
  begin(): void {
    this.replace({ ...NO_SELECTION, isOn: true });
  }

  toggle(id: string): void {
    this.replace(toggled(this.model.state.selection, id));
  }

  reachTo(id: string): void {
    this.replace(ranged(this.model.state.selection, this.model.state.list.rows, id));
  }

  /** Chooses from one row to another, as with Shift and the arrow keys. */
  extend(from: string, to: string): void {
    if (this.model.state.selection.ids.size === 0) this.toggle(from);
    this.reachTo(to);
  }

  /** Every row that is loaded. */
  all(): void {
    const ids = new Set(this.model.state.list.rows.map((row) => row.public_id));
    this.replace({ ...this.model.state.selection, ids });
  }

  /** Only these stay chosen. */
  keep(ids: readonly string[]): void {
    this.replace(ids.length === 0 ? NO_SELECTION : { ...this.model.state.selection, ids: new Set(ids) });
  }

  clear(): void {
    this.replace(NO_SELECTION);
  }

  /** Cancelled by hand: the focus goes back to the list. */
  leave(): void {
    const [first] = this.chosen;
    this.clear();
    if (first !== undefined) this.model.update({ reveal: { id: first.public_id, focus: true } });
  }

  private replace(selection: Selection): void {
    this.model.update({ selection });
  }
}
