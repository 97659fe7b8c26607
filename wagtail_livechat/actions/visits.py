"""What visitors look at, and from where: visits begin, go on and end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .. import broadcast
from ..inputs import PageIn
from ..locating import Place, locate
from ..masking import masked
from ..models import PageView, Visit, Visitor, VisitorMerge
from ..selectors import visits as selectors
from ..selectors.visits import Stay
from ..user_agents import USER_AGENT_LENGTH, described
from . import entries, presence
from .contact import news_of
from .locales import kept_language, known_zone
from .pages import Page, page_at, remembered_pages

#: How many times a visitor may become another one while a page view waits to be written.
_MOST_MERGES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """That a visitor, by key, is here: one beacon. Without a page it says "still here"."""

    visitor: int
    at: datetime = field(default_factory=timezone.now)
    #: The page that is looked at now.
    page: PageIn | None = None
    #: What the browser kept until it could tell, each with the browser's own time.
    pages: tuple[PageIn, ...] = ()
    address: str = ""
    user_agent: str = ""
    language: str = ""
    time_zone: str = ""
    #: What each customer provider calls the browser's basket, by the provider's name.
    baskets: Mapping[str, str] = field(default_factory=dict)


def record(*, sightings: Sequence[Sighting]) -> list[Visit]:
    """Write down where visitors are and what they look at; the same few statements for any number of them.

    The visits that began or went on are returned. A view after more than half an hour away begins a visit; looking at
    the newest page again is no view. Visitors who are gone are skipped.
    """
    with transaction.atomic():
        book = _Book.of(_of_who_they_became(sightings))
        for sighting in book.sightings:
            book.note(sighting)
        book.save()
        broadcast.publish([*news_of(book.told.values()), *presence.visits_changed([*book.came, *book.news.values()])])
    return book.visits


def end_stale() -> None:
    """Once a minute: visits that were not seen for half an hour ended when they were last seen."""
    selectors.stale(timezone.now()).update(ended_at=F("last_seen_at"))


@dataclass(slots=True)
class _Book:
    """The visitors of some sightings, locked, and what the sightings make of their visits."""

    sightings: Sequence[Sighting]
    visitors: Mapping[int, Visitor]
    #: The visit under way of each visitor with each browser.
    stays: dict[tuple[int, str], Stay]
    #: Page views that were told before.
    known: set[tuple[int, str, datetime]]
    #: Who was not here until now.
    came: Sequence[Visitor]
    now: datetime
    seen: dict[int, Visit] = field(default_factory=dict)
    begun: list[Visit] = field(default_factory=list)
    changed: dict[int, Visit] = field(default_factory=dict)
    views: list[PageView] = field(default_factory=list)
    #: Of whom agents can see something new.
    news: dict[int, Visitor] = field(default_factory=dict)
    #: Whose language, time zone or place became known, by key.
    told: dict[int, Visitor] = field(default_factory=dict)

    @classmethod
    def of(cls, sightings: Sequence[Sighting]) -> "_Book":
        now = timezone.now()
        visitors = entries.lock_visitors({sighting.visitor for sighting in sightings})
        came = presence.note_here([(row.pk, row.last_seen_at, row.is_present) for row in visitors.values()], now)
        # With another device, perhaps: who is here with this one says nothing of that.
        selectors.stale(now).filter(visitor__in=visitors).update(ended_at=F("last_seen_at"))
        stays = {(stay.visit.visitor_id, stay.visit.user_agent): stay for stay in selectors.under_way(visitors)}
        return cls(sightings, visitors, stays, _known(sightings), came, now)

    @property
    def visits(self) -> list[Visit]:
        return [*self.seen.values(), *self.begun]

    def note(self, sighting: Sighting) -> None:
        visitor = self.visitors.get(sighting.visitor)
        if visitor is None:
            return
        self._note_person(visitor, sighting)
        for page in remembered_pages(sighting.pages, sighting.at):
            view = (visitor.pk, page.url, page.at)
            if view not in self.known:
                self.known.add(view)
                self._look(visitor, sighting, page)
        shown = page_at(sighting.page, sighting.at) if sighting.page else None
        if shown:
            self._look(visitor, sighting, shown)
        self._go_on(visitor, sighting)

    def _note_person(self, visitor: Visitor, sighting: Sighting) -> None:
        language = visitor.language or kept_language(sighting.language)
        zone = known_zone(sighting.time_zone) or visitor.time_zone
        if (language, zone) != (visitor.language, visitor.time_zone):
            visitor.language, visitor.time_zone = language, zone
            self.told[visitor.pk] = visitor

    def _note_place(self, visitor: Visitor, place: Place) -> None:
        """An address that says nothing of where it is does not undo what an earlier one said."""
        found = (place.country_code, place.city)
        if any(found) and found != (visitor.country_code, visitor.city):
            visitor.country_code, visitor.city = found
            self.told[visitor.pk] = visitor

    def _look(self, visitor: Visitor, sighting: Sighting, page: Page) -> None:
        """A page in the visit under way, or in one that begins with it."""
        stay = self._stay_at(visitor, sighting, page)
        if stay is None:
            return
        if stay.url == page.url and stay.at is not None and page.at >= stay.at:
            # Loaded again: no other page, but perhaps another basket.
            self.news[visitor.pk] = visitor
            return
        self.views.append(PageView(visit=stay.visit, url=page.url, title=page.title, at=page.at))
        self.news[visitor.pk] = visitor
        if stay.at is None or page.at >= stay.at:
            stay.url, stay.at = page.url, page.at
        if page.at < stay.visit.started_at:
            stay.visit.started_at = page.at
            self._change(stay.visit)
        stay.visit.last_seen_at = max(stay.visit.last_seen_at, page.at)

    def _stay_at(self, visitor: Visitor, sighting: Sighting, page: Page) -> Stay | None:
        """None for a page from before the visit under way, of a visit that nobody knows of."""
        stay = self.stays.get(_key(sighting))
        if stay is None:
            return self._begin(visitor, sighting, page)
        if page.at < stay.visit.started_at - selectors.AWAY:
            return None
        if page.at > stay.visit.last_seen_at + selectors.AWAY and stay.visit in self.begun:
            # Of what the browser remembers, the part before a long pause.
            stay.visit.ended_at = stay.visit.last_seen_at
            return self._begin(visitor, sighting, page)
        return stay

    def _begin(self, visitor: Visitor, sighting: Sighting, page: Page) -> Stay:
        user_agent = _user_agent(sighting)
        place, browser = locate(sighting.address), described(user_agent)
        self._note_place(visitor, place)
        visit = Visit(
            visitor=visitor,
            ip=sighting.address or None,
            country_code=place.country_code,
            region=place.region,
            city=place.city,
            user_agent=user_agent,
            browser=browser.browser,
            browser_version=browser.browser_version,
            os=browser.os,
            os_version=browser.os_version,
            device=browser.device,
            referrer=page.referrer,
            campaign=page.campaign,
            baskets=dict(sighting.baskets),
            started_at=page.at,
            last_seen_at=page.at,
        )
        self.begun.append(visit)
        stay = self.stays[_key(sighting)] = Stay(visit)
        return stay

    def _go_on(self, visitor: Visitor, sighting: Sighting) -> None:
        """Whoever tells of pages, or of none, is still here."""
        stay = self.stays.get(_key(sighting))
        if stay is None:
            return
        visit = stay.visit
        visit.last_seen_at = max(visit.last_seen_at, sighting.at)
        if visit.pk is not None:
            self.seen[visit.pk] = visit
        if visit.baskets != sighting.baskets:
            visit.baskets = dict(sighting.baskets)
            self.news[visitor.pk] = visitor
            self._change(visit)

    def _change(self, visit: Visit) -> None:
        if visit.pk is not None:
            self.changed[visit.pk] = visit

    def save(self) -> None:
        """One statement for each kind of row, and one for each of the few visits that changed otherwise."""
        if self.seen:
            Visit.objects.filter(pk__in=self.seen).update(last_seen_at=self.now)
        for visit in self.changed.values():
            visit.save(update_fields=["started_at", "baskets"])
        if self.begun:
            Visit.objects.bulk_create(self.begun)
        if self.views:
            PageView.objects.bulk_create(self.views)
        for visitor in self.told.values():
            visitor.save(update_fields=["language", "time_zone", "country_code", "city"])


def _of_who_they_became(sightings: Sequence[Sighting]) -> list[Sighting]:
    """A visitor who logged in meanwhile may have become part of another one, and that one of a third. One query for each
    step, and so one where nobody did."""
    now = {sighting.visitor: sighting.visitor for sighting in sightings}
    for _step in range(_MOST_MERGES):
        rows = VisitorMerge.objects.filter(merged__in=set(now.values()), undone_at__isnull=True)
        became = dict(rows.values_list("merged", "into"))
        if not became:
            break
        now = {visitor: became.get(last, last) for visitor, last in now.items()}
    return [replace(sighting, visitor=now[sighting.visitor]) for sighting in sightings]


def _known(sightings: Sequence[Sighting]) -> set[tuple[int, str, datetime]]:
    return selectors.recorded_before(
        [
            (sighting.visitor, page.url, page.at)
            for sighting in sightings
            for page in remembered_pages(sighting.pages, sighting.at)
        ]
    )


def _key(sighting: Sighting) -> tuple[int, str]:
    return sighting.visitor, _user_agent(sighting)


def _user_agent(sighting: Sighting) -> str:
    return masked(sighting.user_agent)[:USER_AGENT_LENGTH]
