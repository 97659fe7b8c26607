import type { JSX } from "preact";
import type { AgentConversation, VisitorDetails } from "../../../shared/types";
import { useInbox } from "../context";
import { Fact, PageName } from "./Fact";

interface FactsProps {
  visitor: VisitorDetails;
  conversation: AgentConversation | null;
}

/** Where the conversation began, and since when the visitor is known. */
export function Facts({ visitor, conversation }: FactsProps): JSX.Element {
  const { state, say, format } = useInbox();
  const site = state.me?.sites.find((each) => each.id === conversation?.site);
  const hasSites = (state.me?.sites.length ?? 0) > 1;
  return (
    <dl class="chat-panel__part chat-facts">
      {conversation !== null && conversation.page.url !== "" && (
        <Fact term={say("began_on")}>
          <PageName url={conversation.page.url} name={conversation.page.title || conversation.page.url} />
        </Fact>
      )}
      {hasSites && site !== undefined && <Fact term={say("site")}>{site.name}</Fact>}
      <Fact term={say("first_seen")}>
        <time dateTime={visitor.created_at}>{format.full(visitor.created_at)}</time>
      </Fact>
    </dl>
  );
}
