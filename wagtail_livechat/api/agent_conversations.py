"""The agent's routes about conversations: what the inbox reads and does."""

from typing import Annotated, cast
from uuid import UUID

from ninja import Query
from ninja.responses import Status

from .. import inputs, permissions, shapes
from ..actions import bulk, conversations, deliveries, messages, ratings, tags
from ..actions.drafts import Draft
from ..exceptions import CannotAssign, ChatError, Invalid, NoSuchGroup
from ..models import Agent, AgentGroup, Conversation, Message
from ..models import Status as ConversationStatus
from ..selectors import inbox, transcript
from ..selectors.inbox import Narrowed, Queue
from ..selectors.transcript import Viewer
from . import auth, schemas
from .auth import AgentRequest

router = auth.agent_router("agent")

PAGE_SIZE = 50
Limit = Annotated[int, Query(ge=1, le=200)]
Position = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
Key = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
TagNames = Annotated[list[str], Query(max_length=20)]
Score = Annotated[int | None, Query(ge=1, le=5)]


@router.get("conversations", response=schemas.InboxOut)
def list_conversations(
    request: AgentRequest,
    status: ConversationStatus = ConversationStatus.OPEN,
    queue: Queue = Queue.ALL,
    site: Key = None,
    group: Key = None,
    agent: Key = None,
    tag: TagNames = [],  # noqa: B006 - ninja reads it, and nobody changes it
    rating: Score = None,
    cursor: str | None = None,
    limit: Limit = PAGE_SIZE,
) -> schemas.InboxOut:
    """One page of a queue, and the numbers beside all queues."""
    narrowed = Narrowed(site=site, group=group, agent=agent, tags=tag, rating=rating)
    page = inbox.page(request.reach, status=status, queue=queue, narrowed=narrowed, cursor=cursor, limit=limit)
    return schemas.InboxOut(
        results=[shapes.conversation_for_agents(row) for row in page.results],
        next_cursor=page.next_cursor,
        counts=inbox.counts(request.reach, site=site),
    )


@router.post("conversations/bulk", response=schemas.BulkOut)
def do_with_several(request: AgentRequest, payload: schemas.BulkIn) -> schemas.BulkOut:
    """The same deed for up to 100 conversations; one result for each, in their order."""
    deed = bulk.Deed(
        action=payload.action,
        agent=None if payload.agent is None else _agent(payload.agent),
        group=None if payload.group is None else _group(request, payload.group),
        tags=payload.tags,
    )
    results = bulk.carry_out(ids=payload.ids, deed=deed, by=request.agent, reach=request.reach)
    return schemas.BulkOut(results=[_result(*pair) for pair in zip(payload.ids, results, strict=True)])


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
    """Reply, or write a note: 201; 200 where this `client_id` was stored before. The first reply takes charge."""
    draft = Draft(
        reach=request.reach,
        conversation=public_id,
        client_id=payload.client_id,
        body=payload.body,
        note=payload.note,
        attachments=tuple(payload.attachment_ids),
    )
    [result] = messages.post([draft])
    if isinstance(result, ChatError):
        raise result
    return Status(200 if result.repeated else 201, _change(result.conversation, result))


@router.delete("conversations/{uuid:public_id}/messages/{int:key}", response=schemas.AgentChange)
def delete_message(request: AgentRequest, public_id: UUID, key: int) -> schemas.AgentChange:
    """Take an own message back: it stays in its place, without text and files."""
    row = permissions.conversation_for(request.reach, public_id)
    return _change(*messages.delete(conversation=row, key=key, by=request.agent, reach=request.reach))


@router.post("conversations/{uuid:public_id}/resolve", response=schemas.AgentChange)
def resolve(request: AgentRequest, public_id: UUID) -> schemas.AgentChange:
    """Close an open conversation, as who is in charge or manages the site; a resolved one stays as it is."""
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


