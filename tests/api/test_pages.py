"""Pages and goods that an agent may send."""

import pytest
from pytest_django.fixtures import Settings

from tests import people
from tests.api.desks import Desk, code
from tests.people import AnsweringPerson
from wagtail_livechat.actions import setup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sources(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"CARD_SOURCES": ["tests.sources.Goods"]}


def addresses(desk: Desk, **query: object) -> list[str]:
    return [card["url"] for card in desk.gets("pages", **query)["pages"]]


def test_pages_are_found_by_their_title_as_cards(agent: AnsweringPerson) -> None:
    assert Desk(agent).gets("pages", q="guji")["pages"] == [
        {
            "url": "http://testserver/goods/guji/",
            "title": "guji",
            "description": "",
            "image": None,
            "detail": "",
            "site": "testserver",
        }
    ]


def test_without_words_there_are_ten(agent: AnsweringPerson) -> None:
    assert len(addresses(Desk(agent))) == 10


def test_addresses_are_those_of_the_site(agent: AnsweringPerson) -> None:
    other = people.another_site()
    here = people.site()
    here.hostname = "shop.example"
    here.save()

    assert addresses(Desk(agent), q="guji", site=here.pk) == ["http://shop.example/goods/guji/"]
    assert addresses(Desk(agent), q="guji", site=other.pk) == ["http://other.example/goods/guji/"]
    assert addresses(Desk(agent), q="guji") == ["http://shop.example/goods/guji/", "http://other.example/goods/guji/"]


def test_an_agent_on_the_site_itself_gives_the_address_they_use(agent: AnsweringPerson) -> None:
    here = people.site()
    here.hostname = "testserver"
    here.save()

    assert addresses(Desk(agent), q="guji") == ["http://testserver/goods/guji/"]


def test_only_sites_within_reach_are_searched() -> None:
    other = people.another_site()
    setup.set_up()
    desk = Desk(people.an_agent_of(other, "elsewhere"))

    assert addresses(desk, q="guji") == ["http://other.example/goods/guji/"]
    assert addresses(desk, q="guji", site=people.site().pk) == []


@pytest.mark.parametrize("query", [{"site": -1}, {"site": "x"}, {"q": "x" * 101}])
def test_what_makes_no_sense_is_refused(agent: AnsweringPerson, query: dict[str, object]) -> None:
    assert code(agent.client.get("/livechat/api/agent/pages", query)) == (422, "invalid")


def test_cards_come_with_the_message_in_the_answer(agent: AnsweringPerson) -> None:
    conversation = people.a_visitor().writes("Hello")

    answer = Desk(agent).does(conversation, "messages", client_id="a", body="http://localhost/goods/guji/")

    assert [card["title"] for card in answer.json()["message"]["cards"]] == ["The guji"]
