"""Until somebody opens the chat, nothing leaves the browser."""

import json

from playwright.sync_api import Page, Request, WebSocket

from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI

PAGES = ("/", GUJI, "/blog/", "/help/")

_NOTE_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))
    .observe({ type: "layout-shift", buffered: true });
"""
_SETTLED = """async () => {
  await new Promise((resolve) => requestIdleCallback(resolve));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return window.shifts.reduce((sum, shift) => sum + shift.value, 0);
}"""


# What the panel does within itself, as its texts arrive, is not the page's; `contains` stops at the shadow root.
_MOVED_ON_THE_PAGE = """async () => {
  await new Promise((resolve) => requestIdleCallback(resolve));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const nodes = window.shifts.flatMap((shift) => shift.sources.map((source) => source.node));
  return nodes.filter((node) => node && document.body.contains(node)).map((node) => node.nodeName);
}"""


def looked_around(shopper: Shopper) -> Page:
    for path in PAGES:
        shopper.visits(path)
        shopper.page.wait_for_load_state("networkidle")
        assert shopper.launcher.is_visible()
    return shopper.page


def test_nothing_is_fetched_but_the_loader(shopper: Shopper) -> None:
    requests: list[Request] = []
    sockets: list[WebSocket] = []
    shopper.page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 — Playwright marks what it calls
    shopper.page.on("websocket", lambda socket: sockets.append(socket))  # noqa: PLW0108

    looked_around(shopper)

    ours = [request.url for request in requests if "livechat" in request.url]
    assert len(ours) == len(PAGES)
    assert all(url.endswith("/static/wagtail_livechat/loader.js") for url in ours)
    assert sockets == []
    assert {request.method for request in requests} == {"GET"}


def test_no_cookie_is_set_and_only_the_pages_of_the_visit_are_kept_in_the_tab(shopper: Shopper) -> None:
    page = looked_around(shopper)

    assert [cookie["name"] for cookie in page.context.cookies() if "livechat" in cookie["name"]] == []
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate("Object.keys(sessionStorage)") == ["livechat.pages"]
    kept = json.loads(page.evaluate("sessionStorage['livechat.pages']"))
    assert [shown["url"].removeprefix(page.url.removesuffix(PAGES[-1])) for shown in kept] == list(PAGES)


def test_the_launcher_moves_nothing_on_the_page(shopper: Shopper) -> None:
    shopper.page.add_init_script(_NOTE_SHIFTS)

    shopper.visits()
    shopper.page.wait_for_load_state("networkidle")

    assert shopper.launcher.is_visible()
    assert shopper.page.evaluate(_SETTLED) == 0


def test_the_panel_moves_nothing_on_the_page_either(shopper: Shopper) -> None:
    shopper.page.add_init_script(_NOTE_SHIFTS)
    shopper.visits()

    shopper.opens_the_chat()

    assert shopper.page.evaluate(_MOVED_ON_THE_PAGE) == []
