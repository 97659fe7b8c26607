"""The agent's routes about visitors: who writes, and what they wrote before."""

from typing import Annotated
from uuid import UUID

from ninja import Query, Schema
from ninja.responses import Status

from .. import inputs, permissions, shapes
from ..actions import blocking, merging, messages, visitors
from ..actions.drafts import Draft
from ..exceptions import ChatError
from ..selectors import transcript
from ..selectors.customers import customer_data
from ..selectors.transcript import Viewer
from ..selectors.visitors import conversations_of
from . import auth, schemas
from .auth import AgentRequest

router = auth.agent_router("agent")

PAGE_SIZE = 50
#: How many of a visitor's conversations the panel lists.
HISTORY = 50
Limit = Annotated[int, Query(ge=1, le=200)]
Position = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


class MergeIn(inputs.Strict):
    """Whom the visitor becomes part of."""

    into: UUID


class MergeOut(Schema):
    """The visitor who is left, and what was done; null where it was undone."""

    visitor: shapes.VisitorDetails
    merge: shapes.MergeShape | None = None


@router.get("visitors/{uuid:public_id}", response=shapes.VisitorDetails)
def show_visitor(request: AgentRequest, public_id: UUID) -> shapes.VisitorDetails:
    """What is known of a visitor."""
    return shapes.visitor_details(permissions.visitor_for(request.reach, public_id))


@router.patch("visitors/{uuid:public_id}", response=shapes.VisitorDetails)
def change_visitor(request: AgentRequest, public_id: UUID, payload: schemas.VisitorIn) -> shapes.VisitorDetails:
    """Write down what an agent learned; fields left out stay as they are."""
    row = permissions.visitor_for(request.reach, public_id)
    return shapes.visitor_details(visitors.change_contact(visitor=row, by=request.agent, **payload.model_dump()))


@router.post("visitors/{uuid:public_id}/merge", response=MergeOut)
def merge_visitor(request: AgentRequest, public_id: UUID, payload: MergeIn) -> MergeOut:
    """Make a visitor part of another, with all that is theirs."""
    row, into = (permissions.visitor_for(request.reach, each) for each in (public_id, payload.into))
    merge = merging.merge(visitor=row, into=into, by=request.agent, reach=request.reach)
    return MergeOut(visitor=shapes.visitor_details(merge.into), merge=shapes.merge_shape(merge))


@router.post("merges/{int:key}/undo", response=MergeOut)
def undo_merge(request: AgentRequest, key: int) -> MergeOut:
    """Make two visitors of one again, within a day."""
    merge = permissions.merge_for(request.reach, key)
    return MergeOut(visitor=shapes.visitor_details(merging.undo(merge=merge, by=request.agent, reach=request.reach)))


@router.post("visitors/{uuid:public_id}/block", response=shapes.VisitorDetails)
def block(request: AgentRequest, public_id: UUID) -> shapes.VisitorDetails:
    """Close the chat to a visitor; one who is blocked stays so."""
    row = permissions.visitor_for(request.reach, public_id)
    return shapes.visitor_details(blocking.block(visitor=row, by=request.agent, reach=request.reach))


@router.post("visitors/{uuid:public_id}/unblock", response=shapes.VisitorDetails)
def unblock(request: AgentRequest, public_id: UUID) -> shapes.VisitorDetails:
    """Open the chat to a visitor again."""
    row = permissions.visitor_for(request.reach, public_id)
    return shapes.visitor_details(blocking.unblock(visitor=row, by=request.agent, reach=request.reach))


@router.get("visitors/{uuid:public_id}/customer", response=shapes.CustomerData)
def show_customer(request: AgentRequest, public_id: UUID) -> shapes.CustomerData:
    """What the site's shops know of a visitor."""
    visitor = permissions.visitor_for(request.reach, public_id)
    permissions.check_customer_data(request.user, visitor)
    return customer_data(visitor)


@router.get("visitors/{uuid:public_id}/conversations", response=schemas.AgentConversations)
def list_history(request: AgentRequest, public_id: UUID) -> schemas.AgentConversations:
    """All conversations of a visitor in reach, newest first; those out of reach may be read, and nothing else."""
    rows = conversations_of(permissions.visitor_for(request.reach, public_id))[:HISTORY]
    return schemas.AgentConversations(conversations=[shapes.conversation_for_agents(row) for row in rows])


@router.post("visitors/{uuid:public_id}/conversations", response={200: schemas.AgentChange, 201: schemas.AgentChange})
def speak_first(request: AgentRequest, public_id: UUID, payload: inputs.MessageIn) -> Status[schemas.AgentChange]:
    """Write to a visitor, in their open conversation or in one that begins and that the agent is in charge of: 201; 200
    where this `client_id` was stored before."""
    visitor = permissions.visitor_for(request.reach, public_id)
    draft = Draft(reach=request.reach, visitor=visitor.pk, client_id=payload.client_id, body=payload.body)
    [result] = messages.post([draft])
    if isinstance(result, ChatError):
        raise result
    change = schemas.AgentChange(
        conversation=shapes.conversation_for_agents(result.conversation), message=shapes.message_shape(result)
    )
    return Status(200 if result.repeated else 201, change)


@router.get("visitors/{uuid:public_id}/conversations/{uuid:conversation}/messages", response=schemas.AgentThread)
def read_history(
    request: AgentRequest,
    public_id: UUID,
    conversation: UUID,
    before: Position = None,
    limit: Limit = PAGE_SIZE,
) -> schemas.AgentThread:
    """One of a visitor's conversations, to be read in the panel."""
    visitor = permissions.visitor_for(request.reach, public_id)
    row = permissions.history_for(request.reach, visitor, conversation)
    found = transcript.latest(row, Viewer.AGENT, before=before, limit=limit)
    return schemas.AgentThread(
        conversation=shapes.conversation_for_agents(row),
        messages=[shapes.message_shape(message) for message in found.messages],
        more=found.more,
    )
