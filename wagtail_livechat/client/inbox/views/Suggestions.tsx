import type { JSX } from "preact";
import type { AgentPresence } from "../../shared/frames";
import type { ShortcutShape } from "../../shared/types";
import { counted } from "../texts";
import type { Completion, Suggestion } from "./completion";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import { Option, optionId } from "./Option";
import { StatusLabel } from "./TopBar";

/** Above the box; the box keeps the focus and names the active one. */
export function Suggestions({ id, completion }: { id: string; completion: Completion }): JSX.Element {
  const { say } = useInbox();
  const { sign, isOpen, suggestions, active, pick } = completion;
  const name = say(sign === "/" ? "shortcuts" : "colleagues");
  return (
    <>
      <p class="chat-sr" role="status">
        {isOpen && counted(say, "suggestions", suggestions.length)}
      </p>
      {isOpen && (
        <div class="chat-suggestions">
          <ul class="chat-suggestions__list" id={id} role="listbox" aria-label={name}>
            {suggestions.map((suggestion, index) => (
              <Option
                key={keyOf(suggestion)}
                id={optionId(id, index)}
                isActive={index === active}
                pick={() => pick(suggestion)}
              >
                <Suggested suggestion={suggestion} />
              </Option>
            ))}
          </ul>
          {suggestions.length === 0 && (
            <p class="chat-suggestions__none">{say(sign === "/" ? "no_shortcuts" : "no_colleagues")}</p>
          )}
        </div>
      )}
    </>
  );
}

function keyOf(suggestion: Suggestion): string {
  return suggestion.kind === "shortcut" ? `/${suggestion.shortcut.id}` : `@${suggestion.agent.id}`;
}

function Suggested({ suggestion }: { suggestion: Suggestion }): JSX.Element {
  if (suggestion.kind === "shortcut") return <Shortcut shortcut={suggestion.shortcut} />;
  return <Colleague agent={suggestion.agent} />;
}

function Shortcut({ shortcut }: { shortcut: ShortcutShape }): JSX.Element {
  const { say } = useInbox();
  const { keyword, body, files, scope, group } = shortcut;
  return (
    <>
      <strong class="chat-suggestions__key" dir="auto">
        /{keyword}
      </strong>{" "}
      <span class="chat-suggestions__text" dir="auto">
        {body}
      </span>{" "}
      {files.length > 0 && (
        <span class="chat-suggestions__meta">
          <Icon name="doc-empty" />
          {counted(say, "file_count", files.length)}
        </span>
      )}{" "}
      <span class="chat-suggestions__meta">{group?.name ?? say(`scope_${scope}`)}</span>
    </>
  );
}

function Colleague({ agent }: { agent: AgentPresence }): JSX.Element {
  return (
    <>
      <strong class="chat-suggestions__key" dir="auto">
        {agent.name}
      </strong>{" "}
      <span class="chat-suggestions__meta">
        <StatusLabel status={agent.online ? agent.status : "offline"} />
      </span>
    </>
  );
}
