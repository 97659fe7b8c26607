/**
 * Loaded where a site records visits and this visitor's may be. It tells of each page once, after the page has loaded
 * and when the browser has nothing better to do, and that somebody is still there; an agent who wrote meanwhile is
 * answered by loading the panel.
 */

import { lasting, ofTheTab } from "../shared/storage";
import type { Chat } from "./chat";
import type { Handle, VisitPage } from "./handle";
import { CONSENT, OPENED, PAGES, VISITOR } from "./keys";
import { isRecorded } from "./recording";
import { Untold } from "./untold";
import { pagesSince, Visiting, type Beacon, type BeaconAnswer } from "./visiting";

const LONGEST_WAIT_MS = 2_000;
const ADDRESS_CHECKED_EVERY_MS = 1_000;

async function once(target: EventTarget, event: string, isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));
}

/** A page that is prepared, or opened in a hidden tab, is no page that somebody looks at. */
async function lookedAt(): Promise<void> {
  await once(document, "prerenderingchange", () => !(document as { prerendering?: boolean }).prerendering);
  await once(document, "visibilitychange", () => document.visibilityState === "visible");
}

async function atLeisure(): Promise<void> {
  await once(window, "load", () => document.readyState === "complete");
  await new Promise<unknown>((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: LONGEST_WAIT_MS });
    else setTimeout(resolve, 200);
  });
}

function beacon({ arrival, settings }: Handle, pages: VisitPage[]): Beacon {
  const { language, time_zone } = arrival();
  const consent = settings.consent !== undefined && lasting.get(CONSENT) ? ({ consent: true } as const) : {};
  return pages.length ? { pages, language, time_zone, ...consent } : consent;
}

async function send(handle: Handle, pages: VisitPage[]): Promise<Response | null> {
  try {
    return await fetch(`${handle.settings.api}page-views`, {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(beacon(handle, pages)),
    });
  } catch {
    return null;
  }
}

const untold = new Untold(ofTheTab);

/** What could not be told before goes with it. */
async function tell(handle: Handle, page: VisitPage | null): Promise<BeaconAnswer | null> {
  if (page) untold.note(page);
  const pages = untold.take();
  const answer = await send(handle, pages);
  // What the server cannot read must not keep back what comes after it.
  untold.settle(pages, answer !== null && (answer.ok || answer.status === 422));
  return answer?.ok ? ((await answer.json().catch(() => null)) as BeaconAnswer | null) : null;
}

function forgetUntil(page: VisitPage | null | undefined): void {
  const known = ofTheTab.get<VisitPage[]>(PAGES);
  if (page && known) ofTheTab.set(PAGES, pagesSince(known, page));
}

function answered(handle: Handle, { waiting, known }: BeaconAnswer, page: VisitPage | null): void {
  forgetUntil(page);
  // Somebody else sits here now, or nobody knows any more that the chat was ever opened.
  if (known === false) {
    untold.forget();
    return lasting.remove(OPENED);
  }
  if (waiting) handle.load();
  handle.isKnown = true;
  handle.onKnown?.();
}

/** The panel is about to begin, and tells of the page that it begins on. */
async function comesPanel({ chat, launcher, toggle }: Handle): Promise<boolean> {
  return toggle ? (await chat).state.phase !== "ready" : launcher.hasAttribute("aria-busy");
}

/** What the panel began with, it has told. Of another visitor than the one it knew nobody is told any more. */
function followPanel(chat: Chat, page: () => VisitPage | undefined): void {
  const told = page();
  let known: string | null = null;
  chat.subscribe(() => {
    const { phase, visitor } = chat.state;
    if (phase !== "ready" || !visitor || visitor.public_id === known) return;
    if (known !== null) {
      untold.forget();
    } else if (told) {
      untold.toldUntil(told);
      forgetUntil(told);
    }
    known = visitor.public_id;
  });
}

/** In another tab somebody else came, or agrees no more. */
function followOtherTabs(): void {
  const WHO: readonly (string | null)[] = [CONSENT, OPENED, VISITOR];
  window.addEventListener("storage", ({ key, oldValue }) => oldValue !== null && WHO.includes(key) && untold.forget());
}

/** Whenever the address becomes another one without a new document. The page's own functions are left as they are. */
function watchAddress(work: () => void): void {
  const { navigation } = window;
  if (navigation) return navigation.addEventListener("currententrychange", work);
  let { href } = location;
  setInterval(() => {
    if (href !== location.href) work();
    ({ href } = location);
  }, ADDRESS_CHECKED_EVERY_MS);
}

async function start(handle: Handle): Promise<void> {
  const page = (): VisitPage | undefined => handle.remember().at(-1);
  const isAllowed = (): boolean => isRecorded(handle.settings, lasting);
  let chat: Chat | null = null;
  void handle.chat.then((begun) => followPanel((chat = begun), page));
  const panel = comesPanel(handle);
  followOtherTabs();
  await lookedAt();
  const first = page();
  // Whoever goes on before the page is at leisure has seen it all the same.
  if (first && isAllowed()) untold.note(first);
  const isToldByPanel = await panel;
  await atLeisure();
  const visiting = new Visiting({
    page,
    isVisible: () => document.visibilityState === "visible",
    isConnected: () => chat?.state.connection === "open" || chat?.state.connection === "polling",
    isAllowed,
    send: (looked) => tell(handle, looked),
    onAnswer: (answer, looked) => answered(handle, answer, looked),
  });
  visiting.begin(isToldByPanel);
  watchAddress(() => visiting.moved());
  document.addEventListener("visibilitychange", () => visiting.seen());
  window.addEventListener("pageshow", (event) => event.persisted && visiting.returned());
}

if (window.wagtailLivechat) void start(window.wagtailLivechat);
