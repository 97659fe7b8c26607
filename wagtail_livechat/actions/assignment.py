"""Who gets a conversation by itself: the rule of each group, and what gives a conversation back to the queue."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from .. import broadcast
from ..events import Event
from ..models import Agent, AgentGroup, AgentGroupMember, Assignment, Conversation, LiveChatSettings, Message, Status
from ..selectors import assignment as selectors
from ..selectors.assignment import Candidate
from ..shapes import Standing, colleague, standing
from . import entries

#: How many conversations one transaction gives away.
BATCH: Final = 100


def put_in_charge(conversation: Conversation, agent: Agent | None) -> None:
    """Note who answers from now on; the caller holds the lock, and saves."""
    conversation.assignee = agent
    conversation.assigned_at = timezone.now() if agent else None
    if agent:
        conversation.left_by = None


def groups_of(agent: int | None) -> list[int]:
    """The groups in which this agent may get conversations by itself."""
    if agent is None:
        return []
    members = AgentGroupMember.objects.filter(agent=agent).exclude(group__assignment=Assignment.OFF)
    return list(members.values_list("group", flat=True))


def distribute_soon(groups: Iterable[int]) -> None:
    """After the commit, so that no conversation is locked while a group is: give away what waits in these groups."""
    wanted = sorted(set(groups))
    if wanted:
        transaction.on_commit(lambda: _distribute_each(wanted))


def distribute(*, group: int) -> list[Conversation]:
    """Give what waits in a group to its agents who are online and have room, longest waiting first.

    What was given is returned. Nothing happens where the group assigns by hand or is gone.
    """
    given: list[Conversation] = []
    while batch := _distribute_batch(group):
        given += batch
    return given


def distribute_all() -> None:
    """Once a minute: what a process that died after a commit did not give away."""
    _distribute_each(list(AgentGroup.objects.exclude(assignment=Assignment.OFF).values_list("pk", flat=True)))


def give_back_unanswered() -> None:
    """Once a minute: conversations that wait too long for their agent go back to the queue, where the site says so."""
    for settings in LiveChatSettings.objects.filter(return_after_minutes__gt=0):
        minutes = settings.return_after_minutes
        since = timezone.now() - timedelta(minutes=minutes)
        found = selectors.unanswered(settings.site_id, since=since)
        _give_back(found, why="unanswered", minutes=minutes)


def give_back_of_the_inactive() -> None:
    """Once a minute: open conversations of agents who may no longer answer go back to the queue."""
    for site in Site.objects.all():
        _give_back(selectors.of_inactive_agents(site), why="inactive")


def returned(conversation: Conversation, *, why: str, **facts: object) -> Message:
    """Take the agent off a conversation; the unsaved entry that says so. The caller holds the lock, and saves."""
    before = conversation.assignee
    put_in_charge(conversation, None)
    conversation.left_by = before
    data = {"from": colleague(before) if before else None, "why": why, **facts}
    return entries.event_entry(conversation, event="returned", data=data)


def _distribute_each(groups: Collection[int]) -> None:
    for group in groups:
        distribute(group=group)


def _distribute_batch(key: int) -> list[Conversation]:
    with transaction.atomic():
        # One at a time: two processes must neither give one conversation twice nor an agent more than there is room.
        group = AgentGroup.objects.select_for_update(no_key=True).filter(pk=key).first()
        if group is None or group.assignment == Assignment.OFF:
            return []
        _lock_members(group)
        candidates = selectors.candidates(group)
        keys = list(selectors.waiting(group, able=[one for one in candidates if one.has_room])[:BATCH])
        given = [
            (conversation, was, entry)
            for conversation in _in_order(keys)
            if (was := standing(conversation)) and (entry := _give(conversation, group, candidates))
        ]
        _save(given, candidates)
    return [conversation for conversation, _was, _entry in given]


def _lock_members(group: AgentGroup) -> None:
    """Somebody in two groups must not get more than there is room for from both at once."""
    members = Agent.objects.filter(memberships__group=group)
    list(members.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))


def _in_order(keys: Sequence[int]) -> list[Conversation]:
    """Locked in the order of keys, as everywhere; returned as they wait."""
    rows = {row.pk: row for row in entries.locked(keys)}
    return [rows[key] for key in keys if key in rows]


def _give(conversation: Conversation, group: AgentGroup, candidates: Sequence[Candidate]) -> Message | None:
    # Somebody may have taken, moved or resolved it between the look and the lock.
    is_waiting = conversation.status == Status.OPEN and conversation.assignee_id is None
    if not is_waiting or conversation.group_id != group.pk:
        return None
    able = [one for one in candidates if one.has_room and one.agent.pk != conversation.left_by_id]
    if not able:
        return None
    chosen = min(able, key=lambda one: one.rank(Assignment(group.assignment)))
    put_in_charge(conversation, chosen.agent)
    chosen.gets_one(timezone.now())
    data = {"to": colleague(chosen.agent), "way": group.assignment}
    return entries.event_entry(conversation, event="assigned", data=data)


def _save(given: Sequence[tuple[Conversation, Standing, Message]], candidates: Iterable[Candidate]) -> None:
    events: list[Event] = []
    for conversation, was, entry in given:
        entry.save()
        conversation.save()
        events += entries.events_of([entry], was={conversation.pk: was})
    for candidate in candidates:
        if candidate.got_one:
            AgentGroupMember.objects.filter(pk=candidate.member).update(last_assigned_at=candidate.last_assigned_at)
    broadcast.publish(events)


def _give_back(found: QuerySet[Conversation], *, why: str, **facts: object) -> None:
    for key in list(found.values_list("pk", flat=True)):
        with transaction.atomic():
            for conversation in entries.locked([key]):
                # Somebody may have answered between the look and the lock.
                if found.filter(pk=key).exists():
                    _give_one_back(conversation, why=why, **facts)


def _give_one_back(conversation: Conversation, *, why: str, **facts: object) -> None:
    was = standing(conversation)
    entry = returned(conversation, why=why, **facts)
    entries.record(conversation, was=was, messages=[entry])
    if conversation.group_id:
        distribute_soon([conversation.group_id])
