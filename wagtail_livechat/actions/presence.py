"""Who is there. An agent is online when the chosen status is online and they were seen within a minute."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, cast

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Site

from .. import broadcast
from ..events import AgentPresenceChanged, Event, SitePresenceChanged, VisitorPresenceChanged, VisitsChanged
from ..models import Agent, AgentPresence, AgentStatus, Visit, Visitor
from ..permissions import User, reach_of
from ..selectors import presence as selectors
from ..selectors import visits
from ..selectors.availability import faces_of
from ..selectors.visitors import open_charges
from .assignment import distribute_soon, groups_of

#: How many visitors one event names.
TOLD_AT_ONCE: Final = 200


def enrol(*, user: User) -> Agent:
    """The agent row of a user who may answer; made at the first visit to any door of the inbox."""
    agent, _created = Agent.objects.select_related("user").get_or_create(user=cast(Any, user))
    return agent


def open_inbox(*, agent: Agent) -> Agent:
    """Note a visit to the inbox. The first one makes the agent online; later ones keep what was chosen."""
    with transaction.atomic():
        agent = _locked(Agent.objects.filter(pk=agent.pk))[0]
        now = timezone.now()
        if agent.opened_inbox_at is None:
            agent.opened_inbox_at = now
            agent.status = AgentPresence.ONLINE
        _here(agent, now)
    return agent


def choose_status(*, agent: Agent, status: AgentPresence) -> Agent:
    """Remember what the agent wants to be taken for. Choosing counts as being there."""
    with transaction.atomic():
        agent = _locked(Agent.objects.filter(pk=agent.pk))[0]
        agent.status = status
        _here(agent, timezone.now())
    return agent


def tell_of(*, agent: Agent) -> None:
    """Have everybody see the agent's new name. Call within a transaction."""
    broadcast.publish([*_told_to_agents([agent], timezone.now()), *_told_to_visitors([agent])])


def touch(*, visitors: Collection[int] = (), agents: Collection[int] = ()) -> None:
    """Note that these visitors and agents, by key, are here now; the same few statements for any number of them."""
    now = timezone.now()
    with transaction.atomic():
        if visitors:
            # In key order: two processes that lock the same visitors in different orders would deadlock.
            rows = Visitor.objects.filter(pk__in=visitors).select_for_update(no_key=True).order_by("pk")
            came = note_here(list(rows.values_list("pk", "last_seen_at", "is_present")), now)
            broadcast.publish(visits_changed(came))
        if agents:
            Agent.objects.filter(pk__in=agents).update(last_seen_at=now)
            _note(_locked(selectors.returning(Agent.objects.filter(pk__in=agents))), now)


def expire() -> None:
    """End the stretches of agents who were not seen for a minute, at the moment they were last seen; note visitors who
    left."""
    with transaction.atomic():
        now = timezone.now()
        _note(_locked(selectors.gone(now)), now)
        left = _note_visitors(selectors.gone_visitors(now), is_present=False)
        if left:
            _stayed_until_seen(left)
            broadcast.publish(visits_changed(left))


def note_here(visitors: Sequence[tuple[int, datetime, bool]], now: datetime) -> list[Visitor]:
    """Note that these visitors are here now; returned are those who were not until now. Each is given by key, when they
    were last seen and whether they were present, and locked by the caller."""
    Visitor.objects.filter(pk__in=[key for key, _seen, _present in visitors]).update(last_seen_at=now)
    returning = [key for key, seen, _present in visitors if now - seen > visits.AWAY]
    if returning:
        Visit.objects.filter(visitor__in=returning, ended_at__isnull=True).update(ended_at=F("last_seen_at"))
    absent = [key for key, _seen, is_present in visitors if not is_present]
    return _note_visitors(Visitor.objects.filter(pk__in=absent), is_present=True) if absent else []


def visits_changed(visitors: Iterable[Visitor]) -> list[Event]:
    """What agents are told when these visitors came, left or looked at another page, site by site."""
    by_site: dict[int, set[str]] = {}
    for visitor in visitors:
        by_site.setdefault(visitor.site_id, set()).add(str(visitor.public_id))
    return [event for site, names in by_site.items() for event in _visits_changed(site, sorted(names))]


def _visits_changed(site: int, names: Sequence[str]) -> list[Event]:
    online = visits.online_count(site)
    # A frame must not grow with how many come back at once, after a restart for example.
    parts = [names[start : start + TOLD_AT_ONCE] for start in range(0, len(names), TOLD_AT_ONCE)]
    return [VisitsChanged(site=site, visitors=tuple(part), online=online) for part in parts]


def _stayed_until_seen(left: Collection[Visitor]) -> None:
    """While a socket is open, only the visitor is noted as seen."""
    seen = Visitor.objects.filter(pk=OuterRef("visitor")).values("last_seen_at")
    stayed = visits.newest_under_way(Visit.objects.filter(visitor__in=left))
    stayed.update(last_seen_at=Subquery(seen))


def _note_visitors(visitors: QuerySet[Visitor], *, is_present: bool) -> list[Visitor]:
    """Tell agents of those whose conversations they may see who came to the site or left it."""
    changed = list(visitors.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if not changed:
        return []
    for visitor in changed:
        visitor.is_present = is_present
    Visitor.objects.filter(pk__in=[visitor.pk for visitor in changed]).update(is_present=is_present)
    charges = open_charges(changed)
    told = [row for row in changed if row.pk in charges]
    broadcast.publish([VisitorPresenceChanged(visitor=row, charges=tuple(charges[row.pk])) for row in told])
    return changed


def _locked(agents: QuerySet[Agent]) -> list[Agent]:
    return list(agents.select_for_update(of=("self",), no_key=True).select_related("user").order_by("pk"))


def _here(agent: Agent, now: datetime) -> None:
    agent.last_seen_at = now
    agent.save()
    _note([agent], now)


def _note(agents: Iterable[Agent], now: datetime) -> None:
    """Close and open the agents' stretches where their status is another one now, and tell of it."""
    changed = [agent for agent in agents if _note_one(agent, now)]
    if changed:
        broadcast.publish([*_told_to_agents(changed, now), *_told_to_visitors(changed)])
        online = [agent for agent in changed if selectors.status_at(agent, now) is AgentPresence.ONLINE]
        distribute_soon(group for agent in online for group in groups_of(agent.pk))


def _note_one(agent: Agent, now: datetime) -> bool:
    status = selectors.status_at(agent, now)
    current = agent.statuses.filter(until__isnull=True).first()
    if current and current.status == status:
        return False
    # Somebody who vanished was there until they were last seen, not until it was noticed.
    at = (agent.last_seen_at or now) if status == AgentPresence.OFFLINE else now
    if current:
        current.until = max(at, current.since)
        current.save()
    AgentStatus.objects.create(agent=agent, status=status, since=at)
    return True


def _told_to_agents(agents: Iterable[Agent], now: datetime) -> list[Event]:
    return [
        AgentPresenceChanged(agent=agent, online=selectors.status_at(agent, now) is AgentPresence.ONLINE)
        for agent in agents
    ]


def _told_to_visitors(agents: Iterable[Agent]) -> list[Event]:
    reaches = [reach_of(agent) for agent in agents]
    sites = {site for reach in reaches if reach for site in reach.sites}
    return [SitePresenceChanged(site=site.pk, agents=faces_of(site)) for site in Site.objects.filter(pk__in=sites)]
