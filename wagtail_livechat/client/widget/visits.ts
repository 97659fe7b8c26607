/**
 * Loaded where a site records visits and this visitor's may be. It tells of each page once, after the page has loaded
 * and when the browser has nothing better to do, and that somebody is still there; an agent who wrote meanwhile is
 * answered by loading the panel.
 */

import { lasting, ofTheTab } from "../shared/storage";
import type { Chat } from "./chat";
import type { Handle, VisitPage } from "./handle";
import { CONSENT, OPENED, PAGES } from "./keys";
import { isRecorded } from "./recording";
import { pagesSince, Visiting, type Beacon, type BeaconAnswer } from "./visiting";

const LONGEST_WAIT_MS = 2_000;
const ADDRESS_CHECKED_EVERY_MS = 1_000;

async function once(target: EventTarget, event: string, isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));
}

/** A page that is prepared, or opened in a hidden tab, is no page that somebody looks at. */
async function lookedAt(): Promise<void> {
  await once(window, "load", () => document.readyState === "complete");
  await once(document, "prerenderingchange", () => !(document as { prerendering?: boolean }).prerendering);
  await once(document, "visibilitychange", () => document.visibilityState === "visible");
  await new Promise<unknown>((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: LONGEST_WAIT_MS });
    else setTimeout(resolve, 200);
  });
}

function beacon({ arrival, settings }: Handle, page: VisitPage | null): Beacon {
  const { language, time_zone } = arrival();
  const consent = settings.consent !== undefined && lasting.get(CONSENT) ? ({ consent: true } as const) : {};
  return page ? { pages: [page], language, time_zone, ...consent } : consent;
}

async function send(handle: Handle, page: VisitPage | null): Promise<BeaconAnswer | null> {
  try {
    const answer = await fetch(`${handle.settings.api}page-views`, {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(beacon(handle, page)),
    });
    return answer.ok ? ((await answer.json()) as BeaconAnswer) : null;
  } catch {
    return null;
  }
}

function forgetUntil(page: VisitPage | null | undefined): void {
  const known = ofTheTab.get<VisitPage[]>(PAGES);
  if (page && known) ofTheTab.set(PAGES, pagesSince(known, page));
}

function answered(handle: Handle, { waiting, known }: BeaconAnswer, page: VisitPage | null): void {
  // Somebody else sits here now, or nobody knows any more that the chat was ever opened.
  if (known === false) return lasting.remove(OPENED);
  forgetUntil(page);
  if (waiting) handle.load();
  handle.isKnown = true;
  handle.onKnown?.();
}

/** The panel is about to begin, and tells of the page that it begins on. */
async function comesPanel({ chat, launcher, toggle }: Handle): Promise<boolean> {
  return toggle ? (await chat).state.phase !== "ready" : launcher.hasAttribute("aria-busy");
}

/** What the panel began with, it has told. */
function followPanel(chat: Chat, page: () => VisitPage | undefined): void {
  const told = page();
  const stop = chat.subscribe(() => {
    if (chat.state.phase !== "ready") return;
    stop();
    forgetUntil(told);
  });
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
  let chat: Chat | null = null;
  void handle.chat.then((begun) => followPanel((chat = begun), page));
  const isToldByPanel = await comesPanel(handle);
  await lookedAt();
  const visiting = new Visiting({
    page,
    isVisible: () => document.visibilityState === "visible",
    isConnected: () => chat?.state.connection === "open" || chat?.state.connection === "polling",
    isAllowed: () => isRecorded(handle.settings, lasting),
    send: (looked) => send(handle, looked),
    onAnswer: (answer, looked) => answered(handle, answer, looked),
  });
  visiting.begin(isToldByPanel);
  watchAddress(() => visiting.moved());
  document.addEventListener("visibilitychange", () => visiting.seen());
  window.addEventListener("pageshow", (event) => event.persisted && visiting.returned());
}

if (window.wagtailLivechat) void start(window.wagtailLivechat);
