"""Makes docs/images: starts the sandbox with a database of its own, plays a team at work, takes the pictures.

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
from pathlib import Path
from typing import Any, Final

import earlier
from earlier import PRODUCT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

CHECKOUT: Final = Path(__file__).resolve().parents[1]
SANDBOX: Final = CHECKOUT / "sandbox"
IMAGES: Final = CHECKOUT / "docs" / "images"
#: The first start migrates and loads the demo.
STARTING_SECONDS: Final = 600.0
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


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="livechat-pictures-") as folder:
        port = free_port()
        # Before Django is set up here: this process and the sandbox use the same database.
        os.environ |= {"SANDBOX_VAR": folder, "PORT": str(port), "DEBUG": "0", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        for name in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(name, None)
        with sandbox(port) as address:
            write_earlier_conversations(address)
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


def write_earlier_conversations(address: str) -> None:
    sys.path.insert(0, str(SANDBOX))
    os.environ["DJANGO_SETTINGS_MODULE"] = "northlight.settings"
    import django

    django.setup()
    earlier.write_all(address)


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
    agent = agents_browser(browser, address, "agent")
    shopper = shoppers_browser(browser, address)
    inbox, product = agent.new_page(), shopper.new_page()
    inbox.goto(f"{address}/admin/livechat/")
    open_product(product, address)
    converse(product, inbox)
    widget_pictures(product)
    colleague = agents_browser(browser, address, "lena").new_page()
    colleague.goto(inbox.url)
    inbox_pictures(inbox)
    small_widget_picture(browser, shopper, product.url)
    small_inbox_pictures(browser, agent, inbox.url)
    for take in (bulk_picture, shortcut_picture, keys_picture, transfer_picture):
        take(inbox)
    group_picture(agents_browser(browser, address, "manager").new_page(), address)


def agents_browser(browser: Browser, address: str, name: str) -> BrowserContext:
    context = browser.new_context(**DESKTOP)
    # Wagtail's menu folded, as those who work in the inbox all day have it.
    context.add_cookies([{"name": "wagtail_sidebar_collapsed", "value": "1", "url": address}])
    page = context.new_page()
    page.goto(f"{address}/admin/login/?next=/admin/account/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(name)
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
    row = inbox.get_by_role("link", name=re.compile("^Alice"))
    expect(row).not_to_contain_text("left the site")
    row.click()
    answer(inbox, "Hi Alice, how nice to hear! We roast on Thursday, so yes.")
    answer(inbox, "Shall I keep one for you?")
    heard(product, "Shall I keep one for you?")
    say(product, LAST_WORDS)
    answer(inbox, "@Lena Berg can you put a bag aside for her?", tab="Note")


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    heard(page, text)


def answer(page: Page, text: str, tab: str = "Reply") -> None:
    box(page, tab).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    heard(page, text)


def box(page: Page, tab: str) -> Locator:
    """Of the inbox's composer."""
    thread = page.get_by_role("region", name="Conversation")
    thread.get_by_role("tab", name=tab, exact=True).click()
    return thread.get_by_role("textbox", name=tab, exact=True)


def heard(page: Page, text: str) -> None:
    expect(page.get_by_role("log").get_by_text(text)).to_be_visible()


def widget_pictures(product: Page) -> None:
    picture(product, "widget-light")
    product.emulate_media(color_scheme="dark")
    picture(product, "widget-dark")


def inbox_pictures(inbox: Page) -> None:
    heard(inbox, LAST_WORDS)
    expect(inbox.get_by_text("Lena Berg is viewing")).to_be_visible()
    box(inbox, "Reply").fill("Done: one bag of beans, packed on Thursday.")
    picture(inbox, "inbox-light")
    inbox.emulate_media(color_scheme="dark")
    picture(inbox, "inbox-dark")
    inbox.emulate_media(color_scheme="light")


def bulk_picture(inbox: Page) -> None:
    for words in ("Sofia Bianchi", "every Tuesday", "Jan Kovář"):
        row = inbox.get_by_role("navigation", name="Conversations").get_by_role("listitem").filter(has_text=words)
        row.hover()
        row.get_by_role("checkbox").check()
    picture(inbox, "inbox-bulk")
    inbox.get_by_role("button", name="Cancel").click()


def shortcut_picture(inbox: Page) -> None:
    writing = box(inbox, "Reply")
    writing.fill("")
    writing.press("/")
    expect(inbox.get_by_role("option").first).to_be_visible()
    picture(inbox, "inbox-shortcuts")
    writing.fill("")


def keys_picture(inbox: Page) -> None:
    # Out of the box first: there it would be a question mark.
    box(inbox, "Reply").press("Escape")
    inbox.keyboard.press("?")
    expect(inbox.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    picture(inbox, "inbox-keys")
    inbox.keyboard.press("Escape")


def transfer_picture(inbox: Page) -> None:
    inbox.get_by_role("button", name=re.compile("^Assign")).click()
    inbox.get_by_role("menuitem", name="Transfer").click()
    dialog = inbox.get_by_role("dialog", name="Transfer the conversation")
    receiver = dialog.get_by_role("option").filter(has_text="Lena Berg")
    dialog.get_by_role("combobox", name="Transfer to").select_option(value=receiver.get_attribute("value"))
    dialog.get_by_role("textbox", name="Note to the receiver").fill(
        "She would like a grinder, too. Can you help her choose?"
    )
    picture(inbox, "inbox-transfer")
    dialog.get_by_role("button", name="Cancel").click()


def group_picture(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/livechat/groups/")
    page.get_by_role("link", name="Support", exact=True).click()
    page.get_by_role("radio", name=re.compile("^Least busy")).check()
    page.get_by_label("Most at once").fill("5")
    picture(page, "group")


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
