"""Who may see and do what. One place; every door asks here.

`reachable(reach)` and `Reach.sees` are the same rule, once as a query and once in memory; a generated test holds them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Permission, PermissionsMixin
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.permissions import policy_registry

from . import conf
from .exceptions import CannotResolve, Closed, NotAllowed, NotFound, NotTheAuthor
from .models import (
    Agent,
    AgentGroup,
    Conversation,
    LiveChatSettings,
    Message,
    ProactiveRule,
    Shortcut,
    Tag,
    Visitor,
    VisitorMerge,
)

ANSWER = "answer"
MANAGE = "manage"
VIEW_CUSTOMER_DATA = "view_customer_data"
VIEW_RECORDINGS = "view_recordings"
EXPORT = "export"
#: What may be granted on top of answering.
FURTHER = (VIEW_CUSTOMER_DATA, VIEW_RECORDINGS, EXPORT)

#: Who has charge of a conversation: its assignee and its group, by key.
Charge = tuple[int | None, int | None]

policy = SitePermissionPolicy(Conversation)

#: What the shape of a conversation needs beside its row.
RELATIONS = ("visitor", "assignee__user__wagtail_userprofile", "group")

#: What a door knows about who asks.
User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Reach:
    """What one agent may act on: everything on the `managed` sites; on the other `sites` what is theirs, their groups'
    or nobody's."""

    agent: int
    sites: frozenset[int]
    managed: frozenset[int]
    groups: frozenset[int] = frozenset()

    def sees(self, *, site: int, assignee: int | None, group: int | None) -> bool:
        """Whether a conversation of this site, with this assignee and group, is within reach."""
        if site in self.managed:
            return True
        if site not in self.sites:
            return False
        return assignee == self.agent or group in self.groups or (assignee is None and group is None)

    def sees_any(self, *, site: int, charges: Iterable[Charge]) -> bool:
        """Whether one of several conversations of this site, by who has charge of them, is within reach."""
        return any(self.sees(site=site, assignee=assignee, group=group) for assignee, group in charges)


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
    return Reach(
        agent=agent.pk,
        sites=_sites(agent.user, [ANSWER]) | managed,
        managed=managed,
        groups=frozenset(agent.memberships.order_by().values_list("group", flat=True)),
    )


def _sites(user: User, actions: list[str]) -> frozenset[int]:
    sites = policy.sites_user_has_any_permission_for(user, actions)
    return frozenset(sites.order_by().values_list("pk", flat=True))


def reachable(reach: Reach) -> QuerySet[Conversation]:
    """The conversations that the agent may act on."""
    nobodys = Q(assignee__isnull=True, group__isnull=True)
    own = Q(assignee=reach.agent) | Q(group__in=reach.groups) | nobodys
    return Conversation.objects.filter(Q(site__in=reach.managed) | Q(site__in=reach.sites) & own)


def readable(reach: Reach) -> QuerySet[Conversation]:
    """The conversations that the agent may read: on their sites, all of each visitor of whom one is within reach."""
    visitors = reachable(reach).order_by().values("visitor")
    return Conversation.objects.filter(site__in=reach.sites, visitor__in=visitors)


def conversation_for(reach: Reach, public_id: UUID) -> Conversation:
    """One conversation within reach. Raises NotFound, the same whether it is missing or out of reach."""
    found = reachable(reach).select_related(*RELATIONS).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def conversation_of(visitor: Visitor, public_id: UUID) -> Conversation:
    """One conversation of this visitor. Raises NotFound, the same whether it is missing or somebody else's."""
    found = visitor.conversations.select_related(*RELATIONS).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def visible_visitors(reach: Reach) -> QuerySet[Visitor]:
    """Everybody on the managed sites; on the others those with a conversation within reach, or with none at all.

    Without those who became part of another visitor.
    """
    conversations = Conversation.objects.filter(visitor=OuterRef("pk"))
    open_to_all = Exists(reachable(reach).filter(visitor=OuterRef("pk"))) | ~Exists(conversations)
    merged = VisitorMerge.objects.filter(merged=OuterRef("pk"), undone_at__isnull=True)
    on_site = Q(site__in=reach.managed) | Q(site__in=reach.sites) & Q(open_to_all)
    return Visitor.objects.filter(on_site, ~Exists(merged))


def visitor_for(reach: Reach, public_id: UUID) -> Visitor:
    """A visitor whom the agent may see. Raises NotFound."""
    found = visible_visitors(reach).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def merge_for(reach: Reach, key: int) -> VisitorMerge:
    """A merge of visitors whom the agent may see. Raises NotFound."""
    found = VisitorMerge.objects.select_related("merged", "into").filter(pk=key).first()
    if found is None or not visible_visitors(reach).filter(pk=_shown_as(found.into_id)).exists():
        raise NotFound
    return found


def _shown_as(visitor: int) -> int:
    """The key of the visitor whom this one became part of, step by step."""
    onward = VisitorMerge.objects.filter(merged=visitor, undone_at__isnull=True).first()
    return _shown_as(onward.into_id) if onward else visitor


