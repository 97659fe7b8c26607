"""Tags on a conversation."""

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, events_of
from wagtail_livechat.exceptions import BadTag, NotFound, TagTooLong, TooManyTags
from wagtail_livechat.models import Conversation, Tag


@pytest.fixture
def conversation(visitor: VisitingPerson) -> Conversation:
    return visitor.writes("Hello")


def test_tags_are_kept_in_order_and_become_tags_of_the_site(conversation: Conversation, agent: AnsweringPerson) -> None:
    entry = agent.tags(conversation, "vip", "Order")

    conversation.refresh_from_db()
    assert conversation.tag_names == ["Order", "vip"]
    assert set(conversation.tags.values_list("name", "site")) == {
        ("Order", people.site().pk),
        ("vip", people.site().pk),
    }
    assert entry is not None
    assert (entry.event_data["added"], entry.event_data["removed"]) == (["Order", "vip"], [])


def test_the_set_replaces_what_was_there(conversation: Conversation, agent: AnsweringPerson) -> None:
    agent.tags(conversation, "vip", "order")

    entry = agent.tags(conversation, "vip", "delivery")

    conversation.refresh_from_db()
    assert conversation.tag_names == ["delivery", "vip"]
    assert entry is not None
    assert (entry.event_data["added"], entry.event_data["removed"]) == (["delivery"], ["order"])


def test_the_same_tags_change_nothing(conversation: Conversation, agent: AnsweringPerson) -> None:
    agent.tags(conversation, "vip")

    assert agent.tags(conversation, "VIP ") is None
    assert events_of(conversation) == ["started", "tagged"]


def test_a_tag_is_the_same_whatever_its_capitals_and_spaces(conversation: Conversation, agent: AnsweringPerson) -> None:
    Tag.objects.create(site=people.site(), name="Big order")

    agent.tags(conversation, " big   ORDER", "big order")

    conversation.refresh_from_db()
    assert conversation.tag_names == ["Big order"]
    assert Tag.objects.count() == 1


def test_a_tag_of_another_site_is_another_tag(conversation: Conversation, agent: AnsweringPerson) -> None:
    Tag.objects.create(site=people.another_site(), name="vip", colour="#ff0000")

    agent.tags(conversation, "vip")

    assert conversation.tags.get().site == people.site()


@pytest.mark.parametrize(
    ("names", "error"),
    [
        (["x" * 300], TagTooLong),
        (["x" * 51], TagTooLong),
        (["vip", " "], BadTag),
        ([f"tag {number}" for number in range(21)], TooManyTags),
    ],
)
def test_bad_tags_change_nothing(
    conversation: Conversation, agent: AnsweringPerson, names: list[str], error: type[BadTag]
) -> None:
    agent.tags(conversation, "order")

    with pytest.raises(error):
        agent.tags(conversation, *names)

    conversation.refresh_from_db()
    assert conversation.tag_names == ["order"]
    assert Tag.objects.count() == 1


def test_a_tag_may_have_fifty_characters(conversation: Conversation, agent: AnsweringPerson) -> None:
    agent.tags(conversation, "x" * 50)

    conversation.refresh_from_db()
    assert conversation.tag_names == ["x" * 50]


def test_nobody_tags_out_of_reach(conversation: Conversation, agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    manager.takes(conversation)

    with pytest.raises(NotFound):
        agent.tags(conversation, "vip")
