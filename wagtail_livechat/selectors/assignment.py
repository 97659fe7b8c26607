"""Which conversations wait for an agent, and who could take one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from wagtail.models import Site

from ..models import Agent, AgentGroup, AgentGroupMember, Assignment, Conversation, Status
from ..permissions import agents_for
from .presence import online_agents

_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Candidate:
    """A member of a group who is online: how many open conversations they have, and how many they may have."""

    member: int
    agent: Agent
    has: int
    most: int
    last_assigned_at: datetime | None
    got_one: bool = False

    @property
    def has_room(self) -> bool:
        return self.most == 0 or self.has < self.most

    def rank(self, way: Assignment) -> tuple[int, datetime, int]:
        """Who comes first has the lowest one; those who never got a conversation come before the others."""
        busy = self.has if way is Assignment.LEAST_BUSY else 0
        return (busy, self.last_assigned_at or _NEVER, self.member)

    def gets_one(self, now: datetime) -> None:
        self.has += 1
        self.last_assigned_at = now
        self.got_one = True


def candidates(group: AgentGroup) -> list[Candidate]:
    """The members of a group who are online now, with or without room."""
    online = {agent.pk: agent for agent in online_agents(group.site).filter(memberships__group=group)}
    is_open = Q(agent__conversations__status=Status.OPEN)
    members = AgentGroupMember.objects.filter(group=group, agent__in=online.keys())
    return [
        Candidate(
            member=row.pk,
            agent=online[row.agent_id],
            has=row.has,
            most=group.most_at_once,
            last_assigned_at=row.last_assigned_at,
        )
        for row in members.annotate(has=Count("agent__conversations", filter=is_open))
    ]


def waiting(group: AgentGroup, *, able: Sequence[Candidate]) -> QuerySet[Conversation, int]:
    """The keys of a group's open conversations that one of these could take: longest waiting first, then those who have
    an answer."""
    if not able:
        return Conversation.objects.none().values_list("pk", flat=True)
    found = Conversation.objects.filter(group=group, status=Status.OPEN, assignee__isnull=True)
    if len(able) == 1:
        # Nobody gets back what they left.
        found = found.exclude(left_by=able[0].agent)
    return found.order_by(F("waiting_since").asc(nulls_last=True), "pk").values_list("pk", flat=True)


def unanswered(site: int, *, since: datetime) -> QuerySet[Conversation]:
    """A site's open conversations that wait for their agent, and have been theirs, since this moment."""
    found = Conversation.objects.filter(site=site, status=Status.OPEN, assignee__isnull=False)
    return found.filter(waiting_since__lt=since, assigned_at__lt=since)


def of_inactive_agents(site: Site) -> QuerySet[Conversation]:
    """A site's open conversations whose agent may no longer answer there."""
    found = Conversation.objects.filter(site=site, status=Status.OPEN, assignee__isnull=False)
    return found.exclude(assignee__in=agents_for(site).order_by().values("pk"))
