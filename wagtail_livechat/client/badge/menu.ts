/** The unread number on the "Live chat" entry of Wagtail's menu. */
import { badge } from "../shared/format";

const ATTRIBUTE = "data-livechat-unread";

/** Keeps the number on the link to `inbox`: Wagtail draws its menu anew whenever it likes. */
export function keepBadge(inbox: string): (count: number) => void {
  let text = "";
  const apply = (): void => linksTo(inbox).forEach((link) => mark(link, text));
  const menu = document.getElementById("wagtail-sidebar");
  if (menu !== null) new MutationObserver(apply).observe(menu, { childList: true, subtree: true });
  return (count) => {
    text = count > 0 ? badge(count) : "";
    apply();
  };
}

function linksTo(inbox: string): HTMLAnchorElement[] {
  const links = document.querySelectorAll<HTMLAnchorElement>("#wagtail-sidebar a[href]");
  return [...links].filter((link) => link.pathname === new URL(inbox, window.location.href).pathname);
}

function mark(link: HTMLAnchorElement, text: string): void {
  if (text === "") link.removeAttribute(ATTRIBUTE);
  else if (link.getAttribute(ATTRIBUTE) !== text) link.setAttribute(ATTRIBUTE, text);
}
