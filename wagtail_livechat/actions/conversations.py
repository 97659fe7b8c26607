"""What agents do with a conversation, and how far each side has read."""

from django.db import transaction
from django.utils import timezone

from ..exceptions import (
    AlreadyInCharge,
    AlreadyInGroup,
    CannotAssign,
    NoSuchGroup,
    NotInCharge,
    TransferToOneself,
)
from ..masking import masked
from ..models import Agent, AgentGroup, Conversation, Message, Status
from ..permissions import Reach, check_in_reach, check_resolve, moves_the_read_mark
from ..selectors.mentions import mentioned
from ..selectors.presence import may_answer
from ..selectors.transcript import unread_by_visitor, waiting_since
from ..shapes import colleague, group_name, standing
from . import entries
from .assignment import distribute_soon, groups_of, put_in_charge


def resolve(*, conversation: Conversation, by: Agent, reach: Reach) -> tuple[Conversation, Message | None]:
    """Close an open conversation. Resolving a resolved one changes nothing and returns no entry.

    Raises NotFound when it went out of reach meanwhile, CannotResolve unless `by` is in charge or manages the site.
    """
    with transaction.atomic():
        conversation = _locked_in_reach(conversation, reach)
        check_resolve(reach, conversation)
        if conversation.status == Status.RESOLVED:
            return conversation, None
        was = standing(conversation)
        entries.resolve(conversation, at=timezone.now(), by=by)
        entry = entries.event_entry(conversation, event="resolved", by=by)
        entries.record(conversation, was=was, messages=[entry])
        distribute_soon(groups_of(conversation.assignee_id))
    return conversation, entry


def reopen(*, conversation: Conversation, by: Agent, reach: Reach) -> tuple[Conversation, Message | None]:
    """Open a resolved conversation again; a visitor who had no answer waits again, since the same moment.

    Reopening an open one changes nothing and returns no entry. Raises NotFound when it went out of reach meanwhile.
    """
    with transaction.atomic():
        conversation = _locked_in_reach(conversation, reach)
        if conversation.status == Status.OPEN:
            return conversation, None
        was = standing(conversation)
        entry = entries.reopened(conversation, by=by)
        conversation.waiting_since = waiting_since(conversation)
        entries.record(conversation, was=was, messages=[entry])
        distribute_soon(_group_of(conversation))
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
        _check_can_answer(to, conversation)
        was = standing(conversation)
        put_in_charge(conversation, to)
        receiver = {"to": colleague(to) if to else None}
        entry = entries.event_entry(conversation, event="assigned", by=by, data=receiver)
        entries.record(conversation, was=was, messages=[entry])
        distribute_soon([*_group_of(conversation), *groups_of(was["assignee"])])
    return conversation, entry


def transfer(
    *, conversation: Conversation, to: Agent | AgentGroup, by: Agent, reach: Reach, note: str = ""
) -> tuple[Conversation, Message]:
    """Hand a conversation over to another agent or to a group, with a note to the receiver.

    Raises NotFound when it went out of reach meanwhile, TransferToOneself, AlreadyInCharge, CannotAssign for an agent
    without rights on the site, NoSuchGroup for a group of another one.
    """
    note = masked(note.strip())
    with transaction.atomic():
        if isinstance(to, AgentGroup):
            _lock_group(to)
        conversation = _locked_in_reach(conversation, reach)
        was = standing(conversation)
        receiver = _hand_over(conversation, to, by)
        entry = entries.event_entry(conversation, event="transferred", by=by, data=receiver)
        made = [entry]
        if note:
            told = mentioned(note, conversation, besides=[to] if isinstance(to, Agent) else [])
            made.append(entries.note_entry(conversation, agent=by, body=note, client_id="", mentions=told))
        entries.record(conversation, was=was, messages=made)
        distribute_soon([*_group_of(conversation), *groups_of(was["assignee"])])
    return conversation, entry


def leave(*, conversation: Conversation, by: Agent, reach: Reach) -> tuple[Conversation, Message]:
    """Give a conversation back: nobody is in charge, and the rule of its group does not give it to `by` again.

    Raises NotFound when it went out of reach meanwhile, NotInCharge for everybody but the assignee.
    """
    with transaction.atomic():
        conversation = _locked_in_reach(conversation, reach)
        if conversation.assignee_id != by.pk:
            raise NotInCharge
        was = standing(conversation)
        put_in_charge(conversation, None)
        conversation.left_by = by
        entry = entries.event_entry(conversation, event="left", by=by)
        entries.record(conversation, was=was, messages=[entry])
        distribute_soon([*_group_of(conversation), *groups_of(by.pk)])
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
        unread = conversation.messages.filter(author="visitor", pk__gt=mark).count()
        if unread < conversation.agent_unread:
            conversation.agent_read_at = timezone.now()
        conversation.agent_unread = unread
        entries.record_change(conversation, was=was)
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
        unread = unread_by_visitor(conversation, after=mark)
        if unread < conversation.visitor_unread:
            conversation.visitor_read_at = timezone.now()
        conversation.visitor_unread = unread
        entries.record_change(conversation, was=was)
    return conversation


def _locked_in_reach(conversation: Conversation, reach: Reach) -> Conversation:
    conversation = entries.lock(conversation)
    check_in_reach(reach, conversation)
    return conversation


def _lock_group(group: AgentGroup) -> None:
    # Before its conversations, as its rule and its deletion do; it may be gone.
    if not AgentGroup.objects.select_for_update(no_key=True).filter(pk=group.pk).first():
        raise NoSuchGroup


def _hand_over(conversation: Conversation, to: Agent | AgentGroup, by: Agent) -> dict[str, object]:
    """Who receives it, as the entry says."""
    return _hand_to_agent(conversation, to, by) if isinstance(to, Agent) else _hand_to_group(conversation, to)


def _hand_to_agent(conversation: Conversation, to: Agent, by: Agent) -> dict[str, object]:
    if to.pk == by.pk:
        raise TransferToOneself
    if conversation.assignee_id == to.pk:
        raise AlreadyInCharge
    _check_can_answer(to, conversation)
    put_in_charge(conversation, to)
    return {"to": colleague(to)}


def _hand_to_group(conversation: Conversation, to: AgentGroup) -> dict[str, object]:
    if to.site_id != conversation.site_id:
        raise NoSuchGroup
    if conversation.group_id == to.pk and conversation.assignee_id is None:
        raise AlreadyInGroup
    put_in_charge(conversation, None)
    conversation.group = to
    return {"group": group_name(to)}


def _check_can_answer(agent: Agent | None, conversation: Conversation) -> None:
    if agent and not may_answer(agent, conversation.site):
        raise CannotAssign


def _group_of(conversation: Conversation) -> list[int]:
    return [conversation.group_id] if conversation.group_id else []


def _mark(conversation: Conversation, up_to: int, current: int) -> int | None:
    """The newest entry up to `up_to`, so that a mark never runs ahead of the thread; None if it would not move."""
    newest = conversation.messages.filter(pk__lte=up_to, pk__gt=current).order_by("-pk").values_list("pk", flat=True)
    return newest.first()
