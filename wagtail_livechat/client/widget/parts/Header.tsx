import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { initials } from "../../shared/format";
import { faces } from "../state";
import { usePanel } from "./context";
import { Icon } from "./icons";

function Faces({ names }: { names: string[] }): JSX.Element {
  return (
    <div class="faces" aria-hidden="true">
      {names.map((name) => (
        <span class="face" key={name}>
          {initials(name).slice(0, names.length > 1 ? 1 : 2)}
        </span>
      ))}
    </div>
  );
}

function Mute(): JSX.Element {
  const { sound, text } = usePanel();
  const [muted, setMuted] = useState(sound.isMuted());
  const toggle = (): void => {
    sound.setMuted(!muted);
    setMuted(!muted);
  };
  const label = text(muted ? "unmute" : "mute");
  return (
    <button type="button" class="tool" aria-label={label} title={label} onClick={toggle}>
      <Icon name={muted ? "muted" : "sound"} />
    </button>
  );
}

export function Header(): JSX.Element {
  const { state, text, close } = usePanel();
  const { config, online, phase } = state;
  const title = config?.look.title ?? "";
  const names = faces(state).map((agent) => agent.name);
  return (
    <div class="header">
      {title && <Faces names={names.length ? names : [title.charAt(0)]} />}
      <div class="heading">
        {title && <h2 class="title">{title}</h2>}
        {config && phase === "ready" && (
          <p class="standing">
            {online && <span class="dot" />}
            {text(online ? "online" : "away")}
          </p>
        )}
      </div>
      {config && <Mute />}
      <button type="button" class="tool" aria-label={text("close")} title={text("close")} onClick={close}>
        <Icon name="close" />
      </button>
    </div>
  );
}
