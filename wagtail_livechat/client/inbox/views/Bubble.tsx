/** One message: its text, its files, and what its author can do with it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Cards, Linked, type LinkManners } from "../../shared/Linked";
import { isFewEmoji } from "../../shared/emoji";
import { pieces, withoutCards } from "../../shared/links";
import type { Entry } from "../../shared/rows";
import { piecesOf } from "../log";
import { Attachments } from "./Attachments";
import { useInbox } from "./context";
import { Confirm } from "./Dialog";
import { Icon } from "./Icon";

interface BubbleProps {
  entry: Entry;
  speaker: string;
  /** Where the message stands; null where it can only be read. */
  conversation: string | null;
}

export function Bubble({ entry, speaker, conversation }: BubbleProps): JSX.Element {
  const { desk, say } = useInbox();
  const manners = useLinkManners();
  const isOwn = entry.id !== null && entry.agent === desk.agent && !entry.deleted;
  const mayDelete = isOwn && conversation !== null;
  return (
    <>
      <div class="chat-said" tabIndex={mayDelete ? -1 : undefined}>
        {mayDelete && <Delete entry={entry} conversation={conversation} />}
        <div class={`chat-bubble ${look(entry, desk.agent)}`}>
          <span class="chat-sr">{say("says", { name: speaker })} </span>
          <Words entry={entry} />
          {!entry.deleted && <Cards cards={entry.cards} manners={manners} />}
          {!entry.deleted && <Attachments attachments={entry.attachments} />}
        </div>
      </div>
      {entry.state === "failed" && <NotSent entry={entry} />}
    </>
  );
}

function look({ state, kind, deleted, mentions }: Entry, me: number): string {
  const looks = [state, ...(kind === "note" ? ["note"] : []), ...(deleted ? ["deleted"] : [])];
  return [...looks, ...(mentions.includes(me) ? ["called"] : [])].map((name) => `chat-bubble--${name}`).join(" ");
}

function Words({ entry }: { entry: Entry }): JSX.Element | null {
  const { say } = useInbox();
  if (entry.deleted) return <p>{say("deleted")}</p>;
  return entry.kind === "note" ? <Note entry={entry} /> : <Text entry={entry} />;
}

function Text({ entry }: { entry: Entry }): JSX.Element | null {
  const manners = useLinkManners();
  const text = withoutCards(pieces(entry.body), entry.cards.map((card) => card.url));
  const look = isFewEmoji(entry.body) ? " chat-bubble__text--emoji" : "";
  return text.length === 0 ? null : (
    <p class={`chat-bubble__text${look}`} dir="auto">
      <Linked pieces={text} manners={manners} />
    </p>
  );
}

/** Every link opens beside the inbox: nobody leaves a conversation for it. */
function useLinkManners(): LinkManners {
  return { hint: useInbox().say("new_tab"), own: "" };
}

function Note({ entry }: { entry: Entry }): JSX.Element {
  const { desk, state, say } = useInbox();
  const manners = useLinkManners();
  const parts = piecesOf(entry, state.agents, desk.agent);
  return (
    <p class="chat-bubble__text" dir="auto">
      <strong>{say("note")}</strong>
      {entry.body !== "" && " · "}
      {parts.map(({ text, mention }, index) =>
        mention === "none" ? (
          <Linked key={index} pieces={pieces(text)} manners={manners} />
        ) : (
          <strong key={index} class={`chat-mention chat-mention--${mention}`}>
            {text}
          </strong>
        ),
      )}
    </p>
  );
}

/** Reached by pointing at the message, by the keyboard, and on a touch screen by a tap on the message. */
function Delete({ entry, conversation }: { entry: Entry; conversation: string }): JSX.Element {
  const { desk, say } = useInbox();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button type="button" class="chat-quiet-button chat-said__delete" title={say("delete")} onClick={() => setAsking(true)}>
        <Icon name="bin" />
        <span class="chat-sr">{say("delete")}</span>
      </button>
      {isAsking && (
        <Confirm
          title={say("delete_title")}
          text={say(entry.kind === "note" ? "delete_note_text" : "delete_text")}
          action={say("delete")}
          cancel={say("cancel")}
          confirm={() => entry.id !== null && desk.acting.deleteMessage(conversation, entry.id)}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}

function NotSent({ entry }: { entry: Entry }): JSX.Element {
  const { desk, say } = useInbox();
  return (
    <p class="chat-run__foot chat-run__foot--failed">
      <span>{entry.detail || say("not_sent")}</span>
      <button type="button" class="chat-link-button" onClick={() => desk.sendAgain(entry.client_id)}>
        {say("send_again")}
      </button>
      <button type="button" class="chat-link-button" onClick={() => desk.removeUnsent(entry.client_id)}>
        {say("remove")}
      </button>
    </p>
  );
}
