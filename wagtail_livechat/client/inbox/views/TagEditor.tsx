import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Problem } from "../../shared/api";
import type { AgentConversation } from "../../shared/types";
import { tagName, TAG_LENGTH, withoutTag, withTag } from "../tagging";
import { counted } from "../texts";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { useCommands } from "./keys";
import { TagBox } from "./TagBox";
import { TagChip, useTags } from "./TagChip";

/** As many as fit beside the name. */
const SHOWN = 4;

/** The tags of the open conversation, each with a way out, and a box to add more. */
export function TagEditor({ conversation }: { conversation: AgentConversation }): JSX.Element {
  const { desk, say } = useInbox();
  const { site } = conversation;
  const known = useTags(site);
  const { names, trouble, add, remove, forgetTrouble } = useTagging(conversation);
  const [isAdding, setAdding] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const isWhole = showsAll || isAdding;
  const shown = isWhole ? names : names.slice(0, SHOWN);
  const open = (): void => {
    desk.directory.refreshTags(site);
    setAdding(true);
  };
  useCommands({ tags: open });
  const close = (focus: boolean): void => {
    setAdding(false);
    forgetTrouble();
    if (focus) requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    <div class={`chat-tags${isWhole || trouble !== "" ? " chat-tags--whole" : ""}`}>
      {names.length > 0 && (
        <ul class="chat-tags__list" aria-label={say("tags")}>
          {shown.map((name) => (
            <Tag key={name} name={name} site={site} remove={() => (remove(name), opener.current?.focus())} />
          ))}
        </ul>
      )}
      {shown.length < names.length && (
        <More count={names.length - shown.length} show={() => setShowsAll(true)} />
      )}
      {isAdding ? (
        <TagBox known={known} names={names} trouble={trouble} add={add} removeLast={() => remove(last(names))} close={close} />
      ) : (
        <button type="button" ref={opener} class="chat-tag chat-tag--button chat-tags__add" onClick={open}>
          {say("add_tag")}
        </button>
      )}
      {trouble !== "" && (
        <p class="chat-tags__trouble" role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
}

function Tag({ name, site, remove }: { name: string; site: number; remove: () => void }): JSX.Element {
  const { say } = useInbox();
  return (
    <li class="chat-tag">
      <TagChip name={name} site={site} />
      <button type="button" class="chat-tag__remove" aria-label={say("remove_tag", { name })} onClick={remove}>
        <Icon name="cross" />
      </button>
    </li>
  );
}

function More({ count, show }: { count: number; show: () => void }): JSX.Element {
  const { say } = useInbox();
  return (
    <button type="button" class="chat-tag chat-tag--button" aria-label={counted(say, "more_tags", count)} onClick={show}>
      +{count}
    </button>
  );
}

function last(names: readonly string[]): string {
  return names[names.length - 1] ?? "";
}

interface Tagging {
  names: readonly string[];
  trouble: string;
  forgetTrouble: () => void;
  /** False where the name cannot be a tag. */
  add: (text: string) => boolean;
  remove: (name: string) => void;
}

/** The set as the agent wants it, shown at once; the server has the last word. */
function useTagging({ public_id: id, site, tags }: AgentConversation): Tagging {
  const { desk, say } = useInbox();
  const known = useTags(site);
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const [trouble, setTrouble] = useState("");
  // Each change sends the whole set: one after the other, so that the last one stays.
  const queue = useRef<Promise<void>>(Promise.resolve());
  const latest = useRef<readonly string[] | null>(null);
  const names = wanted ?? tags;

  const failed = (error: unknown): void => setTrouble((error instanceof Problem && error.detail) || say("trouble"));
  const change = (next: readonly string[]): void => {
    if (next === names) return;
    setWanted(next);
    setTrouble("");
    latest.current = next;
    queue.current = queue.current
      .then(() => (latest.current === next ? desk.acting.setTags(id, next) : undefined))
      .catch(failed)
      .then(() => (latest.current === next ? setWanted(null) : undefined));
  };
  const add = (text: string): boolean => {
    const name = tagName(text);
    const isTooLong = name.length > TAG_LENGTH;
    setTrouble(isTooLong ? say("tag_too_long", { count: TAG_LENGTH }) : "");
    if (!isTooLong) change(withTag(names, name, known));
    return !isTooLong;
  };
  return { names, trouble, forgetTrouble: () => setTrouble(""), add, remove: (name) => change(withoutTag(names, name)) };
}
