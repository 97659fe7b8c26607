import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { initials } from "../../shared/format";
import type { Face } from "../../shared/types";
import { isAway } from "../asking";
import { standing } from "../expectation";
import { CONVERSATION, faces, viewTitle, type ChatState } from "../state";
import { usePanel } from "./context";
import { Icon } from "./icons";
import { Menu } from "./Menu";

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

/** Who is there, or the first letter of the site's title. */
function facesOr(title: string, state: ChatState): Face[] {
  const people = faces(state);
  return people.length ? people : [{ name: title.charAt(0), avatar: null }];
}

function Back(): JSX.Element {
  const { chat, text } = usePanel();
  return (
    <button type="button" class="tool back" aria-label={text("back")} title={text("back")} onClick={() => chat.show(CONVERSATION)}>
      <Icon name="back" />
    </button>
  );
}

export function Header(): JSX.Element {
  const { state, text, close, language } = usePanel();
  const { config, phase } = state;
  const view = viewTitle(state.view);
  const title = config?.look.title ?? "";
  return (
    <div class="header">
      {view ? <Back /> : title && <Faces shown={facesOr(title, state)} />}
      <div class="heading">
        {title && <h2 class="title">{view ? text(view) : title}</h2>}
        {config && !view && phase === "ready" && (
          <p class="standing">
            {!isAway(state) && <span class="dot" />}
            {standing(state, text, { now: Date.now(), language })}
          </p>
        )}
      </div>
      {config && <Menu />}
      <button type="button" class="tool" aria-label={text("close")} title={text("close")} onClick={close}>
        <Icon name="close" />
      </button>
    </div>
  );
}
