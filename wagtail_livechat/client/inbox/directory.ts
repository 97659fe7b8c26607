/** Who and what there is to choose from on a site: agents, groups, tags, shortcuts. */
import type { Api } from "../shared/api";
import type { AgentPresence } from "../shared/frames";
import type { Card, GroupShape, ShortcutShape, TagShape } from "../shared/types";
import type { AgentsAnswer, GroupsAnswer, PagesAnswer, ShortcutsAnswer, TagsAnswer } from "./answers";
import type { Model } from "./model";
import { Remembered } from "./remembered";

/** The tags by their site. */
export type Tags = Readonly<Record<number, readonly TagShape[]>>;

export interface Choices {
  agents: AgentPresence[];
  groups: GroupShape[];
}

export class Directory {
  /** The sites whose tags were asked for. */
  private readonly tagged = new Set<number>();
  private readonly shortcutsOf = new Remembered((site: number) => this.fetchShortcuts(site));

  constructor(
    private readonly api: Api,
    private readonly model: Model<{ tags: Tags }>,
  ) {}

  /** Who a conversation of this site can be given to. */
  async choices(site: number): Promise<Choices> {
    const [{ agents }, { groups }] = await Promise.all([
      this.api.get<AgentsAnswer>("agents", { site }),
      this.api.get<GroupsAnswer>("groups", { site }),
    ]);
    return { agents, groups };
  }

  /** Fetches the tags of a site, once. */
  wantTags(site: number): void {
    if (!this.tagged.has(site)) this.refreshTags(site);
  }

  /** Fetches the tags of a site anew: a colleague may have made one a moment ago. */
  refreshTags(site: number): void {
    this.tagged.add(site);
    void this.fetchTags(site);
  }

  /** The canned replies that the agent may use on a site. */
  shortcuts(site: number): Promise<ShortcutShape[]> {
    return this.shortcutsOf.get(site);
  }

  /** Who sees a conversation, and can be called in a note. */
  colleagues(conversation: string): Promise<AgentPresence[]> {
    return this.api.get<AgentsAnswer>("agents", { conversation }).then(({ agents }) => agents);
  }

  /** Pages and goods of a site by their title; without words those that are asked for most. */
  pages(site: number, q: string): Promise<Card[]> {
    return this.api.get<PagesAnswer>("pages", { site, q }).then(({ pages }) => pages);
  }

  /** Tags or shortcuts were made or edited, or groups, which decide whose shortcuts are whose. */
  tagsChanged(): void {
    this.shortcutsOf.forget();
    this.tagged.forEach((site) => void this.fetchTags(site));
  }

  private fetchShortcuts(site: number): Promise<ShortcutShape[]> {
    return this.api.get<ShortcutsAnswer>("shortcuts", { site }).then(({ shortcuts }) => shortcuts);
  }

  private async fetchTags(site: number): Promise<void> {
    try {
      const { tags } = await this.api.get<TagsAnswer>("tags", { site });
      this.model.update({ tags: { ...this.model.state.tags, [site]: tags } });
    } catch {
      // Without their colours tags are grey; the next who wants them asks again.
      this.tagged.delete(site);
    }
  }
}
