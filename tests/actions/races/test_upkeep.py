"""Managers who change groups and tags while agents work with them, each in a thread and a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import people
from tests.actions.racing import race
from tests.people import AnsweringPerson
from wagtail_livechat.actions import groups, tags
from wagtail_livechat.exceptions import ChatError
from wagtail_livechat.models import AgentGroup, Conversation, Tag


@pytest.fixture
def tagged(manager: AnsweringPerson) -> list[Conversation]:
    """Four conversations, of which two have both tags."""
    found = [people.a_visitor().writes("Hello") for _number in range(4)]
    for conversation in found[:2]:
        manager.tags(conversation, "delivery", "urgent")
    return found


def attempts(deed: Callable[[], object]) -> Callable[[], str]:
    """Do it, or be refused for a reason that can be shown."""

    def attempt() -> str:
        try:
            deed()
        except ChatError as refused:
            return refused.code
        return ""

    return attempt


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def renamed(name: str, to: str) -> Tag:
    changed = tag(name)
    changed.name = to
    return changed


def check_that_all_show_what_they_have(conversations: list[Conversation]) -> None:
    for conversation in conversations:
        conversation.refresh_from_db()
        assert conversation.tag_names == tags.in_order(conversation.tags.values_list("name", flat=True))


def test_a_tag_that_is_renamed_while_it_is_given_is_shown_as_it_is_called(
    racers: ThreadPoolExecutor, manager: AnsweringPerson, tagged: list[Conversation]
) -> None:
    first, _second, third, fourth = tagged
    change = renamed("delivery", to="shipping")

    race(
        racers,
        lambda: tags.save(tag=change, by=manager.user),
        lambda: manager.tags(third, "delivery", "new"),
        lambda: manager.tags(fourth, "delivery"),
        lambda: manager.tags(first, "urgent"),
    )

    check_that_all_show_what_they_have(tagged)


def test_two_tags_that_are_merged_into_each_other_become_one(
    racers: ThreadPoolExecutor, manager: AnsweringPerson, tagged: list[Conversation]
) -> None:
    delivery, urgent = tag("delivery"), tag("urgent")

    answers = race(
        racers,
        attempts(lambda: tags.merge(tag=tag("delivery"), into=urgent, by=manager.user)),
        attempts(lambda: tags.merge(tag=urgent, into=delivery, by=manager.user)),
        lambda: manager.tags(tagged[2], "urgent", "delivery"),
    )

    assert sorted(answers[:2]) == ["", "cannot_merge"]
    check_that_all_show_what_they_have(tagged)


def test_a_tag_that_is_deleted_while_it_is_given_leaves_nothing_behind(
    racers: ThreadPoolExecutor, manager: AnsweringPerson, tagged: list[Conversation]
) -> None:
    deleted = tag("delivery")

    race(
        racers,
        lambda: tags.delete(tag=deleted, by=manager.user),
        lambda: manager.tags(tagged[2], "delivery"),
        lambda: manager.tags(tagged[0], "delivery"),
    )

    check_that_all_show_what_they_have(tagged)


def test_a_transfer_to_a_group_that_is_deleted_leaves_the_conversation_to_all(
    racers: ThreadPoolExecutor, manager: AnsweringPerson, tagged: list[Conversation]
) -> None:
    group = people.a_group("Support")
    for conversation in tagged[:2]:
        manager.transfers(conversation, group)

    race(
        racers,
        lambda: groups.delete(group=group, by=manager.user),
        attempts(lambda: manager.transfers(tagged[2], AgentGroup(pk=group.pk, site=group.site, name="Support"))),
        attempts(lambda: manager.transfers(tagged[3], AgentGroup(pk=group.pk, site=group.site, name="Support"))),
    )

    assert not AgentGroup.objects.exists()
    assert Conversation.objects.filter(group=None).count() == 4


def test_two_managers_who_make_a_group_of_one_name_make_one(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    def make() -> object:
        group = AgentGroup(site=people.site(), name="Support")
        return groups.save(group=group, members=[manager.user], by=manager.user)

    answers = race(racers, attempts(make), attempts(make), attempts(make))

    assert sorted(answers) == ["", "name_taken", "name_taken"]
    assert list(AgentGroup.objects.get().members.all()) == [manager.agent]
