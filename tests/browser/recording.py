"""Whose pages a site records, and what it has recorded."""

from __future__ import annotations

import json
import time
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request

from tests.browser.chromium import PATIENCE
from tests.browser.shops import OpenShop

_SET = """
from wagtail.models import Site
from wagtail_livechat.models import LiveChatSettings, Visitor
LiveChatSettings.objects.filter(site__is_default_site=True).update(**{settings!r})
Visitor.objects.all().delete()
"""
_RECORDED = """
import json
from wagtail_livechat.models import Visit
print(json.dumps([
    {"referrer": visit.referrer, "pages": [[view.url, view.title] for view in visit.page_views.order_by("at", "pk")]}
    for visit in Visit.objects.order_by("pk")
]))
"""
_VISITORS = """
import json
from wagtail_livechat.models import Visitor
print(json.dumps(list(Visitor.objects.order_by("pk").values("name", "email", "phone", "language", "time_zone", "variables"))))
"""
_STANDARD: dict[str, Any] = {"recorded": "opening", "recording_needs_consent": False, "offers_groups": False}


class Recording:
    """Whose pages the site records; nobody was here before."""

    def __init__(self, shop: OpenShop) -> None:
        self.shop = shop

    def __call__(self, **settings: Any) -> None:
        self.shop.run(_SET.format(settings={**_STANDARD, **settings}))

    @property
    def visits(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.shop.run(_RECORDED))
        for visit in found:
            visit["paths"] = [url.removeprefix(self.shop.url) for url, _ in visit["pages"]]
        return found

    @property
    def visitors(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.shop.run(_VISITORS))
        return found

    def has_paths(self, *paths: str) -> bool:
        """Of the one visit that there is; they are written a moment after they were told, so this waits for them."""
        deadline = time.monotonic() + PATIENCE / 1_000
        while True:
            visits = self.visits
            if [visit["paths"] for visit in visits] == [list(paths)]:
                return True
            if time.monotonic() > deadline:
                raise AssertionError(f"recorded: {visits}")


class Told:
    """What a page tells the server of its visitor, from now on."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if "livechat" in request.url and not request.url.endswith("loader.js"):
            self.requests.append(request)

    def __bool__(self) -> bool:
        return bool(self.requests)

    def bodies(self, route: str) -> list[Any]:
        return [each.post_data_json for each in self.requests if each.url.endswith(f"/api/visitor/{route}")]

    def names(self) -> list[str]:
        """The last parts of the addresses."""
        return [each.url.rpartition("/")[2] for each in self.requests]


def cookies(context: BrowserContext) -> list[str]:
    return [str(cookie["name"]) for cookie in context.cookies() if "livechat" in str(cookie)]
