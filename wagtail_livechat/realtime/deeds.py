"""What frames ask for, as calls of verbs and look-ups; those that need the database run in one of its threads."""

from uuid import UUID

from .. import permissions, shapes
from ..actions import conversations
from ..actions.drafts import Draft
from ..models import Agent, Visitor
from ..permissions import Reach
from .frames import AgentSend, Read


def agent_draft(reach: Reach, frame: AgentSend) -> Draft:
    return Draft(
        reach=reach,
        conversation=frame.conversation,
        client_id=frame.client_id,
        body=frame.body,
        note=frame.note,
        attachments=tuple(frame.attachment_ids),
    )


def who_watches(reach: Reach, conversation: UUID) -> shapes.Colleague:
    """Whom the others see. Raises NotFound for a conversation out of reach."""
    permissions.conversation_for(reach, conversation)
    return shapes.colleague(Agent.objects.select_related("user__wagtail_userprofile").get(pk=reach.agent))


def visitor_read(visitor: int, mark: Read) -> None:
    found = permissions.conversation_of(Visitor.objects.get(pk=visitor), mark.conversation)
    conversations.read_by_visitor(conversation=found, up_to=mark.up_to)


def agent_read(reach: Reach, mark: Read) -> None:
    found = permissions.conversation_for(reach, mark.conversation)
    conversations.read_by_agent(conversation=found, up_to=mark.up_to, reach=reach)
