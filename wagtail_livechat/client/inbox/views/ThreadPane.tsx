import type { JSX } from "preact";
import type { Opened } from "../state";
import { threadOf, type AgentThread } from "../threads";
import { BlockedLine } from "./Blocking";
import { Composer } from "./Composer";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { Log } from "./Log";
import { Empty, ThreadSkeleton, Trouble } from "./Placeholders";
import { ThreadHead } from "./ThreadHead";

interface ThreadPaneProps {
  back: () => void;
  openPanel: () => void;
}

export function ThreadPane({ back, openPanel }: ThreadPaneProps): JSX.Element {
  const { state, say } = useInbox();
  const { opened } = state;
  if (opened === null) {
    return (
      <section class="chat-thread" aria-label={say("conversation")}>
        <Empty icon="comment" title={say("choose_conversation")} />
      </section>
    );
  }
  const thread = threadOf(state.threads, opened.id);
  return (
    <section class="chat-thread" aria-label={say("conversation")}>
      <ThreadHead key={opened.id} conversation={thread.conversation} back={back} openPanel={openPanel} />
      <BlockedLine visitor={opened.visitor} />
      {state.trouble !== "" && <ActionTrouble text={state.trouble} />}
      <ThreadBody opened={opened} thread={thread} />
      {opened.phase !== "missing" && <Composer key={opened.id} opened={opened} />}
    </section>
  );
}

function ThreadBody({ opened, thread }: { opened: Opened; thread: AgentThread }): JSX.Element {
  const { desk, say } = useInbox();
  const isShown = thread.conversation !== null;
  if (opened.phase === "missing") return <Empty icon="comment" title={say("not_found")} />;
  if (opened.phase === "gone") return <Empty icon="comment" title={say("gone")} />;
  if (opened.phase === "failed") return <Trouble text={say("thread_failed")} retry={() => desk.open(opened.id)} />;
  return isShown ? <Log key={opened.id} opened={opened} thread={thread} /> : <ThreadSkeleton />;
}

function ActionTrouble({ text }: { text: string }): JSX.Element {
  const { desk, say } = useInbox();
  return (
    <div class="chat-trouble" role="alert">
      <span>{text === "trouble" ? say("trouble") : text}</span>
      <button type="button" class="chat-quiet-button" aria-label={say("dismiss")} onClick={() => desk.forgetTrouble()}>
        <Icon name="cross" />
      </button>
    </div>
  );
}
