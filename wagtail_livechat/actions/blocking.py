"""Closing the chat to a visitor, and opening it again.

It is the visitor who is blocked, with all browsers in which they are known; somebody without their cookie is somebody
else.
"""

from django.db import transaction
from django.utils import timezone

from .. import broadcast
from ..events import VisitorIdentified
from ..exceptions import NotFound
from ..models import Agent, Conversation, Visitor
from ..permissions import Reach, sees, visible_visitors
from ..selectors.visitors import latest_in_reach
from ..shapes import standing
from . import entries
from .contact import news_of


def block(*, visitor: Visitor, by: Agent, reach: Reach) -> Visitor:
    """Close the chat to a visitor; their sockets are closed. Blocking a blocked one changes nothing.

    Raises NotFound when the visitor is out of reach by now.
    """
    return _change(visitor, by, reach, is_blocked=True, event="blocked")


def unblock(*, visitor: Visitor, by: Agent, reach: Reach) -> Visitor:
    """Open the chat to a visitor again; raises as `block` does. Who is not blocked stays as they are."""
    return _change(visitor, by, reach, is_blocked=False, event="unblocked")


def _change(visitor: Visitor, by: Agent, reach: Reach, *, is_blocked: bool, event: str) -> Visitor:
    with transaction.atomic():
        locked = entries.lock_visitors([visitor.pk]).get(visitor.pk)
        if locked is None:
            raise NotFound
        if (locked.blocked_at is not None) is is_blocked:
            return locked
        conversation = _where_to_tell(locked, reach)
        locked.blocked_at = timezone.now() if is_blocked else None
        locked.save(update_fields=["blocked_at"])
        if conversation:
            _tell_there(conversation, locked, by, event)
        else:
            entries.note_visitor_in_log(locked, action=event, by=by)
        # Who is let in, and as whom, is asked anew.
        broadcast.publish([*news_of([locked]), VisitorIdentified(visitor=locked.pk)])
    return locked


def _where_to_tell(visitor: Visitor, reach: Reach) -> Conversation | None:
    """The conversation whose thread tells of it, locked; None for a visitor who never had one."""
    found = latest_in_reach(visitor, reach)
    if found is None:
        if not visible_visitors(reach).filter(pk=visitor.pk).exists():
            raise NotFound
        return None
    rows = entries.locked([found])
    # Somebody may have taken it away between the look and the lock.
    if not rows or not sees(reach, rows[0]):
        raise NotFound
    return rows[0]


def _tell_there(conversation: Conversation, visitor: Visitor, by: Agent, event: str) -> None:
    was = standing(conversation)
    conversation.visitor = visitor
    entry = entries.event_entry(conversation, event=event, by=by)
    entries.record(conversation, was=was, messages=[entry])
