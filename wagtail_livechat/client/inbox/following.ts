/** What opens after conversations were resolved: the one whose visitor waits longest; where nobody waits, nothing. */
import type { Api } from "../shared/api";
import type { AgentConversation } from "../shared/types";
import { belongs, longestWaiting, neighbour, type ListPage } from "./list";
import type { Model } from "./model";
import type { InboxState } from "./state";

/** Among how many that wait the next one is looked for. */
const WAITING_PAGE = 50;

/** Made before they are resolved, while they still have neighbours. */
export interface Plan {
  openId: string | null;
  beside: string | null;
  /** What opens then; null: what is open stays. */
  next: Promise<string | null>;
}

export interface FollowingOptions {
  api: Api;
  model: Model<InboxState>;
  agent: number;
  /** Opens a conversation. */
  go: (conversation: string) => void;
  /** Whether a thread has its place beside the list; else it would cover the list. */
  hasRoom: () => boolean;
}

export class Following {
  constructor(private readonly options: FollowingOptions) {}

  /** What will be looked at once something was done to these; only a resolve is followed by another conversation. */
  plan(ids: readonly string[], isResolve: boolean): Plan {
    const beside = neighbour(this.options.model.state.list, ...ids);
    const next = isResolve && this.isFollowed(ids) ? this.next(ids) : Promise.resolve(null);
    return { beside, openId: this.openId, next };
  }

  /** Opens the next one, unless the agent has gone elsewhere meanwhile. Returns whether it did. */
  async follow({ openId, next }: Plan): Promise<boolean> {
    const id = await next;
    if (id === null || this.openId !== openId) return false;
    this.options.go(id);
    return true;
  }

  private get openId(): string | null {
    return this.options.model.state.opened?.id ?? null;
  }

  /** Who prefers to stay stays, and who reads another conversation is not called away from it. */
  private isFollowed(ids: readonly string[]): boolean {
    if (this.options.model.state.me?.opens_next !== true) return false;
    return this.openId === null ? this.options.hasRoom() : ids.includes(this.openId);
  }

  private async next(ids: readonly string[]): Promise<string | null> {
    const { list, view } = this.options.model.state;
    if (view.status !== "open") return null;
    const rows = list.cursor === null ? list.rows : await this.longestWaits();
    const candidates = rows.filter((row) => belongs(row, view, this.options.agent));
    return longestWaiting(candidates, ids);
  }

  /** Where only the first pages are listed, the server knows who waits longest. */
  private async longestWaits(): Promise<AgentConversation[]> {
    const { view, list } = this.options.model.state;
    const agent = view.queue === "mine" ? this.options.agent : null;
    const parameters = { status: "open", queue: "unanswered", group: view.group, agent, limit: WAITING_PAGE };
    try {
      return (await this.options.api.get<ListPage>("conversations", parameters)).results;
    } catch {
      return list.rows;
    }
  }
}
