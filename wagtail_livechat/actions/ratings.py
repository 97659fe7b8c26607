"""What visitors think of how they were answered."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from .. import broadcast
from ..exceptions import NotResolved, RatingClosed
from ..masking import masked
from ..models import Agent, Conversation, Message, Status
from ..permissions import Reach, check_in_reach
from ..selectors.transcript import newest_event
from ..shapes import Standing, standing
from . import entries

#: How long a rating can be changed, from the first one on.
CHANGEABLE_FOR: Final = timedelta(hours=24)

#: Any of these once, and the conversation may be rated.
_INVITING: Final = ("resolved", "ended", "rating_asked")


def rate(*, conversation: Conversation, score: int, comment: str = "") -> tuple[Conversation, Message | None]:
    """Note the visitor's rating, 1 to 5, and why; the thread has one entry about it, which a change updates.

    The same rating again changes nothing and returns no entry. Raises NotResolved before it was resolved, ended or an
    agent asked, and RatingClosed a day after the first rating.
    """
    comment = masked(comment.strip())
    with transaction.atomic():
        conversation = entries.lock(conversation)
        if (conversation.rating, conversation.rating_comment) == (score, comment):
            return conversation, None
        _check_may_rate(conversation)
        was = standing(conversation)
        conversation.rating, conversation.rating_comment = score, comment
        conversation.rated_at = conversation.rated_at or timezone.now()
        return conversation, _record(conversation, was)


def ask_for_rating(*, conversation: Conversation, by: Agent, reach: Reach) -> tuple[Conversation, Message | None]:
    """Ask the visitor for a rating. Who was asked since the conversation was last opened, or has rated, is not asked
    again: no entry is returned.

    Raises NotFound when it went out of reach meanwhile.
    """
    with transaction.atomic():
        conversation = entries.lock(conversation)
        check_in_reach(reach, conversation)
        newest = newest_event(conversation, "reopened", "rating_asked")
        if conversation.rating is not None or (newest and newest.event == "rating_asked"):
            return conversation, None
        was = standing(conversation)
        entry = entries.event_entry(conversation, event="rating_asked", by=by)
        entries.record(conversation, was=was, messages=[entry])
    return conversation, entry


def _check_may_rate(conversation: Conversation) -> None:
    if conversation.rated_at is not None:
        if timezone.now() - conversation.rated_at > CHANGEABLE_FOR:
            raise RatingClosed
    elif conversation.status != Status.RESOLVED and newest_event(conversation, *_INVITING) is None:
        raise NotResolved


def _record(conversation: Conversation, was: Standing) -> Message:
    """The one entry, made or changed."""
    data = {"score": conversation.rating, "comment": conversation.rating_comment}
    entry = newest_event(conversation, "rated")
    if entry is None:
        entry = entries.event_entry(conversation, event="rated", data=data)
        entries.record(conversation, was=was, messages=[entry])
        return entry
    entry.conversation = conversation
    entry.event_data = {**entry.event_data, **data}
    entry.revision = entries.next_revision(conversation)
    entry.save()
    conversation.save()
    broadcast.publish([entries.updated(entry, was=was)])
    return entry