def check_open(visitor: Visitor) -> None:
    """Raises Closed for a visitor who is blocked: they may read what there is, and nothing else."""
    if visitor.blocked_at is not None:
        raise Closed


def check_in_reach(reach: Reach, conversation: Conversation) -> None:
    """Raises NotFound unless the conversation, as it is now, is within reach."""
    if not sees(reach, conversation):
        raise NotFound


def sees(reach: Reach, conversation: Conversation) -> bool:
    """Whether the conversation in hand is within reach."""
    return reach.sees(site=conversation.site_id, assignee=conversation.assignee_id, group=conversation.group_id)


def check_resolve(reach: Reach, conversation: Conversation) -> None:
    """Raises CannotResolve for everybody but the assignee and those who manage the site."""
    if conversation.assignee_id != reach.agent and conversation.site_id not in reach.managed:
        raise CannotResolve


def check_delete(reach: Reach, message: Message) -> None:
    """Raises NotTheAuthor for everybody but the agent who wrote the message."""
    if message.agent_id != reach.agent or message.kind == "event":
        raise NotTheAuthor


def history_for(reach: Reach, visitor: Visitor, public_id: UUID) -> Conversation:
    """Any conversation of a visitor in reach, to be read in the panel and nothing else. Raises NotFound."""
    found = readable(reach).filter(visitor=visitor).select_related(*RELATIONS).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def groups_of(reach: Reach) -> QuerySet[AgentGroup]:
    """The groups that conversations of the agent's sites may be transferred to."""
    return AgentGroup.objects.filter(site__in=reach.sites)


def may(user: User, action: str, site: Site) -> bool:
    """Whether the user holds one of the `FURTHER` rights on this site; who manages it holds them all."""
    held: bool = policy.user_has_any_permission_for_instance(user, [action, MANAGE], site)
    return held


def check_customer_data(user: User, visitor: Visitor) -> None:
    """Raises NotAllowed unless the user may see what the shop knows of this visitor."""
    if not may(user, VIEW_CUSTOMER_DATA, visitor.site):
        raise NotAllowed


def sites_where_may(user: User, action: str) -> frozenset[int]:
    """The sites on which the user holds one of the `FURTHER` rights."""
    return _sites(user, [action, MANAGE])


def sites_to_set_up(user: User) -> frozenset[int]:
    """The sites whose live chat settings the user may change."""
    sites = policy_registry.get_by_type(LiveChatSettings).sites_user_has_permission_for(user, "change")
    return frozenset(sites.order_by().values_list("pk", flat=True))


def managed_sites(user: User) -> QuerySet[Site]:
    """The sites that the user manages."""
    return _in_order(_sites(user, [MANAGE]))


def answered_sites(user: User) -> QuerySet[Site]:
    """The sites on which the user may answer."""
    return _in_order(_sites(user, [ANSWER, MANAGE]))


def _in_order(sites: Iterable[int]) -> QuerySet[Site]:
    rows: QuerySet[Site] = Site.objects.filter(pk__in=sites).order_by("site_name", "hostname", "pk")
    return rows


def manages(user: User, row: Site | AgentGroup | ProactiveRule | Tag | Shortcut) -> bool:
    """Whether the user manages this site, or the site of this row."""
    managed: bool = policy.user_has_any_permission_for_instance(user, [MANAGE], row)
    return managed


def readable_shortcuts(user: User) -> QuerySet[Shortcut]:
    """Everything on the sites that the user manages; elsewhere what is for everyone, for their groups or their own."""
    theirs = Q(owner__user=user.pk) | Q(group__members__user=user.pk) | Q(owner__isnull=True, group__isnull=True)
    reach = Q(site__in=_sites(user, [MANAGE])) | Q(site__in=_sites(user, [ANSWER])) & theirs
    return Shortcut.objects.filter(pk__in=Shortcut.objects.filter(reach).values("pk"))


def may_edit_shortcut(user: User, shortcut: Shortcut) -> bool:
    """Who manages the site edits all of its shortcuts, an agent of the site their own."""
    if manages(user, shortcut):
        return True
    is_own = shortcut.owner is not None and shortcut.owner.user_id == user.pk
    return is_own and bool(policy.user_has_any_permission_for_instance(user, [ANSWER], shortcut))


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


def people_for(site: Site) -> QuerySet[Any]:
    """The users who may answer on this site, also those who have not opened the inbox yet."""
    access = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    may_enter_admin = Q(is_superuser=True) | Q(user_permissions__in=access) | Q(groups__permissions__in=access)
    able: QuerySet[Any] = policy.users_with_any_permission_for_instance([ANSWER, MANAGE], site)
    users: QuerySet[Any] = able.model._default_manager.all()
    # Two subqueries: in one query their joins multiply, and PostgreSQL compiles it for half a second each time.
    return users.filter(pk__in=able.values("pk")).filter(pk__in=users.filter(may_enter_admin).values("pk"))


def agents_for(site: Site) -> QuerySet[Agent]:
    """The agents who may answer on this site."""
    agents = Agent.objects.filter(user__in=people_for(site).values("pk"))
    return agents.select_related("user__wagtail_userprofile").order_by("pk")
