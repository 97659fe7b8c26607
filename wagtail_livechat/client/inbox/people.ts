/** Who answers: the agent at this desk, the colleagues, and the groups. */
import type { Api } from "../shared/api";
import type { AgentPresence } from "../shared/frames";
import { Meanwhile } from "../shared/meanwhile";
import type { AgentsAnswer, GroupsAnswer, Me, MeChange } from "./answers";
import type { Model } from "./model";
import type { InboxState } from "./state";

export class People {
  private readonly meanwhile = new Meanwhile<AgentPresence>();

  constructor(
    private readonly api: Api,
    private readonly model: Model<InboxState>,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  async refresh(): Promise<void> {
    await Promise.all([this.fetchPresence(), this.fetchGroups()]);
  }

  /** Groups were made or edited: they are queues, so they are fetched at once. */
  groupsChanged(): void {
    this.fetchGroups().catch(() => undefined);
  }

  /** What may have changed of the agent's sites. */
  async recount(): Promise<void> {
    const [me, told] = await this.meanwhile.ask(() => this.api.get<Me>("me"));
    this.model.update({ me });
    told.forEach((presence) => this.seen(presence));
  }

  heard(presence: AgentPresence): void {
    this.meanwhile.tell(presence);
    this.seen(presence);
  }

  /** What the agent chose of themselves: status, alerts, what follows a resolved conversation. It counts at once. */
  async change(change: MeChange): Promise<void> {
    const before = this.model.state.me;
    if (before !== null) this.model.update({ me: { ...before, ...change } });
    try {
      this.model.update({ me: await this.api.patch<Me>("me", change) });
    } catch (error) {
      this.model.update({ me: before });
      this.onTrouble(error);
    }
  }

  private async fetchPresence(): Promise<void> {
    const fetch = () => Promise.all([this.api.get<Me>("me"), this.api.get<AgentsAnswer>("agents")]);
    const [[me, { agents }], told] = await this.meanwhile.ask(fetch);
    this.model.update({ me, agents });
    told.forEach((presence) => this.seen(presence));
  }

  private seen(presence: AgentPresence): void {
    const { agents, me } = this.model.state;
    const { id, status, online } = presence;
    const others = agents.filter((agent) => agent.id !== id);
    this.model.update({ agents: [...others, presence], me: me?.id === id ? { ...me, status, online } : me });
  }

  private async fetchGroups(): Promise<void> {
    const { groups } = await this.api.get<GroupsAnswer>("groups");
    this.model.update({ groups });
  }
}
