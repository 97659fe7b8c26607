"""The agent's routes: what the inbox reads and does."""

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import Status
from wagtail.models import Site

from .. import inputs, permissions, shapes
from ..actions import conversations, presence, visitors
from ..actions.messages import Draft, post
from ..exceptions import CannotAssign, ChatError
from ..models import Agent, Conversation, Message
from ..models import Status as ConversationStatus
from ..selectors import inbox, operations, transcript
from ..selectors import presence as presence_selectors
from ..selectors.inbox import Queue
from ..selectors.transcript import Viewer
from . import auth, schemas
from .auth import AgentRequest

router = Router(auth=auth.AgentAuth(), tags=["agent"])
router.add_decorator(auth.as_wagtail_does, mode="view")

PAGE_SIZE = 50
Limit = Annotated[int, Query(ge=1, le=200)]
Position = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
SiteId = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


@router.get("me", response=schemas.MeOut)
def me(request: AgentRequest) -> schemas.MeOut:
    """The agent who asks."""
    return _me(request, request.agent)


@router.patch("me", response=schemas.MeOut)
def change_me(request: AgentRequest, payload: schemas.MeIn) -> schemas.MeOut:
    """Choose to be online, away or offline."""
    return _me(request, presence.choose_status(agent=request.agent, status=payload.status))


@router.get("agents", response=schemas.Colleagues)
def list_agents(request: AgentRequest, site: SiteId = None) -> schemas.Colleagues:
    """Who may answer on a site; without `site`, on any site within reach."""
    reach = request.reach.sites if site is None else request.reach.sites & {site}
    agents = {agent for row in Site.objects.filter(pk__in=reach) for agent in permissions.agents_for(row)}
    return schemas.Colleagues(agents=[_colleague(agent) for agent in sorted(agents, key=lambda agent: agent.name)])


@router.get("conversations", response=schemas.InboxOut)
def list_conversations(
    request: AgentRequest,
    status: ConversationStatus = ConversationStatus.OPEN,
    queue: Queue = Queue.ALL,
    site: SiteId = None,
    cursor: str | None = None,
    limit: Limit = PAGE_SIZE,
) -> schemas.InboxOut:
    """One page of a queue, and the numbers beside all queues."""
    page = inbox.page(request.reach, status=status, queue=queue, site=site, cursor=cursor, limit=limit)
    return schemas.InboxOut(
        results=[shapes.conversation_for_agents(row) for row in page.results],
        next_cursor=page.next_cursor,
        counts=inbox.counts(request.reach, site=site),
    )


@router.get("conversations/{uuid:public_id}", response=schemas.ConversationDetail)
def show_conversation(request: AgentRequest, public_id: UUID) -> schemas.ConversationDetail:
    """A conversation and its visitor."""
    row = permissions.conversation_for(request.reach, public_id)
    return schemas.ConversationDetail(
        conversation=shapes.conversation_for_agents(row), visitor=shapes.visitor_details(row.visitor)
    )


@router.get("conversations/{uuid:public_id}/messages", response=schemas.AgentThread)
def list_messages(
    request: AgentRequest, public_id: UUID, after: Position = None, before: Position = None, limit: Limit = PAGE_SIZE
) -> schemas.AgentThread:
    """The newest entries, those before an entry's id, or what was made or changed after a revision."""
    row = permissions.conversation_for(request.reach, public_id)
    found = transcript.page(row, Viewer.AGENT, after=after, before=before, limit=limit)
    return schemas.AgentThread(
        conversation=shapes.conversation_for_agents(row),
        messages=[shapes.message_shape(message) for message in found.messages],
        more=found.more,
    )


@router.post("conversations/{uuid:public_id}/messages", response={200: schemas.AgentChange, 201: schemas.AgentChange})
def write(request: AgentRequest, public_id: UUID, payload: inputs.AgentMessageIn) -> Status[schemas.AgentChange]:
    """Reply: 201; 200 where this `client_id` was stored before. The first reply assigns the conversation."""
    draft = Draft(reach=request.reach, conversation=public_id, client_id=payload.client_id, body=payload.body)
    [result] = post([draft])
    if isinstance(result, ChatError):
        raise result
    return Status(200 if result.repeated else 201, _change(result.conversation, result))


