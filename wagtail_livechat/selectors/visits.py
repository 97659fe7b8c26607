"""Who is on the site, and what visitors looked at."""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.utils import timezone

from ..customers import base as customers
from ..exceptions import NotFound
from ..models import PageView, Platform, Visit, Visitor
from .keys import has_unread
from .presence import PRESENT_FOR

logger = logging.getLogger(__name__)

#: Who is away for longer than this comes back for another visit.
AWAY: Final = timedelta(minutes=30)

#: How much of a visitor's history one answer has.
VISITS: Final = 5
PAGES: Final = 50


@dataclass(slots=True)
class Stay:
    """A visit under way, with the address and time of its newest page."""

    visit: Visit
    url: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Browsed:
    """A visit with its pages, the latest first. `is_now`: the visitor looks at the first of them now; `more`: there were
    others before."""

    visit: Visit
    pages: Sequence[PageView]
    is_now: bool
    more: bool


@dataclass(frozen=True, slots=True)
class History:
    """Some of a visitor's visits, the latest first; `more`: there were others before."""

    visits: Sequence[Browsed]
    more: bool


def online(sites: Collection[int]) -> QuerySet[Visitor]:
    """The visitors who are on these sites now and whose visit is recorded."""
    under_way = Visit.objects.filter(visitor=OuterRef("pk"), ended_at__isnull=True)
    since = timezone.now() - PRESENT_FOR
    return Visitor.objects.filter(Exists(under_way), site__in=sites, is_present=True, last_seen_at__gte=since)


def online_count(site: int) -> int:
    """How many visitors are on the site now."""
    return online([site]).count()


def online_counts(sites: Collection[int]) -> dict[int, int]:
    """How many visitors are on each of these sites now, by the site's key."""
    rows = online(sites).order_by().values("site").annotate(visitors=Count("pk"))
    return dict.fromkeys(sites, 0) | dict(rows.values_list("site", "visitors"))


def under_way(visitors: Iterable[int]) -> list[Stay]:
    """The visits of these visitors that have not ended, in the order in which they began."""
    views = PageView.objects.filter(visit=OuterRef("pk")).order_by("-at", "-pk")
    visits: QuerySet[Any] = (
        Visit.objects.filter(visitor__in=visitors, ended_at__isnull=True)
        .annotate(newest_url=Subquery(views.values("url")[:1]), newest_at=Subquery(views.values("at")[:1]))
        .order_by("started_at", "pk")
    )
    return [Stay(visit, visit.newest_url, visit.newest_at) for visit in visits]


def newest_under_way(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Those of these visits that their visitors began last, of the ones that have not ended: a visitor may be here with
    two devices."""
    later = Visit.objects.filter(visitor=OuterRef("visitor"), ended_at__isnull=True, pk__gt=OuterRef("pk"))
    return visits.filter(~Exists(later), ended_at__isnull=True)


def last_located(visitor: Visitor) -> Visit | None:
    """The newest visit of which is known where it came from."""
    return visitor.visits.exclude(country_code="", city="").order_by("-started_at", "-pk").first()


def stale(now: datetime) -> QuerySet[Visit]:
    """The visits that are over: not seen for half an hour. Who is still here goes on with the newest one."""
    candidates = Visit.objects.filter(ended_at__isnull=True, last_seen_at__lt=now - AWAY)
    goes_on = newest_under_way(Visit.objects.filter(visitor__is_present=True))
    return candidates.exclude(pk__in=goes_on.values("pk"))


def recorded_before(views: Collection[tuple[int, str, datetime]]) -> set[tuple[int, str, datetime]]:
    """Those of these page views, by visitor, address and time, that are known already."""
    visitors, times = {view[0] for view in views}, {view[2] for view in views}
    if not views:
        return set()
    rows = PageView.objects.filter(visit__visitor__in=visitors, at__in=times)
    return set(rows.values_list("visit__visitor", "url", "at"))


def is_awaited(visitor: Visitor) -> bool:
    """Whether an agent wrote something that the visitor has not read, in an open conversation of the website."""
    return has_unread(visitor.pk, platform=Platform.WEBSITE)


def history(visitor: Visitor, *, before: UUID | None = None) -> History:
    """What the visitor looked at: the latest visits, or those before the one of this public id. Raises NotFound for an
    id that is none of theirs. The same few queries however long the history is."""
    rows = visitor.visits.order_by("-started_at", "-pk")
    if before is not None:
        cursor = visitor.visits.filter(public_id=before).first()
        if cursor is None:
            raise NotFound
        earlier = Q(started_at__lt=cursor.started_at) | Q(started_at=cursor.started_at, pk__lt=cursor.pk)
        rows = rows.filter(earlier)
    visits = list(rows[: VISITS + 1])
    pages = _newest_pages(visits[:VISITS])
    now = next((visit.pk for visit in visits if visit.ended_at is None), None)
    is_here = visitor.is_present and before is None
    browsed = [
        Browsed(visit, pages[visit.pk][:PAGES], is_here and visit.pk == now, len(pages[visit.pk]) > PAGES)
        for visit in visits[:VISITS]
    ]
    return History(browsed, more=len(visits) > VISITS)


def _newest_pages(visits: Sequence[Visit]) -> dict[int, list[PageView]]:
    """The pages of each visit, the latest first, one more than are shown."""
    newest_first = [F("at").desc(), F("pk").desc()]
    numbered = PageView.objects.filter(visit__in=visits).annotate(
        place=Window(RowNumber(), partition_by="visit", order_by=newest_first)
    )
    found: dict[int, list[PageView]] = {visit.pk: [] for visit in visits}
    for view in numbered.filter(place__lte=PAGES + 1).order_by("-at", "-pk"):
        found[view.visit_id].append(view)
    return found


def baskets_of(request: HttpRequest) -> dict[str, str]:
    """What each of the site's shops calls the basket of who asks, by the provider's name; without those that have
    none."""
    found = {name: _basket_key(name, request) for name in customers.names()}
    return {name: key for name, key in found.items() if key}


def _basket_key(name: str, request: HttpRequest) -> str:
    try:
        return str(customers.provider(name).basket_key(request))[:200]
    except Exception:
        logger.exception("The customer provider %s could not say which basket it is", name)
        return ""
