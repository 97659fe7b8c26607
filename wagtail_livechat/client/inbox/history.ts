/** The earlier conversations of a visitor: read in the panel, whoever is in charge of them. */
import type { Api } from "../shared/api";
import type { Page } from "../shared/frames";
import type { AgentConversation } from "../shared/types";

const PAGE = 30;

export type HistoryPage = Page<AgentConversation>;

export class History {
  constructor(private readonly api: Api) {}

  /** The end of a conversation, or what stands before a message. */
  messages(visitor: string, conversation: string, before: number | null): Promise<HistoryPage> {
    return this.api.get(`visitors/${visitor}/conversations/${conversation}/messages`, { before, limit: PAGE });
  }
}