@router.post("conversations/{uuid:public_id}/resolve", response=schemas.AgentChange)
def resolve(request: AgentRequest, public_id: UUID) -> schemas.AgentChange:
    """Close an open conversation; a resolved one stays as it is."""
    row = permissions.conversation_for(request.reach, public_id)
    return _change(*conversations.resolve(conversation=row, by=request.agent, reach=request.reach))


@router.post("conversations/{uuid:public_id}/reopen", response=schemas.AgentChange)
def reopen(request: AgentRequest, public_id: UUID) -> schemas.AgentChange:
    """Open a resolved conversation again; an open one stays as it is."""
    row = permissions.conversation_for(request.reach, public_id)
    return _change(*conversations.reopen(conversation=row, by=request.agent, reach=request.reach))


@router.post("conversations/{uuid:public_id}/assign", response=schemas.AgentChange)
def assign(request: AgentRequest, public_id: UUID, payload: schemas.AssignIn) -> schemas.AgentChange:
    """Put an agent, or nobody, in charge."""
    row = permissions.conversation_for(request.reach, public_id)
    to = None if payload.agent is None else _agent(payload.agent)
    return _change(*conversations.assign(conversation=row, to=to, by=request.agent, reach=request.reach))


@router.post("conversations/{uuid:public_id}/read", response=schemas.AgentChange)
def read(request: AgentRequest, public_id: UUID, payload: inputs.ReadIn) -> schemas.AgentChange:
    """Note how far the agent has read; it counts for the assignee, or for anyone while there is none."""
    row = permissions.conversation_for(request.reach, public_id)
    return _change(conversations.read_by_agent(conversation=row, up_to=payload.up_to, reach=request.reach))


@router.get("visitors/{uuid:public_id}", response=shapes.VisitorDetails)
def show_visitor(request: AgentRequest, public_id: UUID) -> shapes.VisitorDetails:
    """What is known of a visitor."""
    return shapes.visitor_details(permissions.visitor_for(request.reach, public_id))


@router.patch("visitors/{uuid:public_id}", response=shapes.VisitorDetails)
def change_visitor(request: AgentRequest, public_id: UUID, payload: schemas.VisitorIn) -> shapes.VisitorDetails:
    """Write down what an agent learned; fields left out stay as they are."""
    row = permissions.visitor_for(request.reach, public_id)
    return shapes.visitor_details(visitors.change_contact(visitor=row, **payload.model_dump()))


def _change(conversation: Conversation, message: Message | None = None) -> schemas.AgentChange:
    return schemas.AgentChange(
        conversation=shapes.conversation_for_agents(conversation),
        message=shapes.message_shape(message) if message else None,
    )


def _agent(key: int) -> Agent:
    agent = Agent.objects.select_related("user").filter(pk=key).first()
    if agent is None:
        raise CannotAssign
    return agent


def _colleague(agent: Agent) -> shapes.ColleaguePresence:
    return shapes.colleague_presence(agent, online=presence_selectors.is_online(agent))


def _me(request: AgentRequest, agent: Agent) -> schemas.MeOut:
    reach = request.reach
    sites = Site.objects.filter(pk__in=reach.sites).order_by("pk")
    return schemas.MeOut(
        **_colleague(agent),
        sites=[schemas.SiteOut(id=site.pk, name=site.site_name or site.hostname) for site in sites],
        manages=sorted(reach.managed),
        unread=inbox.counts(reach)["unread"],
        worker=_worker_line() if reach.managed and operations.worker_is_missing() else None,
    )


def _worker_line() -> schemas.WorkerLine:
    return schemas.WorkerLine(detail=_("The queue worker is not running. Start it with: python manage.py qcluster"))