@router.post("conversations/{uuid:public_id}/transfer", response=schemas.AgentChange)
def transfer(request: AgentRequest, public_id: UUID, payload: schemas.TransferIn) -> schemas.AgentChange:
    """Hand a conversation over to another agent or to a group, with a note to the receiver."""
    row = permissions.conversation_for(request.reach, public_id)
    to = _receiver(request, payload)
    done = conversations.transfer(conversation=row, to=to, by=request.agent, reach=request.reach, note=payload.note)
    return _change(*done)


@router.post("conversations/{uuid:public_id}/leave", response=schemas.AgentChange)
def leave(request: AgentRequest, public_id: UUID) -> schemas.AgentChange:
    """Give a conversation back that one is in charge of."""
    row = permissions.conversation_for(request.reach, public_id)
    return _change(*conversations.leave(conversation=row, by=request.agent, reach=request.reach))


@router.post("conversations/{uuid:public_id}/tags", response=schemas.AgentChange)
def set_tags(request: AgentRequest, public_id: UUID, payload: schemas.TagsIn) -> schemas.AgentChange:
    """Give a conversation these tags and no others."""
    row = permissions.conversation_for(request.reach, public_id)
    return _change(*tags.set_tags(conversation=row, names=payload.tags, by=request.agent, reach=request.reach))


@router.post("conversations/{uuid:public_id}/ask-rating", response=schemas.AgentChange)
def ask_for_rating(request: AgentRequest, public_id: UUID) -> schemas.AgentChange:
    """Ask the visitor for a rating; who was asked or has rated is not asked again."""
    row = permissions.conversation_for(request.reach, public_id)
    return _change(*ratings.ask_for_rating(conversation=row, by=request.agent, reach=request.reach))


@router.post("conversations/{uuid:public_id}/transcript", response={202: schemas.AgentChange})
def send_transcript(
    request: AgentRequest, public_id: UUID, payload: schemas.SendTranscriptIn
) -> Status[schemas.AgentChange]:
    """Have what the visitor may read sent by e-mail, in the visitor's language; the thread tells what became of it."""
    row = permissions.conversation_for(request.reach, public_id)
    asked = deliveries.ask_for_transcript(conversation=row, email=payload.email, by=request.agent, reach=request.reach)
    return Status(202, _change(*asked))


@router.post("conversations/{uuid:public_id}/read", response=schemas.AgentChange)
def read(request: AgentRequest, public_id: UUID, payload: inputs.ReadIn) -> schemas.AgentChange:
    """Note how far the agent has read; it counts for the assignee, or for anyone while there is none."""
    row = permissions.conversation_for(request.reach, public_id)
    return _change(conversations.read_by_agent(conversation=row, up_to=payload.up_to, reach=request.reach))


def _change(conversation: Conversation, message: Message | None = None) -> schemas.AgentChange:
    return schemas.AgentChange(
        conversation=shapes.conversation_for_agents(conversation),
        message=shapes.message_shape(message) if message else None,
    )


def _result(public_id: UUID, result: Conversation | ChatError) -> schemas.BulkResult:
    if isinstance(result, ChatError):
        error = schemas.BulkError(code=result.code, detail=str(result.detail))
        return schemas.BulkResult(id=public_id, conversation=None, error=error)
    return schemas.BulkResult(id=public_id, conversation=shapes.conversation_for_agents(result), error=None)


def _receiver(request: AgentRequest, payload: schemas.TransferIn) -> Agent | AgentGroup:
    if (payload.agent is None) == (payload.group is None):
        raise Invalid
    if payload.agent is not None:
        return _agent(payload.agent)
    return _group(request, cast(int, payload.group))


def _agent(key: int) -> Agent:
    agent = Agent.objects.select_related("user__wagtail_userprofile").filter(pk=key).first()
    if agent is None:
        raise CannotAssign
    return agent


def _group(request: AgentRequest, key: int) -> AgentGroup:
    group = permissions.groups_of(request.reach).filter(pk=key).first()
    if group is None:
        raise NoSuchGroup
    return group
