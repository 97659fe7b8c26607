import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { AgentConversation, VisitorDetails } from "../../shared/types";
import type { VisitorChange } from "../answers";
import { answerWords, visitorName } from "../labels";
import { safeLink } from "../log";
import { threadOf } from "../threads";
import { Avatar } from "./Avatar";
import { BlockButton, BlockedMark } from "./Blocking";
import { useInbox } from "./context";
import { Earlier } from "./Earlier";
import { Field } from "./Field";
import { Icon } from "./Icon";
import { PanelSkeleton } from "./Placeholders";

interface VisitorPaneProps {
  /** Where there is no room for the panel it is a drawer. */
  isDrawerOpen: boolean;
  close: () => void;
}

export function VisitorPane({ isDrawerOpen, close }: VisitorPaneProps): JSX.Element | null {
  const { state, say } = useInbox();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isDrawerOpen) button.current?.focus();
  }, [isDrawerOpen]);
  const { opened } = state;
  const isShown = opened !== null && (opened.phase === "ready" || opened.phase === "loading");
  const { conversation } = threadOf(state.threads, opened?.id ?? "");
  return (
    <aside class={`chat-panel${isDrawerOpen ? " chat-panel--open" : ""}`} aria-label={say("visitor")}>
      <button type="button" ref={button} class="chat-quiet-button chat-panel__close" onClick={close}>
        <Icon name="cross" />
        <span class="chat-sr">{say("close")}</span>
      </button>
      {isShown && opened.visitor === null && <PanelSkeleton />}
      {isShown && opened.visitor !== null && <Visitor visitor={opened.visitor} conversation={conversation} />}
    </aside>
  );
}

interface VisitorProps {
  visitor: VisitorDetails;
  conversation: AgentConversation | null;
}

function Visitor({ visitor, conversation }: VisitorProps): JSX.Element {
  const { say } = useInbox();
  return (
    <>
      <div class="chat-panel__head">
        <Avatar visitor={visitor} large />
        <div class="chat-panel__who">
          <p class="chat-panel__name">{visitorName(visitor, say)}</p>
          <p class="chat-panel__meta">
            {say(visitor.signed_in ? "signed_in" : "not_signed_in")}
            {" · "}
            {say(visitor.online ? "on_site" : "left_site")}
          </p>
        </div>
      </div>
      <BlockedMark visitor={visitor} />
      <Fields key={visitor.public_id} visitor={visitor} />
      <Answers visitor={visitor} />
      <Facts visitor={visitor} conversation={conversation} />
      <Earlier key={`earlier ${visitor.public_id}`} visitor={visitor.public_id} besides={conversation?.public_id ?? ""} />
      <BlockButton key={`block ${visitor.public_id}`} visitor={visitor} />
    </>
  );
}

const LINES = [
  { name: "name", type: "text" },
  { name: "email", type: "email" },
  { name: "phone", type: "tel" },
] as const;

function Fields({ visitor }: { visitor: VisitorDetails }): JSX.Element {
  const { desk, say } = useInbox();
  const save = (change: VisitorChange): Promise<void> => desk.saveVisitor(visitor.public_id, change);
  return (
    <>
      <div class="chat-panel__part">
        {LINES.map(({ name, type }) => (
          <Field
            key={name}
            label={say(`field_${name}`)}
            type={type}
            placeholder={say("empty_field")}
            value={visitor[name]}
            save={(value) => save({ [name]: value })}
          />
        ))}
      </div>
      <div class="chat-panel__part">
        <Field
          label={say("field_note")}
          hint={say("note_hint")}
          type="note"
          placeholder={say("note_placeholder")}
          value={visitor.note}
          save={(note) => save({ note })}
        />
      </div>
    </>
  );
}

/** What the visitor answered in the site's forms. */
function Answers({ visitor }: { visitor: VisitorDetails }): JSX.Element | null {
  const { say, format } = useInbox();
  const answers = Object.entries(visitor.fields);
  const { consented_at: at } = visitor;
  if (answers.length === 0 && at === null) return null;
  return (
    <dl class="chat-panel__part chat-facts">
      {answers.map(([label, answer]) => (
        <Fact term={label} key={label}>
          <span dir="auto">{answerWords(answer, say)}</span>
        </Fact>
      ))}
      {at !== null && <Fact term={say("consent")}>{say("agreed_on", { date: format.full(at) })}</Fact>}
    </dl>
  );
}

function Facts({ visitor, conversation }: VisitorProps): JSX.Element {
  const { state, say, format } = useInbox();
  const site = state.me?.sites.find((each) => each.id === conversation?.site);
  const hasSites = (state.me?.sites.length ?? 0) > 1;
  return (
    <dl class="chat-panel__part chat-facts">
      {conversation !== null && conversation.page.url !== "" && (
        <Fact term={say("began_on")}>
          <PageName url={conversation.page.url} title={conversation.page.title} />
        </Fact>
      )}
      {hasSites && site !== undefined && <Fact term={say("site")}>{site.name}</Fact>}
      <Fact term={say("first_seen")}>
        <time dateTime={visitor.created_at}>{format.full(visitor.created_at)}</time>
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: JSX.Element | string }): JSX.Element {
  return (
    <div class="chat-facts__row">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function PageName({ url, title }: { url: string; title: string }): JSX.Element {
  const href = safeLink(url);
  if (href === null) return <>{title || url}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {title || url}
    </a>
  );
}
