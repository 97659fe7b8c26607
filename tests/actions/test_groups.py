"""What managers do with groups of agents."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError
from wagtail.log_actions import registry

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import broadcast
from wagtail_livechat.actions import groups, upkeep
from wagtail_livechat.events import ConversationChanged, Event, GroupsChanged, RightsChanged
from wagtail_livechat.exceptions import CannotBeMember, NameTaken, NoSuchGroup
from wagtail_livechat.models import Agent, AgentGroup, Assignment, Conversation, Shortcut


@pytest.fixture
def told(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Event]]:
    """What is published while the test runs."""
    events: list[Event] = []
    monkeypatch.setattr(broadcast, "publish", events.extend)
    return events


def support(*members: AnsweringPerson, by: AnsweringPerson, **fields: object) -> AgentGroup:
    group = AgentGroup(site=people.site(), name="Support", **fields)
    return groups.save(group=group, members=[member.user for member in members], by=by.user)


def rights(told: list[Event]) -> list[str]:
    return [user for event in told if isinstance(event, RightsChanged) for user in event.users]


def members_of(group: AgentGroup) -> set[Agent]:
    return set(group.members.all())


def test_a_group_is_made_with_its_members(manager: AnsweringPerson, agent: AnsweringPerson, told: list[Event]) -> None:
    group = support(agent, manager, by=manager)

    assert members_of(group) == {agent.agent, manager.agent}
    assert set(rights(told)) == {str(agent.user.pk), str(manager.user.pk)}
    assert [event.site for event in told if isinstance(event, GroupsChanged)] == [group.site_id]


def test_who_has_not_opened_the_inbox_yet_becomes_an_agent_with_the_group(manager: AnsweringPerson) -> None:
    user = people.a_user("new", group="Live chat agents")

    group = groups.save(group=AgentGroup(site=people.site(), name="Support"), members=[user], by=manager.user)

    assert [member.user for member in group.members.all()] == [user]


def test_only_those_who_came_or_went_are_looked_at_again(
    manager: AnsweringPerson, agent: AnsweringPerson, told: list[Event]
) -> None:
    lena = people.an_agent("lena")
    group = support(agent, manager, by=manager)
    told.clear()

    groups.save(group=group, members=[manager.user, lena.user], by=manager.user)

    assert members_of(group) == {manager.agent, lena.agent}
    assert set(rights(told)) == {str(agent.user.pk), str(lena.user.pk)}


def test_who_stays_keeps_the_place_in_the_turn(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    group = support(agent, by=manager)
    before = group.memberships.get().pk

    groups.save(group=group, members=[agent.user, manager.user], by=manager.user)

    assert group.memberships.get(agent=agent.agent).pk == before


def test_a_group_whose_members_stay_changes_no_right(
    manager: AnsweringPerson, agent: AnsweringPerson, told: list[Event]
) -> None:
    group = support(agent, by=manager)
    told.clear()
    group.name = "Helpdesk"

    groups.save(group=group, members=[agent.user], by=manager.user)

    assert rights(told) == []
    assert AgentGroup.objects.get().name == "Helpdesk"


def test_two_groups_of_a_site_have_different_names(manager: AnsweringPerson) -> None:
    support(by=manager)

    with pytest.raises(NameTaken):
        support(by=manager)
    assert AgentGroup.objects.count() == 1


def test_groups_of_two_sites_may_have_the_same_name(manager: AnsweringPerson) -> None:
    support(by=manager)

    groups.save(group=AgentGroup(site=people.another_site(), name="Support"), members=[], by=manager.user)

    assert AgentGroup.objects.count() == 2


def test_nobody_is_a_member_who_may_not_answer_on_the_site(manager: AnsweringPerson) -> None:
    stranger = people.an_agent_of(people.another_site(), "stranger")

    with pytest.raises(CannotBeMember) as refused:
        support(stranger, by=manager)

    assert str(refused.value.detail) == "These people may not answer on this site: stranger."
    assert not AgentGroup.objects.exists()


def test_nobody_is_a_member_who_was_deactivated(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    agent.user.is_active = False
    agent.user.save()

    with pytest.raises(CannotBeMember):
        support(agent, by=manager)


def test_a_new_member_gets_what_waits(
    manager: AnsweringPerson,
    agent: AnsweringPerson,
    visitor: VisitingPerson,
    django_capture_on_commit_callbacks: "object",
) -> None:
    group = support(by=manager, assignment=Assignment.LEAST_BUSY)
    conversation = people.in_group(visitor.writes("Hello"), group)
    agent.comes_online()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        groups.save(group=group, members=[agent.user], by=manager.user)

    conversation.refresh_from_db()
    assert conversation.assignee == agent.agent


def test_without_its_group_a_conversation_is_in_everybodys_reach(
    manager: AnsweringPerson, agent: AnsweringPerson, visitor: VisitingPerson, told: list[Event]
) -> None:
    group = support(manager, by=manager)
    conversation = people.in_group(visitor.writes("Hello"), group)
    told.clear()

    groups.delete(group=group, by=manager.user)

    conversation.refresh_from_db()
    assert conversation.group is None
    [changed] = [event for event in told if isinstance(event, ConversationChanged)]
    assert changed.conversation.revision == conversation.revision == 3
    assert changed.was is not None
    assert changed.was["group"] is not None
    assert rights(told) == [str(manager.user.pk)]


def test_a_resolved_conversation_loses_its_group_without_a_word(
    manager: AnsweringPerson, visitor: VisitingPerson, told: list[Event]
) -> None:
    group = support(by=manager)
    conversation = people.in_group(visitor.writes("Hello"), group)
    manager.resolves(conversation)
    told.clear()

    groups.delete(group=group, by=manager.user)

    conversation.refresh_from_db()
    assert conversation.group is None
    assert [type(event) for event in told] == [GroupsChanged]


def test_a_group_with_many_conversations_lets_go_of_all(
    manager: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    group = support(by=manager)
    for _number in range(5):
        people.in_group(people.a_visitor().writes("Hello"), group)

    groups.delete(group=group, by=manager.user)

    assert Conversation.objects.filter(group=None, revision=3).count() == 5


def test_a_group_that_is_gone_already_is_deleted_without_a_word(manager: AnsweringPerson, told: list[Event]) -> None:
    group = support(by=manager)
    groups.delete(group=group, by=manager.user)
    told.clear()

    groups.delete(group=group, by=manager.user)

    assert told == []


def test_a_conversation_that_begins_while_its_group_is_deleted_stays_too(
    manager: AnsweringPerson, visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = support(by=manager)
    conversation = visitor.writes("Hello")
    delete = groups._delete

    def delete_too_late(_key: int, _by: object) -> None:
        people.in_group(conversation, group)
        monkeypatch.setattr(groups, "_delete", delete)
        raise IntegrityError

    monkeypatch.setattr(groups, "_delete", delete_too_late)

    groups.delete(group=group, by=manager.user)

    conversation.refresh_from_db()
    assert conversation.group is None
    assert not AgentGroup.objects.exists()


def test_nothing_is_transferred_to_a_group_that_is_gone(manager: AnsweringPerson, visitor: VisitingPerson) -> None:
    group = support(by=manager)
    gone = AgentGroup(pk=group.pk, site=group.site, name=group.name)
    groups.delete(group=group, by=manager.user)

    with pytest.raises(NoSuchGroup):
        manager.transfers(visitor.writes("Hello"), gone)


def test_the_shortcuts_of_a_group_go_with_it(manager: AnsweringPerson) -> None:
    group = support(by=manager)
    Shortcut.objects.create(site=group.site, keyword="hello", body="Hello!", group=group)

    groups.delete(group=group, by=manager.user)

    assert not Shortcut.objects.exists()


def test_what_is_done_to_a_group_stands_in_wagtails_log(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    group = support(by=manager)
    groups.save(group=group, members=[agent.user], by=manager.user)
    key = group.pk
    groups.delete(group=group, by=manager.user)

    entries = registry.get_logs_for_instance(AgentGroup(pk=key)).order_by("pk")

    assert [(entry.action, entry.user, entry.label) for entry in entries] == [
        (action, manager.user, "Support") for action in ("wagtail.create", "wagtail.edit", "wagtail.delete")
    ]
