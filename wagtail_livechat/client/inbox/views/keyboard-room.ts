/** On phones the keyboard covers the end of the page, where the composer is: the page ends above it. */

/** Follows the part of the window that the keyboard leaves. */
export function leaveRoomForKeyboard(page: HTMLElement): void {
  const viewport = window.visualViewport;
  if (viewport === null) return;
  const follow = (): void => {
    // Zoomed in, the reader sees a part of the page as well, and moves it about as they like.
    const covered = viewport.scale > 1.01 ? 0 : Math.max(0, window.innerHeight - viewport.height);
    page.style.setProperty("--livechat-covered", `${Math.round(covered)}px`);
    if (covered > 0) window.scrollTo(0, 0);
  };
  viewport.addEventListener("resize", follow);
  viewport.addEventListener("scroll", follow);
}
