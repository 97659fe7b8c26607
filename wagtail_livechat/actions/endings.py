"""How a visitor ends a conversation."""

from django.db import transaction
from django.utils import timezone

from ..models import Conversation, Message, Status
from ..shapes import standing
from . import entries
from .assignment import distribute_soon, groups_of


def end(*, conversation: Conversation) -> tuple[Conversation, Message | None]:
    """Close a conversation for good: the visitor's next message begins another one.

    One that an agent resolved keeps when and by whom. Ending an ended one changes nothing and returns no entry.
    """
    with transaction.atomic():
        conversation = entries.lock(conversation)
        if conversation.ended_at is not None:
            return conversation, None
        was = standing(conversation)
        conversation.ended_at = timezone.now()
        if conversation.status == Status.OPEN:
            entries.resolve(conversation, at=conversation.ended_at, by=None)
        entry = entries.event_entry(conversation, event="ended")
        entries.record(conversation, was=was, messages=[entry])
        distribute_soon(groups_of(conversation.assignee_id))
    return conversation, entry
