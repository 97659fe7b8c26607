"""Live visitors as one of Wagtail's listings."""

import re

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from tests import lookers, people
from tests.admin.reading import text_of
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.models import LiveChatSettings
from wagtail_livechat.selectors import live
from wagtail_livechat.wagtail_hooks import live_menu_item

INDEX = "/admin/livechat/visitors/"
RESULTS = f"{INDEX}results/"
SETTINGS = "/admin/settings/wagtail_livechat/livechatsettings/"


def markup(person: AnsweringPerson, path: str = RESULTS, **query: str) -> str:
    answer = person.client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def found(person: AnsweringPerson, **query: str) -> list[str]:
    """Which of the people of a test are listed, in that order."""
    html = markup(person, **query)
    return re.findall(
        r"Vera|Otto|Ines", " ".join(re.findall(r'<div class="title-wrapper">(.*?)</div>', html, re.DOTALL))
    )


@pytest.fixture
def baskets(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop shows what Vera has in the basket."""
    LiveChatSettings.objects.create(site=people.site(), shows_customer_data=True)

    def asked(visits: object) -> dict[int, object]:
        of_vera = [visit for visit in visits if visit.visitor.name == "Vera"]  # type: ignore[attr-defined]
        return {visit.visitor_id: {"amount": "1048.50", "currency": "EUR"} for visit in of_vera}

    monkeypatch.setattr(live, "basket_values", asked)


def vera(**fields: object) -> None:
    visit = lookers.somebody("https://shop.example/guji/", "Guji", **fields)
    lookers.named(visit, name="Vera", user=people.a_user("vera"))


def otto(**fields: object) -> None:
    lookers.named(lookers.somebody("https://shop.example/", "Home", **fields), name="Otto")


def test_the_list_says_who_is_where_and_with_what(agent: AnsweringPerson) -> None:
    vera(country_code="DE", device="phone")

    html, text = markup(agent, INDEX), text_of(agent.client, INDEX)

    assert "Vera Guji" in text
    assert "🇩🇪 DE Phone Customer" in text
    assert re.search(r'<a id="page-of-[0-9a-f-]{36}" href="https://shop.example/guji/" rel="noreferrer">Guji</a>', html)
    assert 'data-livechat-country="DE"' in html


@pytest.mark.parametrize(
    ("known", "called"),
    [
        ({"name": "Vera", "city": "Lyon"}, "Vera"),
        ({"email": "vera@example.com", "city": "Lyon"}, "vera@example.com"),
        ({"country_code": "FR", "city": "Lyon"}, "Visitor from Lyon"),
        ({"country_code": "FR"}, 'Visitor from <span data-livechat-country="FR">FR</span>'),
        ({"city": "<b>Lyon"}, "Visitor from &lt;b&gt;Lyon"),
    ],
)
def test_a_visitor_is_called_as_in_the_inbox(agent: AnsweringPerson, known: dict[str, str], called: str) -> None:
    lookers.named(lookers.somebody(), **known)

    assert re.search(rf">\s*{called}\s*</a>", markup(agent))


def test_a_visitor_of_whom_nothing_is_known_has_a_label(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    lookers.comes(visitor)

    assert f"Visitor {visitor.visitor.public_id.hex[:4].upper()}" in markup(agent)


def test_a_visitor_leads_to_the_conversation_or_to_the_list_of_visitors(
    agent: AnsweringPerson, visitor: VisitingPerson
) -> None:
    lookers.comes(visitor)
    assert 'href="/admin/livechat/#visitors"' in markup(agent)

    conversation = visitor.writes("Hello")

    assert f'href="/admin/livechat/#{conversation.public_id}"' in markup(agent)


def test_an_address_that_is_none_of_the_web_is_no_link(agent: AnsweringPerson) -> None:
    lookers.somebody("javascript:alert(1)", "")

    html = markup(agent)

    assert "javascript:alert(1)" in html
    assert 'href="javascript' not in html


def test_a_visit_without_a_page_says_nothing_of_one(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    lookers.comes(visitor).page_views.all().delete()

    assert "Visitor" in text_of(agent.client, RESULTS)


def test_an_agent_sees_whom_they_may_speak_to(
    agent: AnsweringPerson, manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    lookers.named(lookers.comes(visitor), name="Ines")
    manager.takes(visitor.writes("Hello"))
    otto()

    assert found(agent) == ["Otto"]
    assert found(manager) == ["Otto", "Ines"]


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ({"country": "DE"}, ["Vera"]),
        ({"device": "phone"}, ["Vera"]),
        ({"customer": "true"}, ["Vera"]),
        ({"customer": "false"}, ["Otto"]),
        ({"returning": "true"}, []),
        ({"returning": "false"}, ["Otto", "Vera"]),
        ({"q": "vera"}, ["Vera"]),
        ({"q": "guji"}, ["Vera"]),
        ({"q": "guji", "country": "FR"}, []),
        ({"ordering": "started_at"}, ["Vera", "Otto"]),
        ({"country": "nowhere", "basket": "true"}, ["Otto", "Vera"]),
    ],
)
def test_the_list_is_filtered_searched_and_sorted(
    agent: AnsweringPerson, query: dict[str, str], listed: list[str]
) -> None:
    vera(country_code="DE", device="phone")
    otto(country_code="FR", device="desktop")

    assert found(agent, **query) == listed


@pytest.mark.usefixtures("baskets")
def test_baskets_are_for_those_who_may_see_customer_data(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    vera()
    otto()

    assert "1,048.50 EUR" in text_of(manager.client, RESULTS)
    assert 'data-livechat-amount="1048.50" data-currency="EUR"' in markup(manager)
    assert "1,048.50" not in text_of(agent.client, INDEX)
    assert 'name="basket"' in markup(manager, INDEX)
    assert 'name="basket"' not in markup(agent, INDEX)
    assert found(manager, basket="true") == ["Vera"]
    assert found(manager, basket="false") == ["Otto"]


def test_the_site_is_asked_for_and_shown_where_there_are_several(agent: AnsweringPerson) -> None:
    otto()
    assert 'name="site"' not in markup(agent, INDEX)
    other = people.another_site()
    lookers.named(lookers.somebody(on=other), name="Ines")

    assert 'name="site"' in markup(agent, INDEX)
    assert "Ines Other" in text_of(agent.client, RESULTS)
    assert found(agent, site=str(other.pk)) == ["Ines"]
    elsewhere = people.an_agent_of(other, "elsewhere")
    assert 'name="site"' not in markup(elsewhere, INDEX)
    assert found(elsewhere) == ["Ines"]


def test_nobody_is_there(agent: AnsweringPerson) -> None:
    assert "Nobody is on the site right now." in text_of(agent.client, INDEX)
    otto()

    assert "Nobody on the site is like that." in text_of(agent.client, RESULTS, q="vera")


def test_the_list_has_pages(agent: AnsweringPerson) -> None:
    for _ in range(51):
        lookers.somebody()

    assert "Page 1 of 2" in text_of(agent.client, INDEX)
    assert "51 visitors" in text_of(agent.client, INDEX)
    assert "Page 2 of 2" in text_of(agent.client, RESULTS, p="2")


@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.usefixtures("baskets")
def test_the_number_of_queries_does_not_grow_with_the_visitors(
    manager: AnsweringPerson, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        lookers.somebody(country_code="DE")
    client = manager.client
    client.get(INDEX)

    with django_assert_max_num_queries(27):
        client.get(INDEX)


# --- Who is not listed -----------------------------------------------------------------------------------------------

ONLY_OPENED = "Only visitors who opened the chat are listed, because nobody else is recorded."


def test_the_default_setting_is_named_with_a_way_to_change_it(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    assert f"{ONLY_OPENED} Change the setting" in text_of(manager.client, INDEX)
    assert f'href="{SETTINGS}{people.site().pk}/"' in markup(manager, INDEX)
    assert ONLY_OPENED in text_of(agent.client, INDEX)
    assert SETTINGS not in text_of(agent.client, INDEX)
    assert "Change the setting" not in text_of(agent.client, INDEX)
    assert ONLY_OPENED not in text_of(manager.client, RESULTS), "it does not move when the list does"


def test_where_everybody_is_recorded_nothing_is_said(manager: AnsweringPerson) -> None:
    lookers.records("all")

    assert "recorded" not in text_of(manager.client, INDEX)


def test_where_nobody_is_recorded_nobody_is_listed(manager: AnsweringPerson) -> None:
    lookers.records("nobody")

    assert "Nobody is listed here, because visitors are not recorded." in text_of(manager.client, INDEX)


def test_of_several_sites_some_may_be_incomplete(manager: AnsweringPerson) -> None:
    lookers.records("all")
    people.another_site()

    assert "Not everybody is recorded on all of your sites" in text_of(manager.client, INDEX)


# --- Who sees it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [INDEX, RESULTS])
def test_who_may_not_answer_is_sent_home_or_to_the_login(db: None, path: str) -> None:
    editor = Client()
    editor.force_login(people.a_user("editor", group="Editors"))

    assert editor.get(path)["Location"] == "/admin/"
    assert Client().get(path)["Location"] == f"/admin/login/?next={path}"


@pytest.mark.parametrize(
    ("group", "shown"), [("Live chat agents", True), ("Live chat managers", True), ("Editors", False)]
)
def test_the_menu_shows_it_to_those_who_may_answer(db: None, rf: RequestFactory, group: str, shown: bool) -> None:
    request = rf.get("/admin/")
    request.user = people.a_user("somebody", group=group)

    assert live_menu_item().is_shown(request) is shown


def test_the_script_is_told_where_the_listing_comes_from(agent: AnsweringPerson) -> None:
    assert re.search(
        r'<script defer src="/static/wagtail_livechat/live_visitors.js[^"]*" data-livechat-live="([^"]+)">',
        markup(agent, INDEX),
    )
