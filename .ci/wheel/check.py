"""The wheel as a stranger gets it: built from a clean clone, alone in an empty environment, on a small site.

The site hashes its static files, and its pages allow scripts and styles of their own host only.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import ConsoleMessage, Page, expect, sync_playwright

CHECKOUT = Path(__file__).resolve().parents[2]
SITE = Path(__file__).with_name("shop.py")
STARTING_SECONDS = 30.0


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="livechat-wheel-") as name:
        folder = Path(name)
        wheel = built_wheel(folder)
        python = empty_environment(folder)
        run(
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            "--constraint",
            str(constraints(folder)),
            str(wheel),
        )
        manage = (python, str(shutil.copy(SITE, folder)))
        for command in (("check", "--fail-level", "ERROR"), ("migrate", "--verbosity", "0"), ("livechat_setup",)):
            run(*manage, *command)
        run(*manage, "collectstatic", "--noinput", "--verbosity", "0")
        with served(manage, log=folder / "server.log") as address:
            check_over_http(address)
            check_in_browser(address)
    print("The wheel serves the widget.")


def built_wheel(folder: Path) -> Path:
    """From a clone, so that a file that was never committed is missed here and not by a user."""
    run("git", "clone", "--quiet", str(CHECKOUT), str(folder / "clone"))
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(folder / "clone"))
    (wheel,) = folder.glob("*.whl")
    shutil.rmtree(folder / "clone")
    return wheel


def empty_environment(folder: Path) -> str:
    run(sys.executable, "-m", "venv", str(folder / "environment"))
    return str(folder / "environment" / "bin" / "python")


def constraints(folder: Path) -> Path:
    """The lock's versions without its hashes: the wheel itself says what it needs, and has none."""
    lines = (CHECKOUT / "requirements.lock").read_text().splitlines()
    pins = [line.removesuffix("\\").strip() for line in lines if re.match(r"[a-z0-9]", line)]
    path = folder / "constraints.txt"
    path.write_text("\n".join(pins))
    return path


@contextlib.contextmanager
def served(manage: tuple[str, str], *, log: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}/"
    with log.open("wb") as output:
        command = (*manage, "runserver", "--noreload", f"127.0.0.1:{port}")
        server = subprocess.Popen(command, cwd=log.parent, stdout=output, stderr=output, env=plain_environment())
        try:
            wait_until_answering(address, server)
            yield address
        except BaseException:
            print(log.read_text(errors="replace")[-4000:], file=sys.stderr)
            raise
        finally:
            server.terminate()
            server.wait()


def wait_until_answering(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(ConnectionError, urllib.request.URLError):
            fetch(address)
            return
        time.sleep(0.1)
    raise SystemExit("The small site did not start.")


def check_over_http(address: str) -> None:
    page = fetch(address)
    loader = re.search(r'<script[^>]*\bsrc="([^"]*loader[^"]*)"', page)
    if loader is None:
        raise SystemExit(f"The page has no loader script:\n{page}")
    if not re.search(r"loader\.[0-9a-f]{12}\.js$", loader[1]):
        raise SystemExit(f"The loader's address is not a hashed one: {loader[1]}")
    if "<style" in page or re.search(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", page):
        raise SystemExit(f"The widget brings an inline script or style:\n{page}")
    if not fetch(urljoin(address, loader[1])):
        raise SystemExit("The loader is empty.")
    if '"online"' not in fetch(urljoin(address, "/livechat/api/visitor/config")):
        raise SystemExit("The config route does not say whether somebody is there.")


def check_in_browser(address: str) -> None:
    with sync_playwright() as playwright:
        # Root has no sandbox of its own to put a browser into.
        options = ["--no-sandbox"] if os.getuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.extend(complaints_of(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        chat(page, address)
        browser.close()
    if complaints:
        raise SystemExit("The browser complains:\n" + "\n".join(complaints))


def complaints_of(message: ConsoleMessage) -> list[str]:
    """What the browser holds against the page; a site without sockets is a case of its own, where the widget polls."""
    text = f"{message.text} {message.location['url']}"
    return [text] if message.type == "error" and "WebSocket" not in text and "favicon" not in text else []


def chat(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Open chat").click()
    # Nobody is online in a new shop: the chat is a contact form.
    page.get_by_role("textbox", name="E-mail").fill("vera@example.com")
    page.get_by_role("textbox", name="Message").fill("Is it in stock?")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("log").get_by_text("Is it in stock?")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=re.compile("^Open chat|^Close"))).to_be_visible()


def chromium() -> str:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("No Chromium on this machine.")
    return found


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as response:
        text: str = response.read().decode()
        return text


def plain_environment() -> dict[str, str]:
    """Without the checkout's settings and paths: only what was installed may be found."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO", "COVERAGE"))}


def run(*command: str) -> None:
    # The root folder, not the checkout: Python would import the package from there.
    subprocess.run(command, check=True, cwd="/", env=plain_environment())


if __name__ == "__main__":
    main()
