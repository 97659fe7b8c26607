/** On Wagtail's pages that list visitors: writes countries and amounts as people do, and shows who is live anew. */
import { createFormatter } from "../shared/format";
import { Refresher } from "./refreshing";
import type { Listing } from "./refreshing";

const EVERY_MS = 15_000;

const { documentElement: root } = document;
const format = createFormatter(root.lang);

/** Names in the place of codes, also in the filters. */
function write(element: Element): void {
  for (const place of element.querySelectorAll<HTMLElement>("[data-livechat-country]")) {
    place.textContent = format.country(place.dataset["livechatCountry"] ?? "") || place.textContent;
  }
  for (const place of element.querySelectorAll<HTMLElement>("[data-livechat-amount]")) {
    const { livechatAmount: amount = "", currency = "" } = place.dataset;
    place.textContent = format.money(amount, currency);
  }
}

/** Below `#listing-results`, which Wagtail replaces when somebody searches or filters. */
class Results implements Listing {
  constructor(private readonly element: HTMLElement) {}

  get isInUse(): boolean {
    const selected = document.getSelection();
    const isSelecting = selected !== null && !selected.isCollapsed && selected.containsNode(this.element, true);
    return isSelecting || this.element.querySelector("[aria-expanded='true']") !== null;
  }

  get focused(): string | null {
    const { activeElement: at } = document;
    return at instanceof HTMLElement && this.element.contains(at) ? nameOf(at) : null;
  }

  replace(html: string, focused: string | null): boolean {
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    write(fresh);
    const next = focused === null ? null : called(focused, fresh);
    if (focused !== null && next === null) return false;
    this.element.replaceChildren(...fresh.childNodes);
    next?.focus({ preventScroll: true });
    return true;
  }
}

/** What tells a link from all others, now and in the next listing. */
function nameOf(link: Element): string {
  return link.id || (link.getAttribute("href") ?? "");
}

function called(name: string, listing: HTMLElement): HTMLElement | null {
  return [...listing.querySelectorAll<HTMLElement>("a[href]")].find((link) => nameOf(link) === name) ?? null;
}

async function fetched(address: string): Promise<string | null> {
  const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  // Elsewhere: to the login, where the session has ended.
  return answer.ok && !answer.redirected ? answer.text() : null;
}

function start(): void {
  write(document.body);
  // The filters come with the listing and move to their place after it.
  document.addEventListener("w-swap:success", () => window.setTimeout(() => write(document.body)));
}

function keepFresh(address: string): void {
  const element = document.getElementById("listing-results");
  if (element === null) return;
  const refresher = new Refresher({
    listing: new Results(element),
    query: () => window.location.search,
    fetch: (query) => fetched(address + query),
    isVisible: () => document.visibilityState === "visible",
  });
  document.addEventListener("w-swap:success", () => refresher.forget());
  window.setInterval(() => void refresher.refresh(), EVERY_MS);
  document.addEventListener("visibilitychange", () => void refresher.refresh());
}

const address = document.querySelector<HTMLScriptElement>("script[data-livechat-live]")?.dataset["livechatLive"] ?? "";
start();
if (address !== "") keepFresh(address);
