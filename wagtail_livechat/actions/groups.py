"""What managers do with groups of agents."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from .. import broadcast
from ..events import Event, GroupsChanged, RightsChanged
from ..exceptions import CannotBeMember, NameTaken
from ..models import Agent, AgentGroup, AgentGroupMember, Conversation
from ..permissions import User, people_for
from . import presence, shortcuts
from .assignment import distribute_soon
from .staff_texts import mask_texts
from .upkeep import change_each


def save(*, group: AgentGroup, members: Iterable[User], by: User) -> AgentGroup:
    """Store a new or changed group with exactly these members; who has not opened the inbox yet is enrolled.

    Raises NameTaken, and CannotBeMember where somebody may not answer on the group's site.
    """
    people = list(members)
    with transaction.atomic():
        action = "wagtail.create" if group.pk is None else "wagtail.edit"
        _check_members(group, people)
        _store(group)
        moved = _set_members(group, [presence.enrol(user=person) for person in people])
        log(group, action, user=by, content_changed=True)
        broadcast.publish([*_rights_of(moved), GroupsChanged(site=group.site_id)])
        distribute_soon([group.pk])
    return group


def delete(*, group: AgentGroup, by: User) -> None:
    """Delete a group and its shortcuts. Its conversations stay: who has charge of them keeps it, the others are
    everybody's."""
    try:
        _delete(group.pk, by)
    except IntegrityError:
        # A visitor began a conversation in it in the same moment.
        _delete(group.pk, by)


def _delete(key: int, by: User) -> None:
    with transaction.atomic():
        # Under its lock, so that nothing is transferred to it and its rule gives nothing away meanwhile.
        group = AgentGroup.objects.select_for_update(no_key=True).filter(pk=key).first()
        if group is None:
            return
        members = list(group.members.all())
        events = _release(group)
        shortcuts.discard(list(group.shortcuts.all()))
        log(group, "wagtail.delete", user=by, deleted=True)
        group.delete()
        broadcast.publish([*events, *_rights_of(members), GroupsChanged(site=group.site_id)])


def _check_members(group: AgentGroup, people: list[User]) -> None:
    able = set(people_for(group.site).values_list("pk", flat=True))
    unable = [person.get_username() for person in people if person.pk not in able]
    if unable:
        raise CannotBeMember(str(CannotBeMember.detail) % {"names": ", ".join(unable)})


def _store(group: AgentGroup) -> None:
    mask_texts(group, "name")
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise NameTaken from None


def _set_members(group: AgentGroup, agents: Iterable[Agent]) -> list[Agent]:
    """Who came or went. Who stays keeps the place in the rule's turn."""
    before = {agent.pk: agent for agent in group.members.select_related("user")}
    after = {agent.pk: agent for agent in agents}
    came, went = after.keys() - before.keys(), before.keys() - after.keys()
    group.memberships.filter(agent__in=went).delete()
    AgentGroupMember.objects.bulk_create(AgentGroupMember(group=group, agent=after[key]) for key in sorted(came))
    return [(before | after)[key] for key in sorted(came | went)]


def _rights_of(agents: Iterable[Agent]) -> list[Event]:
    users = tuple(str(agent.user_id) for agent in agents)
    return [RightsChanged(users=users)] if users else []


def _release(group: AgentGroup) -> list[Event]:
    def release(conversation: Conversation) -> None:
        conversation.group = None

    return change_each(group.conversations.all(), release, fields=["group"])
