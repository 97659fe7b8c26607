"""What a site asks its visitors, and whether anybody is there."""

from __future__ import annotations

from typing import Any

from tests.browser.shops import OpenShop

_SET = """
from datetime import time, timedelta
from django.utils import timezone
from wagtail.models import Site
from wagtail_livechat import broadcast
from wagtail_livechat.actions import presence
from wagtail_livechat.models import Agent, FormField, LiveChatSettings, OpeningHours, OpeningTime
site = Site.objects.get(is_default_site=True)
LiveChatSettings.objects.filter(site=site).update(**{settings!r})
settings = LiveChatSettings.for_site(site)
FormField.objects.all().delete()
for place, field in enumerate({fields!r}):
    FormField.objects.create(settings=settings, sort_order=place, **field)
OpeningHours.objects.all().delete()
tomorrow = (timezone.now() + timedelta(days=1)).weekday()
if {is_closed!r}:
    hours = OpeningHours.objects.create(site=site, time_zone="UTC")
    OpeningTime.objects.create(hours=hours, weekday=tomorrow, opens_at=time(9), closes_at=time(18))
if {is_left!r}:
    Agent.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
    # Told through the database, it would reach the browsers late, after somebody has come.
    broadcast.publish = lambda events: None
    presence.expire()
"""
STANDARD: dict[str, Any] = {
    "form_moment": "off",
    "asks_name": "optional",
    "asks_email": "optional",
    "asks_phone": "no",
    "asks_consent": False,
    "consent_text": "",
    "when_away": "form",
}
CONSENT = "I agree that you keep what I write."
FIELDS = [
    {"label": "Order number", "kind": "text"},
    {"label": "Grinder", "kind": "choice", "choices": "Hand\nElectric", "is_required": True},
    {"label": "Newsletter", "kind": "checkbox"},
]


class Asking:
    """What the site asks, and whether it is closed; nobody is there until an agent comes."""

    def __init__(self, shop: OpenShop) -> None:
        self.shop = shop

    def __call__(self, *, fields: Any = (), is_closed: bool = False, is_left: bool = True, **settings: Any) -> None:
        changed = {**STANDARD, **settings}
        self.shop.run(_SET.format(settings=changed, fields=list(fields), is_closed=is_closed, is_left=is_left))

    def changes(self, **settings: Any) -> None:
        """While people are there."""
        self(is_left=False, **settings)
