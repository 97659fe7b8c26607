/**
 * What stands behind `livechat(…)`; loaded with the page's first call. What the page says of its visitor stays in the
 * browser until the server knows the visitor.
 */

import { lasting, ofTheTab } from "../shared/storage";
import type { OwnDetails } from "../shared/types";
import type { Chat } from "./chat";
import type { Handle, PageCall } from "./handle";
import { CONSENT, UNTOLD } from "./keys";
import css from "./page_api.css";
import { EVENTS, MOST_VARIABLES, obey, type Callback, type PageEvent, type Said, type Servant } from "./page_calls";
import { happened, NOTHING_SEEN, seenOf } from "./page_events";
import { Prefilling } from "./prefilling";
import { Saying } from "./saying";

interface Taken extends OwnDetails {
  /** The variables that the server had no room for. */
  left_out?: string[];
}

class PageServant implements Servant {
  #chat: Chat | null = null;
  #seen = NOTHING_SEEN;
  #isLooking = false;
  /** What had the focus when the page opened the chat. */
  #opener: Element | null = null;
  readonly #callbacks = new Map<PageEvent, Set<Callback>>(EVENTS.map((event) => [event, new Set()]));
  readonly #prefilling: Prefilling;
  readonly #saying: Saying;

  constructor(private readonly handle: Handle) {
    this.#prefilling = new Prefilling(handle.root, ofTheTab);
    this.#saying = new Saying(lasting, ofTheTab, {
      isPossible: () => this.#seen.isReady || handle.isKnown === true,
      send: (news) => this.#send(news),
      refuse: refused,
    });
    handle.onKnown = () => void this.#saying.tell();
    void handle.chat.then((chat) => this.#follow(chat));
  }

  // --- What the page asks for --------------------------------------------------------------------------------------

  open(): void {
    const { launcher, root } = this.handle;
    if (root.hasAttribute("data-open")) return;
    this.#opener = document.activeElement === document.body ? null : document.activeElement;
    launcher.click();
  }

  close(): void {
    const { launcher, root } = this.handle;
    if (root.hasAttribute("data-open")) launcher.click();
    else this.handle.wanted = false;
  }

  toggle(): void {
    const { root, toggle, wanted } = this.handle;
    if (root.hasAttribute("data-open") || (wanted && !toggle)) this.close();
    else this.open();
  }

  hide(): void {
    this.handle.root.dataset["hidden"] = "";
  }

  show(): void {
    delete this.handle.root.dataset["hidden"];
  }

  prefill(text: string): void {
    this.#prefilling.prefill(text);
  }

  say(said: Said): void {
    this.#saying.say(said);
    this.#chooseGroup();
  }

  consent(isGiven: boolean): void {
    if (isGiven) {
      lasting.set(CONSENT, 1);
    } else {
      lasting.remove(CONSENT);
      ofTheTab.remove(UNTOLD);
    }
    this.handle.record();
  }

  /** What is true already is told at once. */
  on(event: PageEvent, callback: Callback): void {
    const { isReady, unread } = this.#seen;
    this.#callbacks.get(event)?.add(callback);
    if (event === "ready" && isReady) tell(callback);
    if (event === "unread" && unread > 0) tell(callback, unread);
  }

  off(event: PageEvent, callback?: Callback): void {
    const callbacks = this.#callbacks.get(event);
    if (callback) callbacks?.delete(callback);
    else callbacks?.clear();
  }

  // --- What becomes of it ------------------------------------------------------------------------------------------

  #follow(chat: Chat): void {
    this.#chat = chat;
    chat.subscribe(() => this.#lookSoon());
    this.#lookSoon();
  }

  /** Once after whatever changes together. */
  #lookSoon(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    queueMicrotask(() => {
      this.#isLooking = false;
      if (this.#chat) this.#look(this.#chat);
    });
  }

  #look({ state }: Chat): void {
    const news = happened(this.#seen, state);
    const wasOf = this.#seen.visitor;
    this.#seen = seenOf(state);
    for (const [event, value] of news) {
      if (event === "close") this.#giveBackFocus();
      this.#callbacks.get(event)?.forEach((callback) => tell(callback, value));
    }
    if (!this.#seen.isReady || wasOf === this.#seen.visitor) return;
    this.#chooseGroup();
    void this.#saying.tell();
  }

  /** To what the page opened the chat with, unless the visitor is somewhere else by now. */
  #giveBackFocus(): void {
    const opener = this.#opener;
    this.#opener = null;
    const { activeElement } = document;
    const isFree = activeElement === document.body || activeElement === this.handle.shadow.host;
    if (isFree && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  }

  /** The group that the page named, where visitors may choose it. */
  #chooseGroup(): void {
    const { group } = this.#saying.said;
    if (!this.#chat || !this.#seen.isReady || group === undefined || this.#chat.state.group !== null) return;
    const offered = this.#chat.state.config?.form.groups.find(({ id, name }) => id === group || name === group);
    if (offered) this.#chat.writing.chooseGroup(offered.id);
  }

  async #send(news: Said): Promise<boolean> {
    const answer = await patch(`${this.handle.settings.api}me`, { from_page: true, ...news });
    if (answer === null) return false;
    // Another page of the site said others of the same visitor before.
    if (answer.left_out) refused(answer.left_out);
    const model = this.#chat?.means.model;
    // So that the chat does not ask for what the page has said.
    if (model?.state.visitor?.public_id === answer.public_id) model.update({ visitor: answer });
    return true;
  }
}

/** Null: it did not work. Who writes the page is told why. */
async function patch(url: string, body: object): Promise<Taken | null> {
  try {
    const answer = await fetch(url, {
      method: "PATCH",
      credentials: "same-origin",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.ok) return (await answer.json()) as Taken;
    if (answer.status === 422) warn(((await answer.json()) as { detail: string }).detail);
  } catch {
    // No network: it is told with the next page.
  }
  return null;
}

/** An error of the page's is the page's. */
function tell(callback: Callback, value?: unknown): void {
  queueMicrotask(() => callback(value));
}

function refused(names: readonly string[]): void {
  warn(`${MOST_VARIABLES} variables are kept of a visitor, name and the like included; not ${names.join(", ")}`);
}

function warn(complaint: string): void {
  console.warn(`wagtail-livechat: ${complaint}`);
}

function start(handle: Handle): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  handle.shadow.adoptedStyleSheets = [...handle.shadow.adoptedStyleSheets, sheet];
  const servant = new PageServant(handle);
  const hear = (call: PageCall): void => {
    const complaint = obey(servant, call);
    if (complaint) warn(complaint);
  };
  const { calls } = handle;
  const kept = calls.splice(0);
  // Whoever still holds the page's or the loader's own function adds to this list.
  calls.push = (...more) => {
    more.forEach(hear);
    return 0;
  };
  kept.forEach(hear);
}

if (window.wagtailLivechat) start(window.wagtailLivechat);
