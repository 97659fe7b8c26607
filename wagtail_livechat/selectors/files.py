"""Who may see which file."""

from uuid import UUID

from django.db.models import Q

from ..models import Attachment, Message, Visitor
from ..permissions import Reach, readable
from .transcript import Viewer, visible_to


def attachment_for_agent(reach: Reach, public_id: UUID) -> Attachment | None:
    """A file of a conversation that the agent may read, or one that they uploaded and did not send yet."""
    unsent = Q(message__isnull=True, uploader=reach.agent)
    may_read = unsent | Q(message__conversation__in=readable(reach))
    return Attachment.objects.filter(may_read, public_id=public_id).first()


def attachment_for_visitor(visitor: Visitor, public_id: UUID) -> Attachment | None:
    """A file of a message that the visitor may read."""
    messages = Message.objects.filter(visible_to(Viewer.VISITOR), conversation__visitor=visitor)
    return Attachment.objects.filter(message__in=messages, public_id=public_id).first()
