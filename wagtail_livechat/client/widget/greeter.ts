/**
 * Loaded where a site has rules for agents who speak first. The browser judges page, time and visit by itself; only when
 * a rule fits it asks the server, which knows the rest. Nothing happens while a conversation is under way.
 */

import { lasting, ofTheTab } from "../shared/storage";
import type { ProactiveMessage, RuleShape } from "../shared/types";
import css from "./greeter.css";
import { fitting, greetedIn, moments, noteGreeted, visitOf } from "./greeting";
import type { Handle } from "./handle";
import { FLAG } from "./keys";
import { makeTeaser } from "./teaser";

function isBusy({ toggle, wanted }: Handle): boolean {
  return toggle !== null || wanted || lasting.get(FLAG) !== null || greetedIn(ofTheTab) !== null;
}

/** Nobody reads what is said in a hidden tab. */
async function lookedAt(): Promise<void> {
  while (document.visibilityState === "hidden") {
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  }
}

async function ask({ settings }: Handle, id: number): Promise<ProactiveMessage | null> {
  try {
    const answer = await fetch(`${settings.api}rule?id=${id}`);
    return answer.ok ? ((await answer.json()) as { rule: ProactiveMessage | null }).rule : null;
  } catch {
    return null;
  }
}

function show(handle: Handle, message: ProactiveMessage, region: HTMLElement): void {
  noteGreeted(ofTheTab, message);
  const done = (): void => region.replaceChildren();
  const teaser = makeTeaser(message, handle.settings.dismiss ?? "", {
    open: () => handle.launcher.click(),
    dismiss: () => {
      noteGreeted(ofTheTab, null);
      handle.launcher.focus({ preventScroll: true });
      done();
    },
  });
  handle.launcher.addEventListener("click", done, { once: true });
  region.append(teaser);
}

/** There before something is said, so that it is announced. */
function makeRegion({ launcher, shadow }: Handle): HTMLElement {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
  const region = document.createElement("div");
  region.setAttribute("role", "status");
  launcher.before(region);
  return region;
}

async function tryInTurn(handle: Handle, rules: readonly RuleShape[], region: HTMLElement): Promise<void> {
  for (const { id } of rules) {
    await lookedAt();
    if (isBusy(handle)) return;
    const message = await ask(handle, id);
    if (message && !isBusy(handle)) return show(handle, message, region);
  }
}

function start(handle: Handle): void {
  const rules = JSON.parse(handle.settings.rules ?? "[]") as RuleShape[];
  const asksReturning = rules.some((rule) => rule.returning);
  const visit = visitOf(handle.remember(), asksReturning, lasting, ofTheTab);
  if (isBusy(handle)) return;
  const region = makeRegion(handle);
  for (const [seconds, due] of moments(fitting(rules, location.pathname, visit))) {
    setTimeout(() => void tryInTurn(handle, due, region), seconds * 1_000);
  }
}

if (window.wagtailLivechat) start(window.wagtailLivechat);
