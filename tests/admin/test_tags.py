"""Tags in Wagtail's views."""

import pytest

from tests import people
from tests.admin.reading import errors_of, sends, text_of
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.models import Conversation, Tag

INDEX = "/admin/livechat/tags/"
#: The views of one row, below the index.
ROW_VIEWS = ("edit", "delete", "merge", "history", "history-results", "usage")


def a_tag(name: str = "delivery", **fields: object) -> Tag:
    return Tag.objects.create(**{"site": people.site(), "name": name, **fields})


@pytest.fixture
def tagged(visitor: VisitingPerson, agent: AnsweringPerson) -> Conversation:
    conversation = visitor.writes("Where is my parcel?")
    agent.tags(conversation, "delivery", "urgent")
    return conversation


def names_of(conversation: Conversation) -> list[str]:
    conversation.refresh_from_db()
    return conversation.tag_names


def test_the_list_shows_the_colours_and_how_many_conversations_have_a_tag(
    manager: AnsweringPerson, tagged: Conversation
) -> None:
    a_tag("praise", colour="#0c6b5f")

    page = text_of(manager.client, INDEX)

    assert "delivery" in page
    assert "#8c8c8c 1" in page
    assert "#0c6b5f 0" in page


def test_a_manager_makes_a_tag(manager: AnsweringPerson) -> None:
    page = sends(manager.client, f"{INDEX}new/", name="delivery", colour="#0c6b5f")

    assert "Tag 'delivery' created." in page
    assert Tag.objects.get().colour == "#0c6b5f"


def test_a_tag_is_renamed(manager: AnsweringPerson, tagged: Conversation) -> None:
    tag = Tag.objects.get(name="delivery")

    page = sends(manager.client, f"{INDEX}edit/{tag.pk}/", name="shipping", colour="#8c8c8c")

    assert "Tag 'shipping' updated." in page
    assert names_of(tagged) == ["shipping", "urgent"]


def test_grey_is_no_colour_of_its_own(manager: AnsweringPerson) -> None:
    tag = a_tag()

    page = manager.client.get(f"{INDEX}edit/{tag.pk}/").content.decode()
    sends(manager.client, f"{INDEX}edit/{tag.pk}/", name="delivery", colour="#8C8C8C")

    assert 'type="color" name="colour" value="#8c8c8c"' in page
    tag.refresh_from_db()
    assert tag.colour == ""


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"name": "delivery", "colour": "red"}, {"colour": ["Enter a colour such as #0c6b5f."]}),
        ({"name": " ", "colour": "#0c6b5f"}, {"name": ["This field is required."]}),
        (
            {"name": "x" * 51, "colour": "#0c6b5f"},
            {"name": ["Ensure this value has at most 50 characters (it has 51)."]},
        ),
        (
            {"name": "URGENT", "colour": "#0c6b5f"},
            {"name": ["This site has a tag of this name. Merge the two instead."]},
        ),
    ],
)
def test_what_is_no_tag_is_refused_at_its_field(
    manager: AnsweringPerson, fields: dict[str, str], refused: dict[str, list[str]]
) -> None:
    a_tag("urgent")

    assert errors_of(manager.client.post(f"{INDEX}new/", fields)) == refused
    assert Tag.objects.count() == 1


def test_before_a_tag_is_deleted_one_reads_how_many_conversations_have_it(
    manager: AnsweringPerson, tagged: Conversation
) -> None:
    tag = Tag.objects.get(name="delivery")

    assert "It is taken off 1 conversation." in text_of(manager.client, f"{INDEX}delete/{tag.pk}/")
    sends(manager.client, f"{INDEX}delete/{tag.pk}/")

    assert names_of(tagged) == ["urgent"]


def test_a_tag_is_merged_into_another_one(manager: AnsweringPerson, tagged: Conversation) -> None:
    tag, into = Tag.objects.order_by("name")

    page = text_of(manager.client, f"{INDEX}merge/{tag.pk}/")
    assert "1 conversation gets the tag that you choose in its place, and “delivery” is deleted." in page
    page = sends(manager.client, f"{INDEX}merge/{tag.pk}/", into=into.pk)

    assert "Tag 'delivery' merged into 'urgent'." in page
    assert names_of(tagged) == ["urgent"]
    assert Tag.objects.get() == into


def test_the_way_to_merge_stands_in_the_list_and_beside_the_form(manager: AnsweringPerson) -> None:
    tag = a_tag()

    for page in (INDEX, f"{INDEX}edit/{tag.pk}/"):
        assert f"{INDEX}merge/{tag.pk}/" in manager.client.get(page).content.decode(), page


def test_a_tag_that_no_conversation_has_says_so_before_it_is_merged(manager: AnsweringPerson) -> None:
    tag = a_tag()
    a_tag("urgent")

    assert "No conversation has “delivery”; it is deleted." in text_of(manager.client, f"{INDEX}merge/{tag.pk}/")


def test_the_only_tag_of_a_site_has_nothing_to_be_merged_into(manager: AnsweringPerson) -> None:
    tag = a_tag()
    foreign = a_tag("urgent", site=people.another_site())

    assert "This site has no other tag." in text_of(manager.client, f"{INDEX}merge/{tag.pk}/")
    for into in (tag, foreign):
        answer = manager.client.post(f"{INDEX}merge/{tag.pk}/", {"into": into.pk})
        assert "into" in errors_of(answer)
    assert Tag.objects.count() == 2


def test_the_usage_of_a_tag_is_its_conversations(manager: AnsweringPerson, tagged: Conversation) -> None:
    tag = Tag.objects.get(name="delivery")

    page = manager.client.get(f"{INDEX}usage/{tag.pk}/").content.decode()

    assert f"/admin/livechat/#{tagged.public_id}" in page
    assert "1 conversation" in text_of(manager.client, f"{INDEX}edit/{tag.pk}/")


def test_the_history_of_a_tag_tells_who_changed_it(manager: AnsweringPerson) -> None:
    manager.client.post(f"{INDEX}new/", {"name": "delivery", "colour": "#0c6b5f"})

    assert "Created manager" in text_of(manager.client, f"{INDEX}history/{Tag.objects.get().pk}/")


def test_a_manager_of_another_site_finds_nothing(manager: AnsweringPerson) -> None:
    tag = a_tag("elsewhere", site=people.another_site())
    here = people.an_agent_of(people.site(), "here", codename="manage_conversation")

    for index in (INDEX, f"{INDEX}results/"):
        assert "elsewhere" not in text_of(here.client, index)
    for view in ROW_VIEWS:
        assert here.client.get(f"{INDEX}{view}/{tag.pk}/").status_code == 404, view
        assert here.client.post(f"{INDEX}{view}/{tag.pk}/").status_code in (404, 405), view
    assert Tag.objects.get() == tag
