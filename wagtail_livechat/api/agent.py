"""The agent's routes about the team: who asks, colleagues, groups, tags, shortcuts, files to send."""

from collections.abc import Callable, Mapping
from typing import Annotated, cast
from uuid import UUID

from django.http.request import split_domain_port
from django.utils.translation import gettext as _
from ninja import Query
from wagtail.models import Site

from .. import permissions, shapes
from ..actions import agents, attachments, presence
from ..exceptions import NotFound
from ..models import Agent
from ..selectors import cards, groups, inbox, operations
from ..selectors import presence as presence_selectors
from ..selectors.customers import sites_with_data
from ..selectors.mentions import who_can_see
from ..selectors.shortcuts import usable_shortcuts, usable_tags
from ..selectors.visits import online_counts
from . import auth, schemas
from .auth import AgentRequest

router = auth.agent_router("agent")

SiteId = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
#: What is searched for, as somebody types it.
Words = Annotated[str, Query(max_length=100)]


@router.get("me", response=schemas.MeOut)
def me(request: AgentRequest) -> schemas.MeOut:
    """The agent who asks."""
    return _me(request, request.agent)


@router.patch("me", response=schemas.MeOut)
def change_me(request: AgentRequest, payload: schemas.MeIn) -> schemas.MeOut:
    """Choose to be online, away or offline, what to be alerted of, and what opens after a resolved conversation."""
    agent = agents.change_preferences(agent=request.agent, alerts=payload.alerts, opens_next=payload.opens_next)
    if payload.status is not None:
        agent = presence.choose_status(agent=agent, status=payload.status)
    return _me(request, agent)


@router.get("agents", response=schemas.Colleagues)
def list_agents(request: AgentRequest, site: SiteId = None, conversation: UUID | None = None) -> schemas.Colleagues:
    """Who may answer on a site; without `site`, on any site within reach; with `conversation`, who can see it."""
    if conversation is not None:
        found = set(who_can_see(permissions.conversation_for(request.reach, conversation)))
    else:
        reach = request.reach.sites if site is None else request.reach.sites & {site}
        found = {agent for row in Site.objects.filter(pk__in=reach) for agent in permissions.agents_for(row)}
    return schemas.Colleagues(agents=[_colleague(agent) for agent in sorted(found, key=lambda agent: agent.name)])


@router.get("groups", response=schemas.Groups)
def list_groups(request: AgentRequest, site: SiteId = None) -> schemas.Groups:
    """The groups that conversations may be transferred to."""
    return schemas.Groups(groups=groups.group_shapes(request.reach, site=site))


@router.get("tags", response=schemas.Tags)
def list_tags(request: AgentRequest, site: SiteId = None, q: Words = "") -> schemas.Tags:
    """The tags of the agent's sites, by name."""
    return schemas.Tags(tags=[shapes.tag_shape(tag) for tag in usable_tags(request.reach, site=site, text=q)])


@router.get("shortcuts", response=schemas.Shortcuts)
def list_shortcuts(request: AgentRequest, site: SiteId = None, q: Words = "") -> schemas.Shortcuts:
    """The canned replies that the agent may use: for everyone, for their groups, their own."""
    found = usable_shortcuts(request.reach, site=site, text=q)
    return schemas.Shortcuts(shortcuts=[shapes.shortcut_shape(shortcut) for shortcut in found])


@router.post("shortcuts/{int:key}/attachments", response=schemas.Attachments)
def take_files(request: AgentRequest, key: int) -> schemas.Attachments:
    """Copies of a shortcut's files, for the next message."""
    shortcut = usable_shortcuts(request.reach).filter(pk=key).first()
    if shortcut is None:
        raise NotFound
    files = attachments.take_from_shortcut(shortcut=shortcut, by=request.agent)
    return schemas.Attachments(attachments=[shapes.attachment_shape(file) for file in files])


@router.get("pages", response=schemas.Pages)
def list_pages(request: AgentRequest, site: SiteId = None, q: Words = "") -> schemas.Pages:
    """Pages and goods to send, as cards: on a site, or, without `site`, on any site within reach."""
    reach = request.reach.sites if site is None else request.reach.sites & {site}
    sites = Site.objects.filter(pk__in=reach).select_related("root_page").order_by("pk")
    return schemas.Pages(pages=cards.search(sites, q, base_of=_base_for(request)))


def _base_for(request: AgentRequest) -> Callable[[Site], str]:
    """The address of a site's root: where the agent is, if it is this site, also under another port or scheme."""
    here = request.get_host()
    host, _port = split_domain_port(here)

    def base_of(site: Site) -> str:
        # Wagtail's first site is "localhost" until somebody names it.
        is_here = site.hostname == host or (site.is_default_site and site.hostname == "localhost")
        return f"{request.scheme}://{here}/" if is_here else f"{site.root_url}/"

    return base_of


def _colleague(agent: Agent) -> shapes.ColleaguePresence:
    return shapes.colleague_presence(agent, online=presence_selectors.is_online(agent))


def _me(request: AgentRequest, agent: Agent) -> schemas.MeOut:
    reach = request.reach
    sites = Site.objects.filter(pk__in=reach.sites).order_by("pk")
    visitors = online_counts(reach.sites)
    return schemas.MeOut(
        **_colleague(agent),
        sites=[_site(site, visitors) for site in sites],
        manages=sorted(reach.managed),
        customer_data=sites_with_data(request.user, reach),
        groups=[shapes.group_name(group) for group in agent.agent_groups.filter(site__in=reach.sites)],
        alerts=cast(shapes.AlertsChoice, agent.alerts),
        opens_next=agent.opens_next,
        unread=inbox.unread(reach),
        worker=_worker_line() if reach.managed and operations.worker_is_missing() else None,
    )


def _site(site: Site, visitors: Mapping[int, int]) -> schemas.SiteOut:
    return schemas.SiteOut(id=site.pk, name=site.site_name or site.hostname, visitors=visitors[site.pk])


def _worker_line() -> schemas.WorkerLine:
    return schemas.WorkerLine(detail=_("The queue worker is not running. Start it with: python manage.py qcluster"))
