"""Which groups a visitor may choose, and what becomes of the choice."""

from typing import Any

import pytest

from tests import people
from tests.hours import never
from tests.people import AnsweringPerson, Browser, VisitingPerson
from wagtail_livechat.models import AgentGroup, Conversation, LiveChatSettings


@pytest.fixture
def sales(db: None) -> AgentGroup:
    people.a_group("Elsewhere", on=people.another_site())
    return people.a_group("Sales")


@pytest.fixture
def offered(sales: AgentGroup) -> LiveChatSettings:
    return LiveChatSettings.objects.create(site=people.site(), offers_groups=True)


def offered_to(browser: Browser) -> list[dict[str, Any]]:
    return browser.gets("config").json()["form"]["groups"]


def test_no_group_is_offered_unless_an_editor_says_so(browser: Browser, sales: AgentGroup) -> None:
    assert offered_to(browser) == []


@pytest.mark.usefixtures("offered")
def test_the_groups_of_the_site_are_offered(browser: Browser, sales: AgentGroup) -> None:
    assert offered_to(browser) == [{"id": sales.pk, "name": "Sales", "online": False}]


@pytest.mark.usefixtures("offered")
def test_a_group_is_online_while_a_member_is_and_its_hours_are_open(
    browser: Browser, sales: AgentGroup, agent: AnsweringPerson
) -> None:
    sales.members.set([agent.agent])
    agent.comes_online()
    assert [group["online"] for group in offered_to(browser)] == [True]

    never(group=sales)
    assert [group["online"] for group in offered_to(browser)] == [False]


@pytest.mark.usefixtures("offered")
def test_none_is_offered_where_there_is_no_group(browser: Browser) -> None:
    AgentGroup.objects.all().delete()

    assert offered_to(browser) == []


@pytest.mark.usefixtures("offered")
def test_a_conversation_begins_in_the_group_that_was_chosen(browser: Browser, sales: AgentGroup) -> None:
    assert browser.writes("Hello", form={"group": sales.pk}).status_code == 201

    assert Conversation.objects.get().group == sales


@pytest.mark.usefixtures("offered")
def test_a_later_choice_changes_nothing(visitor: VisitingPerson, sales: AgentGroup) -> None:
    visitor.writes("Hello")

    visitor.writes("Hello again", group=sales.pk)

    assert Conversation.objects.get().group is None


@pytest.mark.parametrize("choice", ["not offered", "of another site", "gone"])
def test_a_choice_that_does_not_stand_refuses_no_message(browser: Browser, sales: AgentGroup, choice: str) -> None:
    if choice != "not offered":
        LiveChatSettings.objects.create(site=people.site(), offers_groups=True)
    keys = {"of another site": AgentGroup.objects.get(name="Elsewhere").pk, "gone": 10**6}

    answer = browser.writes("Hello", form={"group": keys.get(choice, sales.pk)})

    assert answer.status_code == 201
    assert Conversation.objects.get().group is None


@pytest.mark.parametrize("form", [{"group": "x"}, {"colour": "red"}, [], "sales"])
def test_a_form_of_the_wrong_shape_is_invalid(browser: Browser, form: object) -> None:
    assert browser.writes("Hello", form=form).status_code == 422
