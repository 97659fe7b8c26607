"""Where the pictures are taken: the browsers of agents and shoppers, what they do in them, and the camera."""

import re
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, expect
from shoppers import DESKTOP, PRODUCT_PAGE, Device, Shopper

IMAGES: Final = Path(__file__).resolve().parents[1] / "images"
#: Bytes. What is larger than that is kept with 256 colours, which screens hardly miss.
LARGEST: Final = 200_000
#: Milliseconds. Long, because a busy machine is no failure.
PATIENCE: Final = 30_000
#: Milliseconds for which the panel keeps that the shop did not answer, and a little more.
FAILURE_KEPT: Final = 6_000

expect.set_options(timeout=PATIENCE)


class Stage:
    """A sandbox at `address`, and a browser to go there with."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address

    def agent(self, name: str, device: Device = DESKTOP) -> Page:
        context = self.browser.new_context(**device, locale="en-GB", timezone_id="Europe/Paris")
        # Wagtail's menu folded, as those who work in the inbox all day have it.
        self.log_in(context, name, wagtail_sidebar_collapsed="1")
        return page_of(context)

    def shopper(self, who: Shopper, device: Device = PRODUCT_PAGE) -> Page:
        """Their browser, which was never here; whoever is logged in is the same person in each."""
        context = self.browser.new_context(**who.browser(device))
        if who.user:
            self.log_in(context, who.user)
        return page_of(context)

    def log_in(self, context: BrowserContext, name: str, **cookies: str) -> None:
        """Without the page for it, which would be the first that is recorded of a shopper."""
        from django.contrib.auth import get_user_model
        from django.test import Client

        client = Client()
        client.force_login(get_user_model().objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
        cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies([{"name": name, "value": value, "url": self.address} for name, value in cookies.items()])

    def inbox(self, name: str) -> Page:
        page = self.agent(name)
        page.goto(f"{self.address}/admin/livechat/")
        expect(conversations(page)).to_be_visible()
        return page

    def walks(self, page: Page, *paths: str, referrer: str = "") -> None:
        """From page to page, the first one from another site."""
        for number, path in enumerate(paths):
            page.goto(self.address + path, referer=referrer or None if number == 0 else page.url)
            # Until the page was told.
            page.wait_for_load_state("networkidle")


def page_of(context: BrowserContext) -> Page:
    context.set_default_timeout(PATIENCE)
    return context.new_page()


# --- In the widget ---------------------------------------------------------------------------------------------------


def open_chat(page: Page) -> Locator:
    page.get_by_role("button", name=re.compile("^Open chat")).click()
    chat = page.get_by_role("dialog")
    expect(chat).to_be_visible()
    return chat


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message", exact=True).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    heard(page, text)


def attach(page: Page, name: str, kind: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach a file", exact=True).click()
    chooser.value.set_files({"name": name, "mimeType": kind, "buffer": content})
    expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()


# --- In the inbox ----------------------------------------------------------------------------------------------------


def conversations(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Conversations")


def thread(page: Page) -> Locator:
    return page.get_by_role("region", name="Conversation")


def visitor_panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Visitor")


def look_anew(page: Page) -> None:
    """What the database was told meanwhile. A busy machine may ask the shop too slowly: then once more."""
    for _attempt in range(10):
        page.reload()
        expect(visitor_panel(page).get_by_text("Basket now")).to_be_visible()
        if not visitor_panel(page).get_by_text("This took too long").count():
            return
        page.wait_for_timeout(FAILURE_KEPT)
    raise SystemExit("The shop does not answer in time.")


def open_thread(page: Page, words: str | re.Pattern[str]) -> None:
    """The one whose row in the list has these words."""
    conversations(page).get_by_role("link").filter(has_text=words).first.click()
    expect(thread(page).get_by_role("log")).to_be_visible()


def box(page: Page, tab: str) -> Locator:
    """Of the composer."""
    thread(page).get_by_role("tab", name=tab, exact=True).click()
    return thread(page).get_by_role("textbox", name=tab, exact=True)


def answer(page: Page, text: str, tab: str = "Reply") -> None:
    box(page, tab).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    heard(page, text)


# --- In both ---------------------------------------------------------------------------------------------------------


def heard(page: Page, text: str) -> None:
    expect(page.get_by_role("log").get_by_text(text)).to_be_visible()


def seen(picture: Locator) -> None:
    """Drawn, not only announced."""
    picture.scroll_into_view_if_needed()
    expect(picture).not_to_have_js_property("naturalWidth", 0)


# --- The camera ------------------------------------------------------------------------------------------------------


def picture(page: Page, name: str, first: Locator | None = None, last: Locator | None = None) -> None:
    """Once everything stands still: fonts and pictures loaded, animations at their end.

    Of the whole page, or of its part `first`, down to the end of `last`.
    """
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    path = IMAGES / f"{name}.png"
    part = clip(first, last or first) if first else None
    page.screenshot(path=path, clip=part, animations="disabled", caret="hide")
    make_smaller(path)


def clip(first: Locator, last: Locator) -> FloatRect:
    top, bottom = first.bounding_box(), last.bounding_box()
    if top is None or bottom is None:
        raise SystemExit(f"{first} or {last} is not on the screen.")
    return {**top, "height": bottom["y"] + bottom["height"] - top["y"]}


def make_smaller(path: Path) -> None:
    with Image.open(path) as taken:
        image = taken.convert("RGB")
    image.save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        image.quantize(256, kmeans=2, dither=Image.Dither.NONE).save(path, optimize=True)
