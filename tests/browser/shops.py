"""The sandbox shop with a database of its own, served for browsers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.services.shop import Shop, WebProcess

GUJI = "/shop/catalogue/ethiopia-guji-1-kg_1/"


class OpenShop:
    """A running shop: its address, its web server, and a shell on its database."""

    def __init__(self, shop: Shop, web: WebProcess) -> None:
        self.shop = shop
        self.web = web
        #: Cookies of those who logged in, by name: the next test need not do it again.
        self.sessions: dict[str, Any] = {}

    @property
    def url(self) -> str:
        return self.web.url

    def run(self, code: str) -> str:
        """Python lines within the shop's own settings, in a process beside the web server; what they printed."""
        return self.shop.run(code)


def shop_in(folder: Path) -> Shop:
    return Shop({"DATABASE_URL": f"sqlite:///{folder / 'var' / 'db.sqlite3'}", "REDIS_URL": ""}, folder=folder)


@contextmanager
def opened(prepared: Path, folder: Path, *, sockets: bool = True) -> Iterator[OpenShop]:
    """Serve a copy of what was prepared; without sockets it is a WSGI host."""
    shutil.copytree(prepared / "var", folder / "var")
    shop = shop_in(folder)
    web = shop.web() if sockets else shop.wsgi_web()
    web.start()
    try:
        yield OpenShop(shop, web)
    finally:
        web.stop()
