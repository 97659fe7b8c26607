"""Visitors who look at pages, as the recording leaves them in the database."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from tests import people
from tests.people import VisitingPerson
from wagtail_livechat.models import LiveChatSettings, PageView, Visit, Visitor


def comes(visitor: VisitingPerson, url: str = "https://shop.example/", title: str = "Home", **fields: Any) -> Visit:
    """A visit that begins with this page."""
    visit = Visit.objects.create(visitor=visitor.visitor, **fields)
    goes_on(visit, url, title)
    return visit


def goes_on(visit: Visit, url: str, title: str = "") -> PageView:
    """The next page of a visit."""
    return PageView.objects.create(visit=visit, url=url, title=title)


def somebody(
    url: str = "https://shop.example/", title: str = "Home", *, on: Site | None = None, **fields: Any
) -> Visit:
    """The visit of a new visitor."""
    return comes(people.a_visitor(on=on), url, title, **fields)


def named(visit: Visit, **fields: Any) -> Visit:
    """The visit, of somebody who is known by these."""
    Visitor.objects.filter(pk=visit.visitor_id).update(**fields)
    visit.refresh_from_db()
    return visit


def leaves(visit: Visit, *, seconds: int = 61) -> None:
    """Not seen since."""
    Visitor.objects.filter(pk=visit.visitor_id).update(last_seen_at=timezone.now() - timedelta(seconds=seconds))


def records(whom: str, *, on: Site | None = None) -> None:
    """The site's setting: whose pages are kept."""
    LiveChatSettings.objects.update_or_create(site=on or people.site(), defaults={"recorded": whom})
