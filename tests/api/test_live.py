"""The agent's routes about who is on the site: the list, the search, and speaking first."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import lookers, people
from tests.api.desks import Desk, code
from tests.people import AnsweringPerson, VisitingPerson, texts_of
from wagtail_livechat.models import Conversation, LiveChatSettings, Visitor
from wagtail_livechat.selectors import live
from wagtail_livechat.shapes import visit_shape


@pytest.fixture
def desk(agent: AnsweringPerson) -> Desk:
    return Desk(agent)


def says(desk: Desk, visitor: VisitingPerson, body: str = "Can I help?", **fields: Any) -> Any:
    letter = {"client_id": people.client_id(), "body": body, **fields}
    return desk.posts(f"visitors/{visitor.visitor.public_id}/conversations", letter)


# --- Who is there ----------------------------------------------------------------------------------------------------


def test_the_list_says_all_there_is_to_say(desk: Desk, visitor: VisitingPerson) -> None:
    visit = lookers.comes(visitor, "https://shop.example/guji/", "Guji", country_code="DE", device="phone")
    lookers.named(visit, name="Vera", email="vera@example.com", user=people.a_user("vera"), city="Bonn")
    conversation = visitor.writes("Hello")

    answer = desk.gets("visitors", online=1)

    [row] = answer["visitors"]
    assert row == {
        "public_id": str(visitor.visitor.public_id),
        "name": "Vera",
        "email": "vera@example.com",
        "online": True,
        "country_code": "",
        "city": "Bonn",
        "visit": visit_shape(visit),
        "page": {"url": "https://shop.example/guji/", "title": "Guji"},
        "page_at": row["page_at"],
        "returning": False,
        "customer": True,
        "basket": None,
        "conversation": str(conversation.public_id),
    }
    assert {key: value for key, value in answer.items() if key != "visitors"} == {
        "online": 1,
        "recorded": "opening",
        "settings_url": None,
        "countries": ["DE"],
    }


def test_a_visit_without_a_page_has_an_empty_one(desk: Desk, visitor: VisitingPerson) -> None:
    visit = lookers.comes(visitor)
    visit.page_views.all().delete()

    [row] = desk.gets("visitors", online=1)["visitors"]

    assert row["page"] == {"url": "", "title": ""}
    assert row["page_at"] == row["visit"]["last_seen_at"]


def test_managers_are_told_where_the_setting_is(manager: AnsweringPerson) -> None:
    answer = Desk(manager).gets("visitors", online=1)

    assert answer["settings_url"] == f"/admin/settings/wagtail_livechat/livechatsettings/{people.site().pk}/"
    lookers.records("all")
    answer = Desk(manager).gets("visitors", online=1)
    assert (answer["recorded"], answer["settings_url"]) == ("all", None)


@pytest.mark.parametrize(
    ("here", "there", "recorded"),
    [
        ("all", "all", "all"),
        ("all", "nobody", "opening"),
        ("opening", "nobody", "opening"),
        ("nobody", "nobody", "nobody"),
    ],
)
def test_who_can_be_listed_on_several_sites(desk: Desk, here: str, there: str, recorded: str) -> None:
    lookers.records(here)
    lookers.records(there, on=people.another_site())

    assert desk.gets("visitors", online=1)["recorded"] == recorded


@pytest.mark.parametrize(
    "query",
    [
        {"country": "DE"},
        {"device": "phone"},
        {"returning": 0, "customer": 1},
        {"q": "vera"},
        {"q": "guji"},
        {"site": "here"},
        {"basket": 0, "customer": "true"},
    ],
    ids=str,
)
def test_the_list_is_narrowed(desk: Desk, query: dict[str, Any]) -> None:
    vera = lookers.somebody("https://shop.example/guji/", country_code="DE", device="phone")
    lookers.named(vera, name="Vera", user=people.a_user("vera"))
    lookers.somebody(on=people.another_site(), country_code="FR", device="desktop")
    if "site" in query:
        query = {"site": people.site().pk}

    answer = desk.gets("visitors", online=1, **query)

    assert [row["name"] for row in answer["visitors"]] == ["Vera"]
    assert answer["online"] == (1 if "site" in query else 2)


@pytest.mark.parametrize(
    "query",
    [
        {"online": "perhaps"},
        {"online": 1, "site": "x"},
        {"online": 1, "site": -1},
        {"online": 1, "site": 2**63},
        {"online": 1, "country": "de"},
        {"online": 1, "country": "DEU"},
        {"online": 1, "device": "fridge"},
        {"online": 1, "returning": "x"},
        {"online": 1, "customer": 2},
        {"online": 1, "basket": ""},
        {"q": "x" * 201},
        {"q": "\x00"},
    ],
    ids=str,
)
def test_what_is_no_filter_is_refused(desk: Desk, query: dict[str, Any]) -> None:
    answer = desk.client.get("/livechat/api/agent/visitors", query)

    assert code(answer) == (422, "invalid")


def test_baskets_are_for_those_who_may_see_customer_data(
    desk: Desk, manager: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    LiveChatSettings.objects.create(site=people.site(), shows_customer_data=True)
    basket = {"amount": "48.00", "currency": "EUR"}
    monkeypatch.setattr(live, "basket_values", lambda visits: {visit.visitor_id: basket for visit in visits})
    lookers.somebody()

    assert [row["basket"] for row in desk.gets("visitors", online=1)["visitors"]] == [None]
    assert [row["basket"] for row in Desk(manager).gets("visitors", online=1, basket=1)["visitors"]] == [basket]


def test_there_are_200_at_most(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wagtail_livechat.api.agent_live.MOST", 2)
    for number in range(3):
        lookers.named(lookers.somebody(), name=str(number))

    answer = desk.gets("visitors", online=1)

    assert [row["name"] for row in answer["visitors"]] == ["2", "1"]
    assert answer["online"] == 3


@pytest.mark.parametrize("count", [3, 60])
def test_the_number_of_queries_does_not_grow_with_the_visitors(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        visitor = people.a_visitor()
        lookers.comes(visitor, country_code="DE")
        visitor.writes("Hello")
    desk.gets("me")

    # Most of them for who asks and what they may see.
    with django_assert_num_queries(22):
        assert len(desk.gets("visitors", online=1)["visitors"]) == count


# --- Anybody at all --------------------------------------------------------------------------------------------------


def test_a_search_finds_also_those_who_are_gone(desk: Desk) -> None:
    known = {"name": "Vera", "phone": "+49 555", "user": people.a_user("vera"), "country_code": "DE", "city": "Bonn"}
    visit = lookers.named(lookers.somebody(), **known)
    lookers.leaves(visit, seconds=3_600)

    answer = desk.gets("visitors", q="vera")

    [row] = answer["visitors"]
    assert row == {
        "public_id": str(visit.visitor.public_id),
        "name": "Vera",
        "email": "",
        "online": True,
        "country_code": "DE",
        "city": "Bonn",
        "phone": "+49 555",
        "signed_in": True,
        "last_seen_at": row["last_seen_at"],
    }
    assert list(answer) == ["visitors"]


def test_a_search_for_nothing_finds_nobody(desk: Desk) -> None:
    lookers.somebody()

    assert desk.gets("visitors") == {"visitors": []}
    assert desk.gets("visitors", q=" ", site=people.site().pk) == {"visitors": []}


# --- Speaking first --------------------------------------------------------------------------------------------------


def test_an_agent_begins_a_conversation(desk: Desk, agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    answer = says(desk, visitor)

    assert answer.status_code == 201
    conversation, message = answer.json()["conversation"], answer.json()["message"]
    assert conversation["assignee"]["id"] == agent.agent.pk
    assert conversation["waiting_since"] is None
    assert (message["author"], message["body"]) == ("agent", "Can I help?")
    assert texts_of(Conversation.objects.get()) == ["Can I help?"]


def test_the_visitor_finds_it_unread(desk: Desk, visitor: VisitingPerson) -> None:
    says(desk, visitor)

    session = visitor.browser.posts("session").json()

    assert session["conversation"]["unread"] == 1
    assert session["conversation"]["assignee"] is not None
    assert [message["body"] for message in session["messages"]] == ["Can I help?"]


def test_the_same_message_again_is_known(desk: Desk, visitor: VisitingPerson) -> None:
    first = says(desk, visitor, client_id="same")
    again = says(desk, visitor, client_id="same")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["message"]["id"] == first.json()["message"]["id"]


def test_an_open_conversation_goes_on(desk: Desk, visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello")

    answer = says(desk, visitor)

    assert answer.json()["conversation"]["public_id"] == str(conversation.public_id)


def test_who_is_blocked_is_not_spoken_to(desk: Desk, visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visitor.writes("Buy my watches")
    agent.blocks(visitor)

    assert code(says(desk, visitor)) == (403, "closed")


def test_a_colleagues_conversation_is_left_alone(desk: Desk, visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    first = visitor.writes("Hello")
    visitor.ends(first)
    manager.takes(visitor.writes("Hello again"))

    assert code(says(desk, visitor)) == (409, "already_in_charge")


@pytest.mark.parametrize(
    ("letter", "refusal"),
    [
        ({"body": " "}, (422, "empty")),
        ({"body": "x" * 10_001}, (422, "too_long")),
        ({"body": "a\x00b"}, (422, "bad_character")),
        ({"client_id": ""}, (422, "invalid")),
        ({"client_id": "x" * 65}, (422, "invalid")),
        ({"body": 5}, (422, "invalid")),
        ({"note": True}, (422, "invalid")),
    ],
    ids=str,
)
def test_what_is_no_message_begins_nothing(
    desk: Desk, visitor: VisitingPerson, letter: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert code(says(desk, visitor, **letter)) == refusal
    assert not Conversation.objects.exists()


def test_nobody_speaks_to_visitors_of_another_site(visitor: VisitingPerson) -> None:
    elsewhere = Desk(people.an_agent_of(people.another_site(), "elsewhere"))

    assert code(says(elsewhere, visitor)) == (404, "not_found")
    assert Visitor.objects.count() == 1
