/** On a phone the panel is the whole screen: nothing behind it scrolls or takes the focus, and the keyboard covers nothing. */

import { useEffect, useState } from "preact/hooks";

const PHONE = "(max-width: 480px), (max-height: 480px)";

export function useFullScreen(root: HTMLElement): boolean {
  const [query] = useState(() => window.matchMedia(PHONE));
  const [isFullScreen, setFullScreen] = useState(query.matches);

  useEffect(() => {
    const changed = (): void => setFullScreen(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);

  useEffect(() => (isFullScreen ? takeTheScreen(root) : undefined), [isFullScreen]);

  return isFullScreen;
}

/** Holds the page still and follows the part of the screen that the keyboard leaves; returns how to undo it. */
function takeTheScreen(root: HTMLElement): () => void {
  const page = document.documentElement.style;
  const overflow = page.getPropertyValue("overflow");
  page.setProperty("overflow", "hidden");
  const stopFollowing = window.visualViewport ? followViewport(window.visualViewport, root) : () => undefined;
  return () => {
    page.setProperty("overflow", overflow);
    stopFollowing();
  };
}

function followViewport(viewport: VisualViewport, root: HTMLElement): () => void {
  const follow = (): void => {
    root.style.setProperty("--screen-top", `${viewport.offsetTop}px`);
    root.style.setProperty("--screen-height", `${viewport.height}px`);
  };
  follow();
  viewport.addEventListener("resize", follow);
  viewport.addEventListener("scroll", follow);
  return () => {
    viewport.removeEventListener("resize", follow);
    viewport.removeEventListener("scroll", follow);
    root.style.removeProperty("--screen-top");
    root.style.removeProperty("--screen-height");
  };
}

function isStop(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && element.getClientRects().length > 0;
}

/** Tab goes round within the panel. */
export function trapFocus(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== "Tab") return;
  const stops = [...panel.querySelectorAll<HTMLElement>("a[href],button,input,select,textarea,[tabindex='0']")].filter(isStop);
  const first = stops[0];
  const last = stops[stops.length - 1];
  const current = (panel.getRootNode() as ShadowRoot).activeElement;
  const next = event.shiftKey ? (current === first || current === panel ? last : null) : current === last ? first : null;
  if (!next) return;
  event.preventDefault();
  next.focus();
}
