/**
 * Draws the launcher and waits. Before the first click nothing leaves the browser: no request, no cookie; but for a
 * site that hides its chat while nobody is there, which has to be asked, and for one that records everybody's visit.
 * The panel is loaded with the first click, or at once while a conversation is under way.
 */

import { textOn } from "../shared/contrast";
import { lasting, ofTheTab } from "../shared/storage";
import { fetchScript } from "./fetching";
import type { Arrival, Handle, PageCall, Settings, VisitPage } from "./handle";
import { FLAG, OPENED, PAGES } from "./keys";
import css from "./loader.css";
import { visitPage, withPage } from "./pages";
import { isRecorded } from "./recording";
import { sharesCornerWithUserbar } from "./userbar";

const TALK = "M12 3.5c-5 0-9 3.4-9 7.7 0 2.3 1.2 4.4 3 5.8l-.6 3.5 3.7-1.8c.9.2 1.9.3 2.9.3 5 0 9-3.4 9-7.8s-4-7.7-9-7.7Z";
const DOWN = "m5 9 7 7 7-7";

function svg(className: string, path: string): SVGElement {
  const image = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  image.setAttribute("viewBox", "0 0 24 24");
  image.setAttribute("class", className);
  image.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  image.append(line);
  return image;
}

/** What leads to the next page: another document, or the page before it in the same one. */
let { referrer } = document;

function remember(): VisitPage[] {
  const page = visitPage(location.href, document.title, referrer, new Date());
  const known = ofTheTab.get<VisitPage[]>(PAGES);
  const pages = withPage(Array.isArray(known) ? known : [], page);
  ofTheTab.set(PAGES, pages);
  referrer = page.url;
  return pages;
}

function arrivalIn(language: string): Arrival {
  const pages = remember();
  return { page: pages[pages.length - 1], pages, language, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

/** What the page says with `livechat(…)`, before us or now, is kept for the script that knows what to do. */
function listen(source: string): PageCall[] {
  const q = window.livechat?.q ?? [];
  if (q.length) fetchScript(source);
  window.livechat = (...call) => void (q.push(call) === 1 && fetchScript(source));
  window.livechat.q = q;
  return q;
}

function makeRoot({ colour, direction, language, position, scheme }: Settings): HTMLElement {
  const root = document.createElement("div");
  root.className = "root";
  root.dir = direction;
  root.lang = language;
  Object.assign(root.dataset, { position, scheme });
  if (sharesCornerWithUserbar(document, position)) root.dataset["raised"] = "";
  root.style.setProperty("--accent", colour);
  root.style.setProperty("--on-accent", textOn(colour));
  return root;
}

function makeLauncher(label: string, badge: HTMLElement): HTMLButtonElement {
  const launcher = document.createElement("button");
  launcher.type = "button";
  launcher.className = "launcher";
  launcher.setAttribute("aria-label", label);
  launcher.setAttribute("aria-haspopup", "dialog");
  launcher.setAttribute("aria-expanded", "false");
  launcher.append(svg("talk", TALK), svg("down", DOWN), badge);
  return launcher;
}

function makeBadge(): HTMLElement {
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.hidden = true;
  badge.setAttribute("aria-hidden", "true");
  return badge;
}

function draw(settings: Settings): Handle {
  const host = document.createElement("div");
  host.id = "livechat";
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  const badge = makeBadge();
  const launcher = makeLauncher(settings.label, badge);
  const root = makeRoot(settings);
  root.append(launcher);
  shadow.append(root);
  document.body.append(host);
  const handle = { settings, shadow, root, launcher, badge, remember, fetchScript, wanted: false, toggle: null } as Handle;
  handle.chat = new Promise((resolve) => (handle.started = resolve));
  handle.calls = listen(settings.pageApi);
  handle.arrival = () => arrivalIn(settings.language);
  handle.load = () => load(handle);
  handle.record = () => record(settings);
  return handle;
}

/** A failure is left to the next click. */
function load({ launcher, settings, toggle }: Handle): void {
  if (toggle || launcher.hasAttribute("aria-busy")) return;
  launcher.setAttribute("aria-busy", "true");
  fetchScript(settings.panel, () => launcher.removeAttribute("aria-busy"));
}

/** Once, as soon as this visitor may be recorded. */
function record(settings: Settings): void {
  const { visits } = settings;
  if (!visits || !isRecorded(settings, lasting)) return;
  settings.visits = "";
  fetchScript(visits);
}

/** Asked again whenever the visitor comes back to the tab; once it is there, the launcher stays. */
function showWhenOnline({ launcher, settings }: Handle): void {
  const ask = async (): Promise<void> => {
    if (!launcher.hidden || document.visibilityState === "hidden") return;
    const config = await fetch(`${settings.api}config`).then((answer) => answer.json() as Promise<{ online: boolean }>);
    launcher.hidden = !config.online;
  };
  const askOn = (): void => void ask().catch(() => undefined);
  launcher.hidden = true;
  document.addEventListener("visibilitychange", askOn);
  askOn();
}

function start(script: HTMLScriptElement): void {
  if (window.wagtailLivechat) return;
  const handle = draw(script.dataset as unknown as Settings);
  window.wagtailLivechat = handle;
  remember();
  // Where browsers tell of pages that are no documents; the title comes a moment later.
  window.navigation?.addEventListener("currententrychange", () => {
    setTimeout(remember, 1_000);
    handle.record();
  });
  handle.launcher.addEventListener("click", () => {
    lasting.set(OPENED, 1);
    if (handle.toggle) return handle.toggle();
    handle.wanted = true;
    load(handle);
  });
  const { greeter, hides } = handle.settings;
  handle.record();
  if (lasting.get(FLAG)) return load(handle);
  if (hides !== undefined) showWhenOnline(handle);
  if (greeter) fetchScript(greeter);
}

const script = document.querySelector<HTMLScriptElement>("script[data-livechat]");
if (script) start(script);
