/** What is done to all chosen conversations. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AgentConversation } from "../../shared/types";
import { chosen } from "../selecting";
import { TAG_LENGTH, tagName } from "../tagging";
import { counted } from "../texts";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { TagBox } from "./TagBox";
import { useTags } from "./TagChip";

export function BulkBar(): JSX.Element {
  const { desk, state, say } = useInbox();
  const [isTagging, setTagging] = useState(false);
  const rows = chosen(state.selection, state.list.rows);
  const [first] = rows;
  const { resolving, selecting, agent } = desk;
  return (
    <div class="chat-bulk" role="group" aria-label={say("chosen")}>
      <div class="chat-bulk__head">
        <span class="chat-bulk__count" role="status">
          {counted(say, "chosen", rows.length)}
        </span>
        <button type="button" class="chat-link-button" onClick={() => selecting.all()}>
          {say("choose_all")}
        </button>
        <button type="button" class="chat-link-button" onClick={() => selecting.leave()}>
          {say("cancel")}
        </button>
      </div>
      {first !== undefined && (
        <div class="chat-bulk__actions">
          <ResolveChosen rows={rows} />
          <Action label={say("assign_to_me")} act={() => void resolving.bulk({ action: "assign", agent })} />
          <Action label={say("tag_chosen")} isOpen={isTagging} act={() => setTagging(!isTagging)} />
          <Action label={say("mark_read")} act={() => void resolving.bulk({ action: "read" })} />
        </div>
      )}
      {first !== undefined && isTagging && <TagChosen site={first.site} close={() => setTagging(false)} />}
    </div>
  );
}

function Action({ label, act, isOpen }: { label: string; act: () => void; isOpen?: boolean }): JSX.Element {
  return (
    <button type="button" class="chat-button chat-button--small" aria-expanded={isOpen} onClick={act}>
      {label}
    </button>
  );
}

/** Some may be refused, and it is said which; where all would be, the button says so before. */
function ResolveChosen({ rows }: { rows: readonly AgentConversation[] }): JSX.Element {
  const { desk, say } = useInbox();
  const { resolving } = desk;
  const isAllowed = rows.some((row) => resolving.may(row));
  const press = (): void => (isAllowed ? void resolving.bulk({ action: "resolve" }) : resolving.refuse(""));
  return (
    <button
      type="button"
      class="chat-button chat-button--small chat-button--resolve chat-bulk__resolve"
      aria-disabled={!isAllowed}
      title={isAllowed ? undefined : say("may_not_resolve")}
      onClick={press}
    >
      <Icon name="check" />
      {say("resolve")}
    </button>
  );
}

function TagChosen({ site, close }: { site: number; close: () => void }): JSX.Element {
  const { desk, say } = useInbox();
  const [trouble, setTrouble] = useState("");
  const known = useTags(site);
  const add = (text: string): boolean => {
    const name = tagName(text);
    const isTooLong = [...name].length > TAG_LENGTH;
    setTrouble(isTooLong ? say("tag_too_long", { count: TAG_LENGTH }) : "");
    if (isTooLong || name === "") return false;
    void desk.resolving.bulk({ action: "tag", tags: [name] });
    close();
    return true;
  };
  return (
    <div class="chat-bulk__tag">
      <TagBox known={known} names={[]} trouble={trouble} add={add} removeLast={() => undefined} close={close} />
      {trouble !== "" && (
        <span class="chat-field__said chat-field__said--failed" role="alert">
          {trouble}
        </span>
      )}
    </div>
  );
}
