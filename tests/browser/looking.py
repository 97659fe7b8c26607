"""What a person in front of a screen notices: the order of things, when they appear, whether they look at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

#: Chromium keeps every headless tab visible, so the tab says itself that it is hidden.
_SET_VISIBILITY = """state => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  Object.defineProperty(document, "hidden", { value: state === "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""

#: Keeps a promise of the moment at which the element's text matches; both browsers share one clock.
_NOTE_MOMENT = """(element, pattern) => {
  const wanted = new RegExp(pattern, "s");
  const now = () => performance.timeOrigin + performance.now();
  window.awaitedMoment = new Promise((resolve) => {
    const look = () => wanted.test(element.textContent) && resolve(now());
    new MutationObserver(look).observe(element, { subtree: true, childList: true, characterData: true });
    look();
  });
}"""


def elsewhere(page: Page) -> None:
    page.evaluate(_SET_VISIBILITY, "hidden")


def here(page: Page) -> None:
    page.evaluate(_SET_VISIBILITY, "visible")


def begin_waiting(element: Locator, pattern: str) -> None:
    """From now on the page itself notes when the element's text first matches; asked for by `moment`."""
    element.evaluate(_NOTE_MOMENT, pattern)


def moment(page: Page) -> float:
    """When it matched, in milliseconds."""
    return float(page.evaluate("window.awaitedMoment"))


def once_and_in_order(log: Locator, texts: Sequence[str]) -> None:
    """These texts stand in the log, in this order, and none of them twice."""
    expect(log).to_contain_text(re.compile(".*".join(map(re.escape, texts)), re.DOTALL))
    found = re.findall("|".join(map(re.escape, texts)), log.inner_text())
    assert found == list(texts)
