"""Who is there now."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Site

from ..models import Agent, AgentPresence, AgentStatus, Visitor
from ..permissions import agents_for

#: Seen within this time is present.
PRESENT_FOR: Final = timedelta(seconds=60)


def status_at(agent: Agent, now: datetime) -> AgentPresence:
    """What an agent is to be taken for: the chosen status while present, else offline."""
    if agent.last_seen_at is None or now - agent.last_seen_at > PRESENT_FOR:
        return AgentPresence.OFFLINE
    return AgentPresence(agent.status)


def is_online(agent: Agent) -> bool:
    return status_at(agent, timezone.now()) is AgentPresence.ONLINE


def online_agents(site: Site) -> QuerySet[Agent]:
    """The agents who may answer on this site, chose to be online, and are present."""
    since = timezone.now() - PRESENT_FOR
    return agents_for(site).filter(status=AgentPresence.ONLINE, last_seen_at__gte=since)


def may_answer(agent: Agent, site: Site) -> bool:
    """Whether the agent still has the right to answer on this site."""
    return agents_for(site).filter(pk=agent.pk).exists()


def returning(agents: QuerySet[Agent]) -> QuerySet[Agent]:
    """Those whose current stretch of time is not noted as what they chose."""
    noted = AgentStatus.objects.filter(agent=OuterRef("pk"), until__isnull=True, status=OuterRef("status"))
    return agents.filter(~Exists(noted))


def gone(now: datetime) -> QuerySet[Agent]:
    """Those who are noted as there but were not seen for a minute."""
    noted = AgentStatus.objects.filter(agent=OuterRef("pk"), until__isnull=True).exclude(status=AgentPresence.OFFLINE)
    return Agent.objects.filter(Exists(noted)).exclude(last_seen_at__gte=now - PRESENT_FOR)


def gone_visitors(now: datetime) -> QuerySet[Visitor]:
    """Those whom agents take to be on the site but who were not seen for a minute."""
    return Visitor.objects.filter(is_present=True, last_seen_at__lt=now - PRESENT_FOR)
