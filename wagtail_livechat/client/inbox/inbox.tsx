/** Starts the inbox on the page that the template prints. */
import { render, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { keepBadge } from "../badge/menu";
import { createFormatter, titleWith } from "../shared/format";
import { Desk } from "./desk";
import { visitorName, type NameOf } from "./labels";
import { shown } from "./queues";
import { Keyboard, listen } from "./keyboard";
import type { InboxState } from "./state";
import { speaker, type Texts } from "./texts";
import { App } from "./views/App";
import { InboxContext } from "./views/context";
import { leaveRoomForKeyboard } from "./views/keyboard-room";

/** Where Wagtail's list of live visitors leads for somebody without a conversation. */
const VISITORS = "#visitors";
const PUBLIC_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function start(root: HTMLElement): void {
  const { api = "", socket = "", login = "", account = "", agent = "" } = root.dataset;
  const keyboard = new Keyboard(root.dataset["shortcutsEnabled"] === "true");
  const say = speaker(jsonIn<Texts>("livechat-texts"));
  const format = createFormatter(document.documentElement.lang);
  const nameOf: NameOf = (visitor) => visitorName(visitor, say, format.country);
  const desk = new Desk({ api, socket, agent: Number(agent), csrfToken, say, nameOf, go, hasRoom });
  const { groups = "", tags = "", shortcuts = "" } = root.dataset;
  const links = { groups, tags, shortcuts };
  const title = document.title;
  const badge = keepBadge(window.location.pathname);

  const route = (): void => {
    if (window.location.hash === VISITORS) desk.browsing.showTab("visitors");
    desk.open(idInAddress());
  };
  const back = (): void => {
    window.history.pushState(null, "", window.location.pathname + window.location.search);
    route();
  };
  const drawCounts = (): void => {
    const unread = shown(desk.model.state.counts?.unread);
    document.title = titleWith(title, unread);
    badge(unread);
  };

  function Root(): JSX.Element {
    const state = useModel(desk);
    return (
      <InboxContext.Provider value={{ desk, state, say, nameOf, format, keyboard, login, links, account }}>
        <App back={back} />
      </InboxContext.Provider>
    );
  }

  desk.model.watch(drawCounts);
  window.addEventListener("hashchange", route);
  window.addEventListener("popstate", route);
  desk.start();
  route();
  root.replaceChildren();
  render(<Root />, root);
  listen(keyboard, document);
  leaveRoomForKeyboard(document.documentElement);
}

function useModel(desk: Desk): InboxState {
  const [state, setState] = useState(desk.model.state);
  useEffect(() => {
    setState(desk.model.state);
    return desk.model.watch(() => setState(desk.model.state));
  }, []);
  return state;
}

function go(conversation: string): void {
  window.location.hash = conversation;
}

/** Where only one pane fits, the thread that is not open is not drawn. */
function hasRoom(): boolean {
  return document.querySelector<HTMLElement>(".chat-thread")?.offsetParent != null;
}

function idInAddress(): string | null {
  const id = window.location.hash.slice(1);
  return PUBLIC_ID.test(id) ? id.toLowerCase() : null;
}

function csrfToken(): string {
  return jsonIn<{ CSRF_TOKEN?: string }>("wagtail-config").CSRF_TOKEN ?? "";
}

function jsonIn<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}") as T;
}

const root = document.getElementById("livechat-inbox");
if (root !== null) start(root);
