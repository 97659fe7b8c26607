"""What managers have set, and what was before: written into the sandbox's database. Django is set up."""

from datetime import time, timedelta
from time import monotonic, sleep
from typing import Any, Final

from earlier import agent_named

#: Seconds.
PATIENCE: Final = 30.0
#: What the shop asks before the first message, beside name and address.
FIELDS: Final = (
    {"label": "Order number", "kind": "text"},
    {
        "label": "What is it about?",
        "kind": "choice",
        "choices": "My order\nA product\nSomething else",
        "is_required": True,
    },
)
CONSENT: Final = "I agree that you keep what I write, so that you can answer me."
SAID_FIRST: Final = "Not sure which grind fits your brewer? Ask me, I roast it myself."


def site() -> Any:
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True)


def set_settings(**values: Any) -> Any:
    from wagtail_livechat.models import LiveChatSettings

    LiveChatSettings.objects.update_or_create(site=site(), defaults=values)
    return LiveChatSettings.for_site(site())


def ask_before(*, is_asked: bool) -> None:
    from wagtail_livechat.models import FormField

    moment, need = ("before", "required") if is_asked else ("off", "optional")
    settings = set_settings(
        form_moment=moment, asks_name=need, asks_email=need, asks_consent=is_asked, consent_text=CONSENT
    )
    FormField.objects.all().delete()
    for place, field in enumerate(FIELDS if is_asked else ()):
        FormField.objects.create(settings=settings, sort_order=place, **field)


def close_until_tomorrow() -> None:
    """At nine; whom to ask does not matter then."""
    from django.utils import timezone

    from wagtail_livechat.models import OpeningHours, OpeningTime

    set_settings(offers_groups=False)
    hours = OpeningHours.objects.create(site=site(), time_zone="Europe/Paris")
    tomorrow = timezone.localdate() + timedelta(days=1)
    OpeningTime.objects.create(hours=hours, weekday=tomorrow.weekday(), opens_at=time(9), closes_at=time(18))


def speak_first(path: str) -> None:
    from wagtail_livechat.models import ProactiveRule

    ProactiveRule.objects.create(
        site=site(), agent=agent_named("agent"), name="Choosing", message=SAID_FIRST, path=path, seconds=0
    )


def began(address: str, *pages: int, returns: bool = False) -> None:
    """The visit from this network address, moved back in time: how many minutes ago each page was opened."""
    from django.utils import timezone

    now = timezone.now()
    visit, views = recorded(address, len(pages))
    for view, minutes in zip(views, pages, strict=True):
        view.at = now - timedelta(minutes=minutes)
        view.save()
    visit.started_at = now - timedelta(minutes=pages[0])
    visit.save()
    if returns:
        come_before(visit, views[0])


def recorded(address: str, pages: int) -> tuple[Any, list[Any]]:
    """A visit with so many pages; they are written a moment after they were told."""
    from wagtail_livechat.models import PageView, Visit

    deadline = monotonic() + PATIENCE
    while True:
        visit = Visit.objects.filter(ip=address).order_by("started_at").last()
        views = list(PageView.objects.filter(visit=visit).order_by("at", "pk")) if visit else []
        if len(views) == pages:
            return visit, views
        if monotonic() > deadline:
            raise SystemExit(f"Recorded of {address}: {[view.url for view in views]}, not {pages} pages.")
        sleep(0.1)


def come_before(visit: Any, landing: Any) -> None:
    """Twice, from a newsletter, with a look at the same page."""
    from wagtail_livechat.models import PageView, Visit

    for days in (41, 9):
        at = visit.started_at - timedelta(days=days, minutes=37 * days)
        same = {name: getattr(visit, name) for name in SAME}
        before = Visit.objects.create(
            **same,
            started_at=at,
            last_seen_at=at + timedelta(minutes=4),
            ended_at=at + timedelta(minutes=4),
            referrer="https://mail.example/",
            campaign={"utm_source": "newsletter", "utm_campaign": "harvest"},
        )
        PageView.objects.create(visit=before, url=landing.url, title=landing.title, at=at)


SAME: Final = (
    *("visitor", "ip", "country_code", "region", "city", "user_agent"),
    *("browser", "browser_version", "os", "os_version", "device"),
)
