"""Makes docs/images: starts the sandbox with a database of its own, plays a team at work, takes the pictures.

    make screenshots

Chromium is the machine's own; CHROMIUM names another one. Faces and flags need a font that has them.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import arranged
import earlier
import pictures_of_team
import pictures_of_visitors
import pictures_of_widget
import shoppers
from playwright.sync_api import sync_playwright
from stage import IMAGES, Stage

CHECKOUT: Final = Path(__file__).resolve().parents[2]
SANDBOX: Final = CHECKOUT / "sandbox"
#: The first start migrates and loads the demo.
STARTING_SECONDS: Final = 600.0


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    look_for_emoji()
    with tempfile.TemporaryDirectory(prefix="livechat-pictures-") as folder:
        port = free_port()
        set_environment(Path(folder), port)
        with sandbox(port) as address:
            set_up_django()
            earlier.write_all(address)
            arranged.set_settings(recorded="all")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
                take_pictures(Stage(browser, address))
                browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        print(f"{picture.relative_to(CHECKOUT)}: {picture.stat().st_size // 1024} KB")


def take_pictures(stage: Stage) -> None:
    inbox = pictures_of_team.take(stage)
    pictures_of_visitors.take(stage, inbox)
    # Later, since from then on her visit is that of her phone.
    pictures_of_team.small_widget_picture(stage)
    pictures_of_widget.take(stage, inbox)


def look_for_emoji() -> None:
    with contextlib.suppress(OSError):
        fonts = subprocess.run(["fc-list", ":lang=und-zsye", "family"], capture_output=True, text=True, check=False)
        if not fonts.stdout.strip():
            print("No font has emoji: flags will be letters. On Debian: apt-get install fonts-noto-color-emoji")


def set_environment(folder: Path, port: int) -> None:
    """Before Django is set up here: this process and the sandbox use the same database."""
    places = folder / "places.mmdb"
    shoppers.write_places(places)
    os.environ |= {
        "SANDBOX_VAR": str(folder),
        "PORT": str(port),
        "DEBUG": "0",
        "GEOIP_PATH": str(places),
        "TRUSTED_PROXIES": "127.0.0.1",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)


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


def set_up_django() -> None:
    sys.path.insert(0, str(SANDBOX))
    os.environ["DJANGO_SETTINGS_MODULE"] = "northlight.settings"
    import django

    django.setup()


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


if __name__ == "__main__":
    main()
