"""The agent's routes about visitors: who writes, and what they wrote before."""

from typing import Annotated
from uuid import UUID

from ninja import Query

from .. import permissions, shapes
from ..actions import blocking, visitors
from ..selectors import transcript
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


@router.get("visitors/{uuid:public_id}", response=shapes.VisitorDetails)
def show_visitor(request: AgentRequest, public_id: UUID) -> shapes.VisitorDetails:
    """What is known of a visitor."""
    return shapes.visitor_details(permissions.visitor_for(request.reach, public_id))


@router.patch("visitors/{uuid:public_id}", response=shapes.VisitorDetails)
def change_visitor(request: AgentRequest, public_id: UUID, payload: schemas.VisitorIn) -> shapes.VisitorDetails:
    """Write down what an agent learned; fields left out stay as they are."""
    row = permissions.visitor_for(request.reach, public_id)
    return shapes.visitor_details(visitors.change_contact(visitor=row, **payload.model_dump()))


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


@router.get("visitors/{uuid:public_id}/conversations", response=schemas.AgentConversations)
def list_history(request: AgentRequest, public_id: UUID) -> schemas.AgentConversations:
    """All conversations of a visitor in reach, newest first; those out of reach may be read, and nothing else."""
    rows = conversations_of(permissions.visitor_for(request.reach, public_id))[:HISTORY]
    return schemas.AgentConversations(conversations=[shapes.conversation_for_agents(row) for row in rows])


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
