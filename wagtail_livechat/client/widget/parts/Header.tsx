import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { initials } from "../../shared/format";
import type { Face } from "../../shared/types";
import { faces } from "../state";
import { usePanel } from "./context";
import { Icon } from "./icons";

function Portrait({ face: { name, avatar }, letters }: { face: Face; letters: number }): JSX.Element {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span class="face">
      {avatar && avatar !== broken ? (
        <img src={avatar} alt="" onError={() => setBroken(avatar)} />
      ) : (
        initials(name).slice(0, letters)
      )}
    </span>
  );
}

function Faces({ shown }: { shown: Face[] }): JSX.Element {
  return (
    <div class="faces" aria-hidden="true">
      {shown.map((face, index) => (
        <Portrait face={face} letters={shown.length > 1 ? 1 : 2} key={index} />
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
  const people = faces(state);
  return (
    <div class="header">
      {title && <Faces shown={people.length ? people : [{ name: title.charAt(0), avatar: null }]} />}
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
