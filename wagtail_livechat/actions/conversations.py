"""What agents do with a conversation, and how far each side has read."""

from django.db import transaction
from django.utils import timezone

from .. import broadcast
from ..exceptions import CannotAssign
from ..models import Agent, Conversation, Message, Status
from ..permissions import Reach, agents_for, check_in_reach, moves_the_read_mark
from ..shapes import Standing, colleague, standing
from . import entries
from .messages import reopened


def resolve(*, conversation: Conversation, by: Agent, reach: Reach) -> tuple[Conversation, Message | None]:
    """Close an open conversation. Resolving a resolved one changes nothing and returns no entry.

    Raises NotFound when it went out of reach meanwhile.
    """
    with transaction.atomic():
        conversation = _locked_in_reach(conversation, reach)
        if conversation.status == Status.RESOLVED:
            return conversation, None
        was = standing(conversation)
        now = timezone.now()
        conversation.status = Status.RESOLVED
        conversation.resolved_at = now
        conversation.resolved_by = by
        conversation.resolution_seconds = max(0, int((now - conversation.opened_at).total_seconds()))
        conversation.waiting_since = None
        entry = _record(conversation, entries.event_entry(conversation, event="resolved", by=by), was)
    return conversation, entry


def reopen(*, conversation: Conversation, by: Agent, reach: Reach) -> tuple[Conversation, Message | None]:
    """Open a resolved conversation again. Reopening an open one changes nothing and returns no entry.

    Raises NotFound when it went out of reach meanwhile.
    """
    with transaction.atomic():
        conversation = _locked_in_reach(conversation, reach)
        if conversation.status == Status.OPEN:
            return conversation, None
        was = standing(conversation)
        entry = _record(conversation, reopened(conversation, by=by), was)
    return conversation, entry


def assign(
    *, conversation: Conversation, to: Agent | None, by: Agent, reach: Reach
) -> tuple[Conversation, Message | None]:
    """Put an agent, or nobody, in charge. Assigning to who is in charge changes nothing and returns no entry.

    Raises NotFound when it went out of reach meanwhile, CannotAssign for an agent without rights on the site.
    """
    with transaction.atomic():
        conversation = _locked_in_reach(conversation, reach)
        if conversation.assignee_id == (to.pk if to else None):
            return conversation, None
        if to and not agents_for(conversation.site).filter(pk=to.pk).exists():
            raise CannotAssign
        was = standing(conversation)
        conversation.assignee = to
        receiver = {"to": colleague(to) if to else None}
        entry = _record(conversation, entries.event_entry(conversation, event="assigned", by=by, data=receiver), was)
    return conversation, entry


def read_by_agent(*, conversation: Conversation, up_to: int, reach: Reach) -> Conversation:
    """Move the agents' read mark to the message `up_to`; never back.

    Only the assignee moves it, or anyone while there is none; for others nothing changes.
    Raises NotFound when it went out of reach meanwhile.
    """
    with transaction.atomic():
        conversation = _locked_in_reach(conversation, reach)
        if not moves_the_read_mark(reach.agent, conversation):
            return conversation
        mark = _mark(conversation, up_to, conversation.agent_read_id)
        if mark is None:
            return conversation
        was = standing(conversation)
        conversation.agent_read_id = mark
        conversation.agent_unread = conversation.messages.filter(author="visitor", pk__gt=mark).count()
        _record_change(conversation, was)
    return conversation


def read_by_visitor(*, conversation: Conversation, up_to: int) -> Conversation:
    """Move the visitor's read mark to the message `up_to`; never back."""
    with transaction.atomic():
        conversation = entries.lock(conversation)
        mark = _mark(conversation, up_to, conversation.visitor_read_id)
        if mark is None:
            return conversation
        was = standing(conversation)
        conversation.visitor_read_id = mark
        conversation.visitor_unread = conversation.messages.filter(author="agent", kind="text", pk__gt=mark).count()
        _record_change(conversation, was)
    return conversation


def _locked_in_reach(conversation: Conversation, reach: Reach) -> Conversation:
    conversation = entries.lock(conversation)
    check_in_reach(reach, conversation)
    return conversation


def _mark(conversation: Conversation, up_to: int, current: int) -> int | None:
    """The newest entry up to `up_to`, so that a mark never runs ahead of the thread; None if it would not move."""
    newest = conversation.messages.filter(pk__lte=up_to, pk__gt=current).order_by("-pk").values_list("pk", flat=True)
    return newest.first()


def _record(conversation: Conversation, entry: Message, was: Standing) -> Message:
    entry.save()
    conversation.save()
    broadcast.publish(entries.events_of([entry], was={conversation.pk: was}))
    return entry


def _record_change(conversation: Conversation, was: Standing) -> None:
    entries.next_revision(conversation)
    conversation.save()
    broadcast.publish(entries.changed(conversation, was=was))
