"""Makes docs/images: starts the sandbox with a database of its own, plays a conversation, takes the pictures.

    make screenshots

Chromium is the machine's own; CHROMIUM names another one.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHECKOUT: Final = Path(__file__).resolve().parents[1]
SANDBOX: Final = CHECKOUT / "sandbox"
IMAGES: Final = CHECKOUT / "docs" / "images"
#: The first start migrates and loads the demo.
STARTING_SECONDS: Final = 600.0
PRODUCT: Final = "Ethiopia Guji, 1 kg"
LAST_WORDS: Final = "Yes please! As beans, not ground."

Device = dict[str, Any]
PLACE: Final[Device] = {"locale": "en-GB", "timezone_id": "Europe/Paris"}
DESKTOP: Final[Device] = {**PLACE, "viewport": {"width": 1440, "height": 900}}
PRODUCT_PAGE: Final[Device] = {**PLACE, "viewport": {"width": 1200, "height": 720}}
TABLET: Final[Device] = {**PLACE, "viewport": {"width": 834, "height": 1112}, "has_touch": True}
PHONE: Final[Device] = {
    **PLACE,
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


@dataclass(frozen=True)
class Earlier:
    """A conversation that was there before the pictures were taken."""

    visitor: str
    email: str
    #: Minutes ago, the demo user who answers (nobody: the visitor writes), and what is said.
    entries: tuple[tuple[int, str, str], ...]
    resolved: bool = False


EARLIER: Final = (
    Earlier(
        "Clara Weiss",
        "clara@example.com",
        (
            (131, "", "Do you ship to Austria?"),
            (128, "manager", "We do: two to four days, and free from 50 euros."),
            (127, "", "Wonderful, thank you!"),
        ),
        resolved=True,
    ),
    Earlier("", "", ((58, "", "Do you ship to Kraków?"), (55, "agent", "Yes, every Tuesday and Thursday."))),
    Earlier(
        "Sofia Bianchi",
        "sofia@example.com",
        (
            (41, "", "Where is my parcel? It was due yesterday."),
            (38, "agent", "It left our warehouse this morning, you should have it tomorrow."),
        ),
    ),
    Earlier("", "", ((11, "", "Which grinder would you take for a moka pot?"),)),
    Earlier("Jan Kovář", "jan@example.com", ((8, "", "Can I change the address of my order?"),)),
)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="livechat-pictures-") as folder:
        port = free_port()
        # Before Django is set up here: this process and the sandbox use the same database.
        os.environ |= {"SANDBOX_VAR": folder, "PORT": str(port), "DEBUG": "0", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        for name in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(name, None)
        with sandbox(port) as address:
            write_earlier_conversations()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
                take_pictures(browser, address)
                browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        print(f"{picture.relative_to(CHECKOUT)}: {picture.stat().st_size // 1024} KB")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def sandbox(port: int) -> Iterator[str]:
    """The demo shop, until the block ends."""
    server = subprocess.Popen([sys.executable, str(SANDBOX / "run.py")])
    try:
        wait_until_open(server, port)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_until_open(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise SystemExit("The sandbox did not start.")


def write_earlier_conversations() -> None:
    """Through the same verbs as everybody, then moved back in time."""
    sys.path.insert(0, str(SANDBOX))
    os.environ["DJANGO_SETTINGS_MODULE"] = "northlight.settings"
    import django

    django.setup()
    for earlier in EARLIER:
        write_earlier(earlier)


def write_earlier(earlier: Earlier) -> None:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Site

    from wagtail_livechat.actions import conversations, messages, visitors

    site = Site.objects.get(is_default_site=True)
    visitor = visitors.identify(site=site, token=None, user=AnonymousUser()).visitor
    visitors.change_contact(visitor=visitor, name=earlier.visitor, email=earlier.email)
    thread = None
    for number, (_minutes, who, body) in enumerate(earlier.entries):
        sender = (
            {"reach": reach_of(who), "conversation": thread.public_id} if who and thread else {"visitor": visitor.pk}
        )
        [message] = messages.post([messages.Draft(client_id=f"earlier-{number}", body=body, **sender)])
        thread = message.conversation  # type: ignore[union-attr]
    answering = reach_of("manager")
    if earlier.resolved and thread:
        thread, _entry = conversations.resolve(conversation=thread, by=agent_named("manager"), reach=answering)
    move_back(thread, [minutes for minutes, _who, _body in earlier.entries])


def agent_named(name: str) -> Any:
    from django.contrib.auth import get_user_model

    from wagtail_livechat.actions import presence

    return presence.enrol(user=get_user_model().objects.get(username=name))


def reach_of(name: str) -> Any:
    from wagtail_livechat import permissions

    return permissions.reach_of(agent_named(name))


def move_back(thread: Any, minutes: list[int]) -> None:
    from django.utils import timezone

    now = timezone.now()
    times = [now - timedelta(minutes=ago) for ago in minutes]
    texts = thread.messages.filter(kind="text").order_by("pk")
    for message, at in zip(texts, times, strict=True):
        thread.messages.filter(pk=message.pk).update(created_at=at)
    thread.messages.filter(kind="event").update(created_at=times[0])
    thread.messages.filter(event="resolved").update(created_at=times[-1])
    thread.opened_at, thread.last_message_at = times[0], times[-1]
    thread.waiting_since = thread.waiting_since and times[-1]
    thread.save()


def chromium() -> str:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("No Chromium on this machine. On Debian: apt-get install chromium")
    return found


def chromium_arguments() -> list[str]:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    # Root has no sandbox of its own to put a browser into.
    return [*quiet, "--no-sandbox"] if os.getuid() == 0 else quiet


def take_pictures(browser: Browser, address: str) -> None:
    agent = agents_browser(browser, address)
    shopper = shoppers_browser(browser, address)
    inbox, product = agent.new_page(), shopper.new_page()
    inbox.goto(f"{address}/admin/livechat/")
    open_product(product, address)
    converse(product, inbox)
    widget_pictures(product)
    inbox_pictures(inbox)
    small_widget_picture(browser, shopper, product.url)
    small_inbox_pictures(browser, agent, inbox.url)


def agents_browser(browser: Browser, address: str) -> BrowserContext:
    context = browser.new_context(**DESKTOP)
    # Wagtail's menu folded, as those who work in the inbox all day have it.
    context.add_cookies([{"name": "wagtail_sidebar_collapsed", "value": "1", "url": address}])
    page = context.new_page()
    page.goto(f"{address}/admin/login/?next=/admin/account/")
    page.locator("#id_username").fill("agent")
    page.locator("#id_password").fill("agent")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/account/")
    page.close()
    return context


def shoppers_browser(browser: Browser, address: str) -> BrowserContext:
    context = browser.new_context(**PRODUCT_PAGE)
    page = context.new_page()
    page.goto(f"{address}/shop/accounts/login/")
    page.locator("#id_login-username").fill("alice")
    page.locator("#id_login-password").fill("alice")
    page.locator("button[name=login_submit]").click()
    expect(page.get_by_role("link", name="Log out").first).to_be_visible()
    page.close()
    return context


def open_product(page: Page, address: str) -> None:
    page.goto(f"{address}/shop/catalogue/")
    page.get_by_role("link", name=PRODUCT).first.click()
    page.get_by_role("heading", name=PRODUCT).first.wait_for()


def converse(product: Page, inbox: Page) -> None:
    product.get_by_role("button", name="Open chat").click()
    say(product, "Hello! I ordered the Guji last month and loved it 😊")
    say(product, "Is the 1 kg bag back before Friday?")
    inbox.get_by_role("link", name=re.compile("^Alice")).click()
    answer(inbox, "Hi Alice, how nice to hear! We roast on Thursday, so yes.")
    answer(inbox, "Shall I keep one for you?")
    heard(product, "Shall I keep one for you?")
    say(product, LAST_WORDS)


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    heard(page, text)


def answer(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Reply").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    heard(page, text)


def heard(page: Page, text: str) -> None:
    expect(page.get_by_role("log").get_by_text(text)).to_be_visible()


def widget_pictures(product: Page) -> None:
    picture(product, "widget-light")
    product.emulate_media(color_scheme="dark")
    picture(product, "widget-dark")


def inbox_pictures(inbox: Page) -> None:
    heard(inbox, LAST_WORDS)
    inbox.get_by_role("textbox", name="Reply").fill("Done: one bag of beans, packed on Thursday.")
    picture(inbox, "inbox-light")
    inbox.emulate_media(color_scheme="dark")
    picture(inbox, "inbox-dark")


def small_widget_picture(browser: Browser, shopper: BrowserContext, product: str) -> None:
    with page_on(browser, PHONE, shopper) as page:
        page.goto(product)
        page.get_by_role("button", name=re.compile("^Open chat")).click()
        heard(page, LAST_WORDS)
        picture(page, "widget-phone")


def small_inbox_pictures(browser: Browser, agent: BrowserContext, thread: str) -> None:
    for name, device in {"inbox-tablet": TABLET, "inbox-phone": PHONE}.items():
        with page_on(browser, device, agent) as page:
            page.goto(thread)
            heard(page, LAST_WORDS)
            # The heading has the focus after a link to a conversation; no finger put it there.
            page.evaluate("document.activeElement.blur()")
            picture(page, name)
    with page_on(browser, PHONE, agent) as page:
        page.goto(thread.split("#")[0])
        page.get_by_role("link", name=re.compile("^Alice")).wait_for()
        picture(page, "inbox-phone-list")


@contextlib.contextmanager
def page_on(browser: Browser, device: Device, known: BrowserContext) -> Iterator[Page]:
    """A page on another device of the same person."""
    context = browser.new_context(**device, storage_state=known.storage_state())
    yield context.new_page()
    context.close()


def picture(page: Page, name: str) -> None:
    """Once everything stands still: fonts and pictures loaded, animations at their end."""
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")


if __name__ == "__main__":
    main()
