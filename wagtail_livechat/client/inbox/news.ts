/** What is told of visitors, put into what is known of them. */
import type { AgentConversation } from "../shared/types";
import type { VisitorNews } from "./answers";

export function withNews<V extends { public_id: string }>(visitor: V, news: readonly VisitorNews[]): V {
  return news.reduce((known, each) => (each.public_id === known.public_id ? { ...known, ...each } : known), visitor);
}

/** A merge may have made it somebody else's, of whom nothing is told here. */
export function withNewsOf(conversation: AgentConversation, news: readonly VisitorNews[]): AgentConversation {
  const visitor = withNews(conversation.visitor, news);
  return visitor === conversation.visitor ? conversation : { ...conversation, visitor };
}
