import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AgentConversation } from "../../shared/types";
import { mayAskForRating } from "../rating";
import { threadOf } from "../threads";
import { useInbox, type Inbox } from "./context";
import { Icon } from "./Icon";
import { Menu, type MenuChoice } from "./Menu";
import { TranscriptDialog } from "./TranscriptDialog";

/** What is done with a conversation now and then. Null: it is not there, or not any more. */
export function MoreMenu({ conversation }: { conversation: AgentConversation | null }): JSX.Element {
  const inbox = useInbox();
  const { say } = inbox;
  // The dialog stays while somebody takes the conversation away: what was typed is not lost without a word.
  const [sent, setSent] = useState<AgentConversation | null>(null);
  return (
    <>
      {conversation !== null && (
        <Menu
          className="chat-quiet-button chat-thread__more"
          name={say("more_actions")}
          label={
            <>
              <Icon name="dots-horizontal" />
              <span class="chat-sr">{say("more_actions")}</span>
            </>
          }
          choices={choicesOf(conversation, inbox, () => setSent(conversation))}
        />
      )}
      {sent !== null && <TranscriptDialog conversation={sent} close={() => setSent(null)} />}
    </>
  );
}

function choicesOf(conversation: AgentConversation, { desk, state, say }: Inbox, send: () => void): MenuChoice[] {
  const { public_id: id } = conversation;
  const ask: MenuChoice = { key: "rating", label: say("ask_for_rating"), choose: () => desk.acting.askForRating(id) };
  const isAsked = !mayAskForRating(conversation, threadOf(state.threads, id).messages);
  return [...(isAsked ? [] : [ask]), { key: "transcript", label: say("send_transcript"), choose: send }];
}
