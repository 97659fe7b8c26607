/** What the agent wants to be told of, and what follows a resolved conversation; managers find their pages here, too. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ALERTS } from "../alerting";
import type { Me } from "../answers";
import { useInbox } from "./context";
import { Icon } from "./Icon";

export function Preferences({ me }: { me: Me }): JSX.Element {
  const { say } = useInbox();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useLeaving(root, isOpen, () => setOpen(false));
  return (
    <div class="chat-menu" ref={root} onKeyDown={(event) => isOpen && escape(event, close)}>
      <button
        type="button"
        ref={button}
        class="chat-quiet-button"
        aria-label={say("preferences")}
        title={say("preferences")}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="cog" />
      </button>
      {isOpen && (
        <div class="chat-menu__list chat-preferences" id={id} role="group" aria-label={say("preferences")}>
          <AlertChoice me={me} />
          <NotificationChoice />
          <NextChoice me={me} />
          <ManagersLinks />
        </div>
      )}
    </div>
  );
}

function AlertChoice({ me }: { me: Me }): JSX.Element {
  const { desk, say } = useInbox();
  const name = useId();
  return (
    <fieldset class="chat-preferences__part">
      <legend class="chat-preferences__title">{say("alerts")}</legend>
      {ALERTS.map((alerts) => (
        <Option key={alerts} label={say(`alerts_${alerts}`)}>
          <input
            type="radio"
            name={name}
            checked={alerts === me.alerts}
            onChange={() => void desk.people.change({ alerts })}
          />
        </Option>
      ))}
      <p class="chat-preferences__hint">{say("alerts_hint")}</p>
    </fieldset>
  );
}

function NotificationChoice(): JSX.Element {
  const { desk, state, say } = useInbox();
  const text = say(`notifications_${state.notifications}`);
  return (
    <div class="chat-preferences__part">
      {state.notifications === "default" ? (
        <button type="button" class="chat-button chat-button--small" onClick={() => void desk.alerts.allow()}>
          {text}
        </button>
      ) : (
        <p class="chat-preferences__hint">{text}</p>
      )}
    </div>
  );
}

function NextChoice({ me }: { me: Me }): JSX.Element {
  const { desk, say } = useInbox();
  return (
    <div class="chat-preferences__part">
      <Option label={say("opens_next")}>
        <input
          type="checkbox"
          checked={me.opens_next}
          onChange={() => void desk.people.change({ opens_next: !me.opens_next })}
        />
      </Option>
    </div>
  );
}

function Option({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <label class="chat-preferences__option">
      {children}
      {label}
    </label>
  );
}

/** The Wagtail pages where a manager edits what the team shares; an address that is empty is not theirs. */
function ManagersLinks(): JSX.Element | null {
  const { links, say } = useInbox();
  const found = (["groups", "tags", "shortcuts"] as const).filter((page) => links[page] !== "");
  if (found.length === 0) return null;
  return (
    <div class="chat-preferences__part chat-preferences__links">
      {found.map((page) => (
        <a key={page} class="chat-menu__item" href={links[page]}>
          {say(`manage_${page}`)}
        </a>
      ))}
    </div>
  );
}

function escape(event: KeyboardEvent, close: () => void): void {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  close();
}

/** Closes when somebody clicks elsewhere or goes on with the keyboard. */
function useLeaving(root: { current: HTMLElement | null }, isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const listener = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    const kinds = ["pointerdown", "focusin"] as const;
    kinds.forEach((kind) => document.addEventListener(kind, listener));
    return () => kinds.forEach((kind) => document.removeEventListener(kind, listener));
  });
}
