/** What an agent may do, as far as the inbox can know; the server decides. */
import type { AgentConversation } from "../shared/types";
import type { Me } from "./answers";

/** Whether a conversation is within the agent's reach. */
export function isInReach({ site, assignee, group }: AgentConversation, me: Me | null): boolean {
  if (me === null) return false;
  if (me.manages.includes(site) || assignee?.id === me.id) return true;
  return group === null ? assignee === null : me.groups.some((own) => own.id === group.id);
}

/** Only who is in charge, or manages the site, resolves. */
export function mayResolve(conversation: AgentConversation, me: Me | null): boolean {
  if (me === null) return false;
  return conversation.assignee?.id === me.id || me.manages.includes(conversation.site);
}
