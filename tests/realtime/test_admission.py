"""Who may open a socket, and who may keep it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django.fixtures import Settings
from wagtail.models import Site

from tests import people
from tests.people import AnsweringPerson, Browser, VisitingPerson
from tests.realtime.server import AGENT, VISITOR, Server, sent, values
from wagtail_livechat import conf, permissions
from wagtail_livechat.actions import visitors
from wagtail_livechat.models import Agent, Visitor, VisitorToken
from wagtail_livechat.realtime import admission
from wagtail_livechat.realtime import hub as hubs


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://[", "http://testserver:81"])
@pytest.mark.parametrize("path", [VISITOR, AGENT])
def test_another_site_opens_no_socket(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, path: str, origin: str
) -> None:
    cookies = {**values(agent.client.cookies), conf.VISITOR_COOKIE: visitor.token}

    assert not server.opens(path, cookies, origin=origin).is_let_in()


def test_a_missing_origin_opens_no_socket(server: Server, visitor: VisitingPerson) -> None:
    tab = server.opens(VISITOR, {conf.VISITOR_COOKIE: visitor.token}, origin="")
    del tab.scope["headers"][1]

    assert not tab.is_let_in()


def test_an_allowed_origin_opens_one(server: Server, visitor: VisitingPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"ALLOWED_ORIGINS": ["https://app.example"]}

    tab = server.opens(VISITOR, {conf.VISITOR_COOKIE: visitor.token}, origin="https://app.example")

    assert tab.is_let_in()


def test_a_foreign_host_opens_none(server: Server, visitor: VisitingPerson, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    options = {"host": "evil.example", "origin": "http://evil.example"}

    assert not server.opens(VISITOR, {conf.VISITOR_COOKIE: visitor.token}, **options).is_let_in()


def test_a_host_that_is_no_site_has_no_chat(server: Server, visitor: VisitingPerson) -> None:
    Site.objects.update(is_default_site=False)
    try:
        assert not server.opens(VISITOR, {conf.VISITOR_COOKIE: visitor.token}).is_let_in()
    finally:
        Site.objects.update(is_default_site=True)


@pytest.mark.parametrize("cookie", [None, "altered"])
def test_a_cookie_that_does_not_count_asks_for_a_new_session(
    server: Server, visitor: VisitingPerson, cookie: str | None
) -> None:
    tab = server.opens(VISITOR, {conf.VISITOR_COOKIE: cookie} if cookie else {})

    assert tab.is_let_in()
    assert tab.is_closed_with() == 4401


def test_a_cookie_of_another_site_asks_for_a_new_session(server: Server) -> None:
    elsewhere = people.a_visitor(on=people.another_site())

    tab = server.opens(VISITOR, {conf.VISITOR_COOKIE: elsewhere.token})
    assert tab.is_closed_with() == 4401

    server.visitor_tab(elsewhere, host="other.example", origin="http://other.example")


def test_an_expired_cookie_asks_for_a_new_session(server: Server, visitor: VisitingPerson) -> None:
    VisitorToken.objects.update(last_seen_at=timezone.now() - timedelta(days=181))

    assert server.opens(VISITOR, {conf.VISITOR_COOKIE: visitor.token}).is_closed_with() == 4401


def test_a_shopper_who_logged_out_is_nobody(server: Server) -> None:
    browser = Browser()
    browser.client.force_login(people.a_user("alice"))
    browser.posts("session")
    cookies = values(browser.client.cookies)
    server.opens(VISITOR, cookies).opened()

    browser.client.logout()

    assert server.opens(VISITOR, cookies).is_closed_with() == 4401


def test_opening_a_socket_counts_as_being_there(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    Visitor.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))

    server.visitor_tab(visitor)
    server.agent_tab(agent)

    for row in (Visitor.objects.get(), Agent.objects.get()):
        assert timezone.now() - row.last_seen_at < timedelta(minutes=1)


def test_who_is_not_logged_in_is_told_to_log_in(server: Server) -> None:
    for cookies in ({}, {"sessionid": "altered" * 5}):
        assert server.opens(AGENT, cookies).is_closed_with() == 4401


def test_who_may_not_answer_is_refused(server: Server) -> None:
    editor = Browser()
    editor.client.force_login(people.a_user("editor", group="Editors"))

    assert not server.opens(AGENT, values(editor.client.cookies)).is_let_in()
    assert not Agent.objects.exists()


def test_a_right_that_ends_on_the_way_in_is_a_missing_right(
    server: Server, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permissions, "reach_of", lambda _agent: None)

    assert not server.opens(AGENT, values(agent.client.cookies)).is_let_in()


# Who may keep it: rights that change act at once, or at the next renewal.


def test_a_deactivated_agent_hears_nothing_more(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    desk = server.agent_tab(agent)

    agent.user.is_active = False
    agent.user.save()
    assert desk.is_closed_with() == 4401

    visitor.writes("Hello")
    assert desk.heard.empty()


def test_a_deleted_agent_hears_nothing_more(server: Server, agent: AnsweringPerson) -> None:
    desk = server.agent_tab(agent)

    agent.user.delete()

    assert desk.is_closed_with() == 4401


def test_an_agent_without_rights_is_told_not_to_come_back(server: Server, agent: AnsweringPerson) -> None:
    desk = server.agent_tab(agent)

    agent.user.groups.clear()

    assert desk.is_closed_with() == 4403


def test_an_agent_who_logged_out_is_told_to_log_in(
    server: Server, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Django tells of a logout just before it ends the session, so a second look may be needed.
    monkeypatch.setattr(hubs, "RENEW_EVERY", 0.2)
    client = agent.client
    desk = server.opens(AGENT, values(client.cookies)).opened()

    client.logout()

    assert desk.is_closed_with() == 4401


def test_a_shopper_who_logs_out_loses_the_socket(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "RENEW_EVERY", 0.2)
    browser = Browser()
    browser.client.force_login(people.a_user("alice"))
    browser.posts("session")
    tab = server.browser_tab(browser)
    stranger = server.visitor_tab(people.a_visitor())

    browser.client.logout()

    assert tab.is_closed_with() == 4401
    assert stranger.hears_until_now() == []


def test_a_session_that_ends_silently_closes_the_socket_at_the_next_renewal(
    server: Server, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "RENEW_EVERY", 0.05)
    desk = server.agent_tab(agent)

    Session.objects.all().delete()

    assert desk.is_closed_with() == 4401


def test_new_rights_are_in_force_at_once_and_the_client_fetches_anew(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    manager.assigns(conversation, manager)
    desk = server.agent_tab(agent)
    visitor.writes("Anybody there?")
    assert desk.hears_until_now() == []

    agent.user.groups.add(Group.objects.get(name="Live chat managers"))
    desk.hears("resync")
    visitor.writes("Hello?")

    assert desk.hears("message.created")["message"]["body"] == "Hello?"


def test_rights_that_stay_the_same_are_not_mentioned(
    server: Server, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    desk, other = server.agent_tab(agent), server.agent_tab(manager)

    agent.user.save()
    manager.user.groups.clear()
    assert other.is_closed_with() == 4403

    assert "resync" not in [frame["type"] for frame in desk.hears_until_now()]


def test_two_tabs_of_an_agent_are_judged_alike(server: Server, agent: AnsweringPerson) -> None:
    first, second = server.agent_tab(agent), server.agent_tab(agent)

    agent.user.groups.clear()

    assert first.is_closed_with() == second.is_closed_with() == 4403


def test_two_tabs_of_a_session_are_judged_once(
    server: Server, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookies = values(agent.client.cookies)
    tabs = [server.opens(AGENT, cookies).opened() for _ in range(2)]
    looked_up: list[str | None] = []
    user_of = admission.user_of
    monkeypatch.setattr(admission, "user_of", lambda key: looked_up.append(key) or user_of(key))

    agent.user.groups.clear()

    assert [tab.is_closed_with() for tab in tabs] == [4403, 4403]
    assert looked_up == [cookies["sessionid"]]


def test_a_shopper_who_is_still_logged_in_stays(server: Server, agent: AnsweringPerson) -> None:
    alice = people.a_user("alice")
    browser = Browser()
    browser.client.force_login(alice)
    browser.posts("session")
    tab, desk = server.browser_tab(browser), server.agent_tab(agent)

    alice.save()
    agent.user.groups.clear()
    assert desk.is_closed_with() == 4403

    tab.hears_until_now()


def test_logging_in_makes_the_other_tabs_ask_anew_who_they_are(server: Server, visitor: VisitingPerson) -> None:
    other_tab = server.visitor_tab(visitor)
    browser = visitor.browser
    browser.client.force_login(people.a_user("alice"))

    browser.posts("session")

    assert other_tab.is_closed_with() == 4401
    server.browser_tab(browser).sends(**sent("It is me"))


def test_a_token_that_is_renewed_opens_no_socket_any_more(server: Server, visitor: VisitingPerson) -> None:
    visitors.identify(site=people.site(), token=visitor.token, user=people.a_user("alice"))

    assert server.opens(VISITOR, {conf.VISITOR_COOKIE: visitor.token}).is_closed_with() == 4401


# Visitors who are blocked.


def test_a_blocked_visitors_tabs_are_closed_and_not_let_in_again(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    visitor.writes("Buy my watches")
    tab = server.visitor_tab(visitor)

    agent.blocks(visitor)

    # Who they are is asked anew, and the session says that the chat is closed.
    assert tab.is_closed_with() == 4401
    again = server.opens(VISITOR, {conf.VISITOR_COOKIE: visitor.token})
    assert again.is_let_in()
    assert again.is_closed_with() == 4410


def test_who_is_no_longer_blocked_is_let_in(server: Server, visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visitor.writes("Buy my watches")
    agent.blocks(visitor)
    agent.unblocks(visitor)

    tab = server.visitor_tab(visitor)

    tab.sends(**sent("Sorry for that"))
    assert tab.hears("message.accepted")
