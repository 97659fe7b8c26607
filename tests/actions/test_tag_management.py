"""What managers do with tags: their conversations always show the tags that they have."""

import pytest
from wagtail.log_actions import registry
from wagtail.models import Site

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import broadcast
from wagtail_livechat.actions import tags
from wagtail_livechat.events import ConversationChanged, Event, GroupsChanged
from wagtail_livechat.exceptions import BadTag, CannotMerge, TagNameTaken, TagTooLong
from wagtail_livechat.models import Conversation, Tag


@pytest.fixture
def told(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What is published while the test runs."""
    events: list[Event] = []
    monkeypatch.setattr(broadcast, "publish", events.extend)
    return events


@pytest.fixture
def tagged(visitor: VisitingPerson, agent: AnsweringPerson) -> Conversation:
    conversation = visitor.writes("Where is my parcel?")
    agent.tags(conversation, "delivery", "urgent", "B2B")
    conversation.refresh_from_db()
    return conversation


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def names_of(conversation: Conversation) -> list[str]:
    """The tags' names, which the row and the tags themselves tell alike."""
    conversation.refresh_from_db()
    assert set(conversation.tag_names) == set(conversation.tags.values_list("name", flat=True))
    return conversation.tag_names


def test_a_tag_is_made(manager: AnsweringPerson, told: list[Event]) -> None:
    made = tags.save(tag=Tag(site=people.site(), name="  late   parcel ", colour="#0c6b5f"), by=manager.user)

    assert (made.name, made.colour) == ("late parcel", "#0c6b5f")
    assert [type(event) for event in told] == [GroupsChanged]


def test_a_new_name_is_shown_by_the_conversations(
    manager: AnsweringPerson, tagged: Conversation, told: list[Event]
) -> None:
    renamed = tag("delivery")
    renamed.name = "Shipping"

    tags.save(tag=renamed, by=manager.user)

    assert names_of(tagged) == ["B2B", "Shipping", "urgent"]
    [changed] = [event for event in told if isinstance(event, ConversationChanged)]
    assert changed.conversation.revision == tagged.revision


def test_another_colour_changes_no_conversation(
    manager: AnsweringPerson, tagged: Conversation, told: list[Event]
) -> None:
    recoloured = tag("urgent")
    recoloured.colour = "#cc0000"

    tags.save(tag=recoloured, by=manager.user)

    assert [type(event) for event in told] == [GroupsChanged]


def test_a_tag_takes_no_name_of_another_one(manager: AnsweringPerson, tagged: Conversation) -> None:
    renamed = tag("delivery")
    renamed.name = "URGENT"

    with pytest.raises(TagNameTaken):
        tags.save(tag=renamed, by=manager.user)
    assert names_of(tagged) == ["B2B", "delivery", "urgent"]


def test_the_same_tag_may_be_written_with_other_capitals(manager: AnsweringPerson, tagged: Conversation) -> None:
    renamed = tag("urgent")
    renamed.name = "Urgent"

    tags.save(tag=renamed, by=manager.user)

    assert names_of(tagged) == ["B2B", "delivery", "Urgent"]


@pytest.mark.parametrize(("name", "refused"), [("  ", BadTag), ("x" * 51, TagTooLong)])
def test_a_tag_has_a_name_of_at_most_50_characters(manager: AnsweringPerson, name: str, refused: type[BadTag]) -> None:
    with pytest.raises(refused):
        tags.save(tag=Tag(site=people.site(), name=name), by=manager.user)


def test_a_deleted_tag_is_taken_off_its_conversations(
    manager: AnsweringPerson, tagged: Conversation, told: list[Event]
) -> None:
    tags.delete(tag=tag("urgent"), by=manager.user)

    assert names_of(tagged) == ["B2B", "delivery"]
    assert [type(event) for event in told] == [ConversationChanged, GroupsChanged]


def test_a_tag_that_is_gone_already_is_deleted_without_a_word(manager: AnsweringPerson, tagged: Conversation) -> None:
    gone = tag("urgent")
    tags.delete(tag=tag("urgent"), by=manager.user)

    tags.delete(tag=gone, by=manager.user)

    assert names_of(tagged) == ["B2B", "delivery"]


def test_a_conversation_with_both_tags_keeps_one_when_they_are_merged(
    manager: AnsweringPerson, tagged: Conversation
) -> None:
    tags.merge(tag=tag("urgent"), into=tag("delivery"), by=manager.user)

    assert names_of(tagged) == ["B2B", "delivery"]
    assert not Tag.objects.filter(name="urgent").exists()


def test_a_conversation_with_the_merged_tag_gets_the_other_one(
    manager: AnsweringPerson, agent: AnsweringPerson, tagged: Conversation
) -> None:
    other = people.a_visitor().writes("Hello")
    agent.tags(other, "shipping")

    tags.merge(tag=tag("shipping"), into=tag("delivery"), by=manager.user)

    assert names_of(other) == ["delivery"]
    assert names_of(tagged) == ["B2B", "delivery", "urgent"]


def test_a_tag_is_not_merged_into_itself(manager: AnsweringPerson, tagged: Conversation) -> None:
    with pytest.raises(CannotMerge):
        tags.merge(tag=tag("urgent"), into=tag("urgent"), by=manager.user)

    assert names_of(tagged) == ["B2B", "delivery", "urgent"]


def test_a_tag_is_not_merged_into_one_of_another_site(manager: AnsweringPerson, tagged: Conversation) -> None:
    foreign = Tag.objects.create(site=people.another_site(), name="delivery")

    with pytest.raises(CannotMerge):
        tags.merge(tag=tag("urgent"), into=foreign, by=manager.user)


def test_a_tag_that_was_deleted_meanwhile_is_not_merged(manager: AnsweringPerson, tagged: Conversation) -> None:
    gone = tag("urgent")
    tags.delete(tag=tag("urgent"), by=manager.user)

    with pytest.raises(CannotMerge):
        tags.merge(tag=gone, into=tag("delivery"), by=manager.user)


def test_a_conversation_that_lost_the_tag_meanwhile_does_not_get_the_new_name(
    manager: AnsweringPerson, tagged: Conversation
) -> None:
    """The row is looked at under its lock: what it shows decides."""
    Conversation.objects.filter(pk=tagged.pk).update(tag_names=["B2B"])
    renamed = tag("urgent")
    renamed.name = "now"

    tags.save(tag=renamed, by=manager.user)

    tagged.refresh_from_db()
    assert tagged.tag_names == ["B2B"]


def test_two_agents_who_think_of_a_tag_in_the_same_moment_share_it(
    agent: AnsweringPerson, visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = visitor.writes("Hello")
    make = tags._made

    def make_second(site: Site, name: str) -> Tag | None:
        Tag.objects.create(site=site, name=name)
        return make(site, name)

    monkeypatch.setattr(tags, "_made", make_second)

    agent.tags(conversation, "new")

    assert names_of(conversation) == ["new"]
    assert Tag.objects.count() == 1


def test_what_is_done_to_a_tag_stands_in_wagtails_log(manager: AnsweringPerson, tagged: Conversation) -> None:
    merged = tag("urgent")
    key = merged.pk
    merged.colour = "#cc0000"
    tags.save(tag=merged, by=manager.user)
    tags.merge(tag=merged, into=tag("delivery"), by=manager.user)

    entries = registry.get_logs_for_instance(Tag(pk=key)).order_by("pk")

    assert [(entry.action, entry.data) for entry in entries] == [
        ("wagtail.edit", {}),
        ("wagtail_livechat.merged", {"into": "delivery"}),
    ]
