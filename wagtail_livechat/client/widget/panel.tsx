/** The panel: loaded with the first click, drawn into the loader's shadow root. */

import { render, type JSX } from "preact";
import { createPlainApi } from "../shared/api";
import { createThreadFormatter, knownLocale } from "../shared/format";
import { lasting, ofTheTab } from "../shared/storage";
import { Attention } from "./attention";
import { Chat } from "./chat";
import type { Handle } from "./handle";
import { kit } from "./kit";
import { Memory } from "./memory";
import { pageLink } from "./pages";
import css from "./panel.css";
import { PanelContext, type Surroundings } from "./parts/context";
import { Panel } from "./parts/Panel";
import { SecondScript } from "./second_script";
import { unreadWords } from "./state";
import { VisitorApi } from "./visitor_api";
import { wording } from "./wording";

type Fixed = Omit<Surroundings, "state" | "text">;

function App({ fixed, root }: { fixed: Fixed; root: HTMLElement }): JSX.Element {
  const { state } = fixed.chat;
  return (
    <>
      <p class="unseen" role="status">
        {unreadWords(state)}
      </p>
      {state.isOpen && (
        <PanelContext.Provider value={{ ...fixed, state, text: wording(state.config) }}>
          <Panel root={root} />
        </PanelContext.Provider>
      )}
    </>
  );
}

function adopt(shadow: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
}

function makeChat({ settings, arrival }: Handle, memory: Memory): Chat {
  const api = new VisitorApi(createPlainApi({ base: settings.api }), arrival);
  return new Chat({ settings, api, memory, page: () => pageLink(location.href, document.title) });
}

/** What `more.js` takes from here, and how it gives what it has. */
function makeSecond(handle: Handle): SecondScript {
  const second = new SecondScript((onFailed) => handle.fetchScript(handle.settings.more, onFailed));
  handle.kit = kit;
  handle.provide = (parts, sound, styles) => {
    adopt(handle.shadow, styles);
    second.provided(parts, sound);
  };
  return second;
}

/** Draws now, and once after whatever changes together. */
function keepDrawn(chat: Chat, second: SecondScript, draw: () => void): void {
  let isDue = false;
  const changed = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      draw();
    });
  };
  chat.subscribe(changed);
  second.watch(changed);
  draw();
}

function start(handle: Handle): void {
  const { launcher, root, shadow, settings } = handle;
  const memory = new Memory(lasting, ofTheTab);
  const chat = makeChat(handle, memory);
  const second = makeSecond(handle);
  const place = document.createElement("div");
  const setOpen = (isOpen: boolean): void => {
    launcher.setAttribute("aria-expanded", String(isOpen));
    root.toggleAttribute("data-open", isOpen);
    chat.setOpen(isOpen);
    if (!isOpen) launcher.focus({ preventScroll: true });
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.isComposing && chat.state.isOpen) setOpen(false);
  };
  const followTab = (): void => chat.setTabVisible(document.visibilityState === "visible");

  adopt(shadow, css);
  root.append(place);
  new Attention(chat, handle, () => second.ring(), lasting);
  root.addEventListener("keydown", escape);
  document.addEventListener("visibilitychange", followTab);
  followTab();
  const format = createThreadFormatter(settings.language);
  const language = knownLocale(settings.language);
  const fixed = { chat, memory, second, format, language, close: () => setOpen(false) };
  keepDrawn(chat, second, () => render(<App fixed={fixed} root={root} />, place));
  launcher.removeAttribute("aria-busy");
  handle.toggle = () => setOpen(!chat.state.isOpen);
  handle.started(chat);
  if (handle.wanted) setOpen(true);
  else void chat.begin();
}

if (window.wagtailLivechat && !window.wagtailLivechat.toggle) start(window.wagtailLivechat);
