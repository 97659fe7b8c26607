"""Whether a proactive message shall be shown, asked by the widget."""

from django.test import Client
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AnsweringPerson, Browser, VisitingPerson
from tests.rules import a_rule
from wagtail_livechat import conf
from wagtail_livechat.models import Visitor


def test_the_widget_gets_the_message_and_the_face(browser: Browser, agent: AnsweringPerson) -> None:
    rule = a_rule(agent)
    agent.comes_online()

    answer = browser.gets("rule", id=rule.pk)

    said = {"id": rule.pk, "message": "Can I help?", "agent": {"name": "agent", "avatar": None}}
    assert answer.json() == {"rule": said}
    assert answer["Cache-Control"] == "private, no-store"


def test_a_rule_that_does_not_speak_now_is_none(browser: Browser, agent: AnsweringPerson) -> None:
    rule = a_rule(agent)

    assert browser.gets("rule", id=rule.pk).json() == {"rule": None}
    assert browser.gets("rule", id=999).json() == {"rule": None}


def test_the_session_is_asked_and_the_visitors_cookie_is_not(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    rule = a_rule(agent, only_logged_in=True)
    agent.comes_online()
    client = Client()
    client.force_login(people.a_user("alice"))
    client.cookies[conf.VISITOR_COOKIE] = visitor.token
    before = Visitor.objects.get().last_seen_at

    answer = Browser(client).gets("rule", id=rule.pk)

    assert answer.json()["rule"]["id"] == rule.pk
    assert conf.VISITOR_COOKIE not in answer.cookies
    assert Visitor.objects.get().last_seen_at == before
    assert Browser().gets("rule", id=rule.pk).json() == {"rule": None}


def test_an_id_is_a_number(browser: Browser) -> None:
    for bad in ("", "x", "-1", str(2**63)):
        assert browser.gets("rule", id=bad).status_code == 422


def test_an_address_asks_no_more_than_so_often(browser: Browser, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"ADDRESS_RULE_LIMIT": (2, 60)}
    answers = [browser.gets("rule", id=1) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert (answers[2].json()["code"], int(answers[2]["Retry-After"]) > 0) == ("too_many", True)


def test_a_message_that_answers_it_says_so(browser: Browser, agent: AnsweringPerson) -> None:
    rule = a_rule(agent)

    answer = browser.writes("Yes, please", rule=rule.pk)

    assert answer.status_code == 201
    thread = browser.gets("messages", conversation=answer.json()["conversation"]["public_id"]).json()["messages"]
    assert [(entry["author"], entry["body"]) for entry in thread] == [
        ("bot", "Can I help?"),
        ("visitor", "Yes, please"),
    ]
    assert thread[0]["agent"]["name"] == "agent"
