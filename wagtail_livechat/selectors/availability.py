"""Whether a site answers now, and when it does next: opening hours and who is there.

A group's own hours replace its site's. A site without hours is always open; hours without any time are always closed.
The site as a whole is online while its own hours are open and any of its agents is online, whatever hours single groups
have; these count for who chooses the group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from ..models import Agent, AgentGroup, AgentGroupMember, OpeningHours
from ..shapes import Face, face
from .presence import online_agents
from .week import Stretch, Week

#: How many faces of online agents a visitor sees.
FACES = 3


@dataclass(frozen=True, slots=True)
class SiteHours:
    """The opening hours of a site (under None) and of those of its groups that have some, as read once."""

    weeks: Mapping[int | None, Week]

    def of(self, group: AgentGroup | int | None) -> Week | None:
        """The hours that count; None: always open."""
        key = group.pk if isinstance(group, AgentGroup) else group
        return self.weeks.get(key, self.weeks.get(None))

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone, as its own hours have it, else as Django's settings do."""
        week = self.of(None)
        return week.zone if week else _default_zone()

    def are_open(self, group: AgentGroup | int | None, at: datetime) -> bool:
        week = self.of(group)
        return week is None or week.is_open(at)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the visitors of a site are to expect; nobody's face is shown while it is closed."""

    is_open: bool
    faces: list[Face]
    reopens_at: datetime | None
    closes_at: datetime | None

    @property
    def is_online(self) -> bool:
        return bool(self.faces)


def hours_of(site: Site) -> SiteHours:
    """All opening hours of a site; three queries, or one where there are none."""
    return _read(OpeningHours.objects.filter(site=site))


def is_open(site: Site, *, group: AgentGroup | None = None, at: datetime | None = None) -> bool:
    """Whether the hours of the site, or of one of its groups, are open."""
    return _hours(site, group).are_open(group, at or timezone.now())


def reopens_at(site: Site, *, group: AgentGroup | None = None, at: datetime | None = None) -> datetime | None:
    """When it opens next; None where it is open, or stays closed for 60 days."""
    week = _hours(site, group).of(group)
    return week.reopens_at(at or timezone.now()) if week else None


def closes_at(site: Site, *, group: AgentGroup | None = None, at: datetime | None = None) -> datetime | None:
    """When it closes; None where it is closed, or stays open for 60 days."""
    week = _hours(site, group).of(group)
    return week.closes_at(at or timezone.now()) if week else None


def is_online(site: Site, *, group: AgentGroup | None = None) -> bool:
    """Whether an agent who may take it, for a group one of its members, is online and the hours are open."""
    return is_open(site, group=group) and _able(site, group).exists()


def faces_of(site: Site) -> list[Face]:
    """Up to three agents who are online, as visitors see them; nobody while the site is closed."""
    return [face(agent) for agent in online_agents(site)[:FACES]] if is_open(site) else []


def outlook(site: Site, hours: SiteHours) -> Outlook:
    """All of it for the site as a whole, with its hours in hand."""
    now, week = timezone.now(), hours.of(None)
    is_open = hours.are_open(None, now)
    return Outlook(
        is_open=is_open,
        faces=[face(agent) for agent in online_agents(site)[:FACES]] if is_open else [],
        reopens_at=week.reopens_at(now) if week else None,
        closes_at=week.closes_at(now) if week else None,
    )


def online_groups(site: Site, hours: SiteHours) -> set[int]:
    """The keys of the site's groups that are online, with its hours in hand."""
    now, there = timezone.now(), online_agents(site).order_by().values("pk")
    staffed = AgentGroupMember.objects.filter(group__site=site, agent__in=there).order_by().values_list("group")
    return {group for (group,) in staffed.distinct() if hours.are_open(group, now)}


def week_of(hours: OpeningHours) -> Week:
    """One row and its times and holidays, ready to be asked."""
    return Week(
        zone=_zone(hours.time_zone),
        stretches=tuple(sorted(Stretch(time.weekday, time.opens_at, time.closes_at) for time in hours.times.all())),
        closed=tuple((holiday.first_day, holiday.last_day) for holiday in hours.holidays.all()),
    )


def _able(site: Site, group: AgentGroup | None) -> QuerySet[Agent]:
    agents = online_agents(site)
    return agents if group is None else agents.filter(memberships__group=group)


def _hours(site: Site, group: AgentGroup | None) -> SiteHours:
    return _read(OpeningHours.objects.filter(Q(group__isnull=True) | Q(group=group), site=site))


def _read(rows: QuerySet[OpeningHours]) -> SiteHours:
    found = rows.order_by().prefetch_related("times", "holidays")
    return SiteHours({row.group_id: week_of(row) for row in found})


def _zone(name: str) -> ZoneInfo:
    """A zone by its name; the project's own where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return _default_zone()


def _default_zone() -> ZoneInfo:
    """Where nobody chose another one."""
    return ZoneInfo(settings.TIME_ZONE)
