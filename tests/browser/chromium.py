"""The machine's own Chromium, with somebody sitting in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Wagtail's admin asks for avatars out in the world.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
#: Milliseconds. Long, because a busy machine is no failure; nothing waits that long when all is well.
PATIENCE = 20_000


def path() -> str | None:
    """Where Chromium is on this machine: what CHROMIUM names, else the first that is found."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        found = shutil.which(name) if name else None
        if found:
            return found
    return None


@contextmanager
def running() -> Iterator[Browser]:
    """A headless Chromium. Without one the tests are skipped; where all services are required they fail."""
    executable = path()
    if executable is None:
        reason = "No Chromium on this machine (on Debian: apt-get install chromium; or name it in CHROMIUM)."
        if os.environ.get("LIVECHAT_REQUIRE_SERVICES") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    sandbox = ("--no-sandbox",) if os.getuid() == 0 else ()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *sandbox])
        yield chromium
        chromium.close()


class Browsers:
    """Opens browsers of their own, nothing shared between them, and notes what goes wrong in any of their pages."""

    def __init__(self, chromium: Browser, base_url: str) -> None:
        self.chromium = chromium
        self.base_url = base_url
        self.contexts: list[BrowserContext] = []
        #: Errors that no script caught, and what a content security policy stopped.
        self.failures: list[str] = []

    def open(self, **options: Any) -> BrowserContext:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = self.chromium.new_context(base_url=self.base_url, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE)
        context.on("page", self._watch)
        self.contexts.append(context)
        return context

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def describe(self) -> str:
        """What every open page shows, for the report of a failure."""
        pages = [page for context in self.contexts for page in context.pages]
        return "\n\n".join(f"{page.url}\n{page.locator('body').aria_snapshot()}" for page in pages)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.failures.append(f"{page.url}: {error}"))
        page.on("console", self._read)

    def _read(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.failures.append(message.text)
