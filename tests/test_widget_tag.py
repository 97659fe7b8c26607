"""`{% livechat_widget %}` on the public site."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import conf
from wagtail_livechat.actions import presence
from wagtail_livechat.models import LiveChatSettings, ProactiveRule


def rendered(request: HttpRequest | None) -> str:
    return Template("{% load livechat %}{% livechat_widget %}").render(Context({"request": request}))


@pytest.fixture
def request_for_page(db: None, rf: RequestFactory) -> HttpRequest:
    return rf.get("/")


def test_it_is_one_script_with_site_level_data(request_for_page: HttpRequest) -> None:
    LiveChatSettings.objects.create(site=people.site(), colour="#123456", position="start", scheme="dark")

    html = rendered(request_for_page)

    assert html.count("<script ") == html.count("<") / 2 == 1
    assert dict(re.findall(r'data-([a-z-]+)="([^"]*)"', html)) == {
        "api": "/livechat/api/visitor/",
        "socket": "/livechat/ws/visitor/",
        "panel": "/static/wagtail_livechat/panel.js",
        "more": "/static/wagtail_livechat/more.js",
        "language": "en",
        "direction": "ltr",
        "label": "Open chat",
        "colour": "#123456",
        "position": "start",
        "scheme": "dark",
        "page-api": "/static/wagtail_livechat/page_api.js",
        "visits": "/static/wagtail_livechat/visits.js",
    }


@pytest.mark.parametrize(("when_away", "hides"), [("hide", True), ("form", False), ("stay", False)])
def test_it_says_where_the_chat_is_hidden_while_nobody_is_there(
    request_for_page: HttpRequest, when_away: str, hides: bool
) -> None:
    LiveChatSettings.objects.create(site=people.site(), when_away=when_away)

    assert (' data-hides=""' in rendered(request_for_page)) == hides


@pytest.mark.parametrize(
    ("recorded", "needs_consent", "said"),
    [
        ("opening", False, {"visits"}),
        ("opening", True, {"visits"}),
        ("all", False, {"visits", "everybody"}),
        ("all", True, {"visits", "everybody", "consent"}),
        ("nobody", False, set()),
        ("nobody", True, set()),
    ],
)
def test_it_says_whose_visits_are_recorded(
    request_for_page: HttpRequest, recorded: str, needs_consent: bool, said: set[str]
) -> None:
    LiveChatSettings.objects.create(site=people.site(), recorded=recorded, recording_needs_consent=needs_consent)

    names = re.findall(r' data-([a-z-]+)="', rendered(request_for_page))

    assert {"visits", "everybody", "consent"} & set(names) == said


def a_rule(agent: AnsweringPerson, **fields: Any) -> ProactiveRule:
    said = {"site": people.site(), "name": "Checkout", "message": "Can I help?", **fields}
    return ProactiveRule.objects.create(agent=agent.agent, **said)


def test_where_agents_speak_first_it_carries_the_rules(request_for_page: HttpRequest, agent: AnsweringPerson) -> None:
    rule = a_rule(agent, path='/shop/"*', seconds=30)

    html = rendered(request_for_page)

    data = dict(re.findall(r'data-([a-z]+)="([^"]*)"', html))
    assert (data["greeter"], data["dismiss"]) == ("/static/wagtail_livechat/greeter.js", "Dismiss")
    assert json.loads(unescape(data["rules"])) == [
        {"id": rule.pk, "path": '/shop/"*', "seconds": 30, "referrer": "", "returning": False}
    ]
    assert "Can I help?" not in html, "who it is for is not known yet"


def test_it_costs_one_query_to_know_whether_agents_speak_first(
    request_for_page: HttpRequest, agent: AnsweringPerson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rendered(request_for_page)

    with django_assert_num_queries(2):
        assert "data-rules" not in rendered(request_for_page)
    a_rule(agent)
    a_rule(agent)
    with django_assert_num_queries(2):
        assert "data-rules" in rendered(request_for_page)


def test_it_stays_out_of_previews(request_for_page: HttpRequest) -> None:
    request_for_page.is_preview = True  # type: ignore[attr-defined]

    assert rendered(request_for_page) == ""


def test_it_stays_out_where_there_is_no_request(db: None) -> None:
    assert rendered(None) == ""


def test_it_stays_out_of_a_host_that_is_no_site(request_for_page: HttpRequest) -> None:
    Site.objects.all().delete()

    assert rendered(request_for_page) == ""


def test_an_editor_can_switch_it_off(request_for_page: HttpRequest) -> None:
    LiveChatSettings.objects.create(site=people.site(), enabled=False)

    assert rendered(request_for_page) == ""


def test_its_label_can_hold_no_markup(request_for_page: HttpRequest) -> None:
    LiveChatSettings.objects.create(site=people.site(), colour='"><b>')

    assert "<b>" not in rendered(request_for_page)


@pytest.fixture
def shopper(db: None) -> AbstractUser:
    return people.a_user("alice", first_name="Alice")


@pytest.mark.parametrize("path", ["/", "/livechat/api/visitor/config"])
def test_everybody_gets_the_same_bytes_so_that_a_cache_may_keep_them(
    visitor: VisitingPerson, agent: AnsweringPerson, shopper: AbstractUser, path: str
) -> None:
    presence.open_inbox(agent=agent.agent)
    visitor.writes("Hello")
    known, logged_in = visitor.browser.client, Client()
    logged_in.force_login(shopper)

    answers = [client.get(path) for client in (Client(), known, logged_in, agent.client)]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("path", ["/", "/livechat/api/visitor/config"])
def test_before_the_first_click_no_cookie_is_set_or_read(db: None, path: str) -> None:
    answer = Client().get(path)

    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_the_configuration_may_be_cached_for_a_minute(db: None) -> None:
    answer = Client().get("/livechat/api/visitor/config")

    assert answer["Cache-Control"] == "public, max-age=60"


def test_the_visitors_cookie_is_none_of_the_pages_business(visitor: VisitingPerson) -> None:
    class Watched(dict[str, str]):
        read: list[str] = []

        def get(self, key: str, default: object = None) -> object:
            self.read.append(key)
            return super().get(key, default)

        __getitem__ = get  # type: ignore[assignment]

    request = RequestFactory().get("/")
    request.COOKIES = Watched({conf.VISITOR_COOKIE: visitor.token})

    rendered(request)

    assert Watched.read == []
