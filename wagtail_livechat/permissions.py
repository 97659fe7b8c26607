"""Who may see and do what. One place; every door asks here.

`reachable(reach)` and `Reach.sees` are the same rule, once as a query and once in memory; a generated test holds them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Permission, PermissionsMixin
from django.db.models import Q, QuerySet
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy

from . import conf
from .exceptions import NotFound
from .models import Agent, Conversation, Visitor

ANSWER = "answer"
MANAGE = "manage"

policy = SitePermissionPolicy(Conversation)

#: What a door knows about who asks.
User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Reach:
    """What one agent may act on: everything on the `managed` sites; on the other `sites` what is theirs or nobody's."""

    agent: int
    sites: frozenset[int]
    managed: frozenset[int]

    def sees(self, *, site: int, assignee: int | None) -> bool:
        """Whether a conversation of this site and with this assignee is within reach."""
        if site in self.managed:
            return True
        return site in self.sites and assignee in (None, self.agent)

    def sees_any(self, *, site: int, assignees: Iterable[int | None]) -> bool:
        """Whether one of several conversations of this site, by their assignees, is within reach."""
        return any(self.sees(site=site, assignee=assignee) for assignee in assignees)


def may_enter(user: User) -> bool:
    """Whether this user may use the inbox at all: Wagtail's admin, and live chat on some site."""
    if not (isinstance(user, PermissionsMixin) and user.is_active):
        return False
    return bool(user.has_perm("wagtailadmin.access_admin")) and bool(
        policy.user_has_any_permission(user, [ANSWER, MANAGE])
    )


def reach_of(agent: Agent) -> Reach | None:
    """The agent's reach, or None where there is no right left."""
    if not may_enter(agent.user):
        return None
    managed = _sites(agent.user, [MANAGE])
    return Reach(agent=agent.pk, sites=_sites(agent.user, [ANSWER]) | managed, managed=managed)


def _sites(user: User, actions: list[str]) -> frozenset[int]:
    sites = policy.sites_user_has_any_permission_for(user, actions)
    return frozenset(sites.order_by().values_list("pk", flat=True))


def reachable(reach: Reach) -> QuerySet[Conversation]:
    """The conversations that the agent may act on."""
    return Conversation.objects.filter(
        Q(site__in=reach.managed) | Q(site__in=reach.sites) & (Q(assignee__isnull=True) | Q(assignee=reach.agent))
    )


def conversation_for(reach: Reach, public_id: UUID) -> Conversation:
    """One conversation within reach. Raises NotFound, the same whether it is missing or out of reach."""
    found = reachable(reach).select_related("visitor", "assignee__user").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def conversation_of(visitor: Visitor, public_id: UUID) -> Conversation:
    """One conversation of this visitor. Raises NotFound, the same whether it is missing or somebody else's."""
    found = visitor.conversations.select_related("visitor", "assignee__user").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def visitor_for(reach: Reach, public_id: UUID) -> Visitor:
    """A visitor of whom at least one conversation is within reach. Raises NotFound."""
    found = Visitor.objects.filter(public_id=public_id, conversations__in=reachable(reach)).distinct().first()
    if found is None:
        raise NotFound
    return found


def check_in_reach(reach: Reach, conversation: Conversation) -> None:
    """Raises NotFound unless the conversation, as it is now, is within reach."""
    if not reach.sees(site=conversation.site_id, assignee=conversation.assignee_id):
        raise NotFound


def is_own_origin(origin: str, *, host: str) -> bool:
    """Whether an Origin header names this host, or an origin that the settings allow."""
    try:
        return urlsplit(origin).netloc == host or origin in conf.current().ALLOWED_ORIGINS
    except ValueError:
        # No address at all, such as "http://[".
        return False


def moves_the_read_mark(agent: int, conversation: Conversation) -> bool:
    """Only the assignee's reading counts, or anyone's while there is no assignee."""
    return conversation.assignee_id in (None, agent)


def agents_for(site: Site) -> QuerySet[Agent]:
    """The agents who may answer on this site."""
    users = policy.users_with_any_permission_for_instance([ANSWER, MANAGE], site)
    return (
        Agent.objects.filter(user__in=users.values("pk"), user__is_active=True)
        .filter(_can_enter_the_admin())
        .select_related("user")
        .distinct()
        .order_by("pk")
    )


def _can_enter_the_admin() -> Q:
    access = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    return Q(user__is_superuser=True) | Q(user__user_permissions__in=access) | Q(user__groups__permissions__in=access)
