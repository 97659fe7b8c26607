"""Who is there. An agent is online when the chosen status is online and they were seen within a minute."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from .. import broadcast
from ..events import AgentPresenceChanged, Event, SitePresenceChanged, VisitorPresenceChanged
from ..models import Agent, AgentPresence, AgentStatus, Visitor
from ..permissions import User, reach_of
from ..selectors import presence as selectors
from ..selectors.availability import faces_of
from ..selectors.visitors import open_charges
from .assignment import distribute_soon, groups_of


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
            seen = Visitor.objects.filter(pk__in=visitors)
            seen.update(last_seen_at=now)
            _note_visitors(seen.filter(is_present=False), is_present=True)
        if agents:
            Agent.objects.filter(pk__in=agents).update(last_seen_at=now)
            _note(_locked(selectors.returning(Agent.objects.filter(pk__in=agents))), now)


def expire() -> None:
    """End the stretches of agents who were not seen for a minute, at the moment they were last seen; note visitors who
    left."""
    with transaction.atomic():
        now = timezone.now()
        _note(_locked(selectors.gone(now)), now)
        _note_visitors(selectors.gone_visitors(now), is_present=False)


def _note_visitors(visitors: QuerySet[Visitor], *, is_present: bool) -> None:
    """Tell agents who came to the site or left it."""
    changed = list(visitors.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if not changed:
        return
    for visitor in changed:
        visitor.is_present = is_present
    Visitor.objects.filter(pk__in=[visitor.pk for visitor in changed]).update(is_present=is_present)
    charges = open_charges(changed)
    told = [row for row in changed if row.pk in charges]
    broadcast.publish([VisitorPresenceChanged(visitor=row, charges=tuple(charges[row.pk])) for row in told])


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
