"""The inbox page, its menu item, the badge on every page."""

import json
import re

import pytest
from django.test import Client, RequestFactory
from wagtail.users.models import UserProfile

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat.models import Agent
from wagtail_livechat.texts.inbox import INBOX_TEXTS
from wagtail_livechat.wagtail_hooks import inbox_menu_item


def attributes(html: str) -> dict[str, str]:
    [element] = re.findall(r'<div\s+id="livechat-inbox"([^>]*)>', html)
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', element))


def test_the_page_names_its_doors_and_its_texts(agent: AnsweringPerson) -> None:
    html = agent.client.get("/admin/livechat/").content.decode()

    assert attributes(html) == {
        "api": "/livechat/api/agent/",
        "socket": "/livechat/ws/agent/",
        "login": "/admin/login/?next=/admin/livechat/",
        "account": "/admin/account/",
        "agent": str(agent.agent.pk),
        "shortcuts-enabled": "true",
        "groups": "",
        "tags": "",
        "shortcuts": "/admin/livechat/shortcuts/",
    }
    [texts] = re.findall(r'<script id="livechat-texts" type="application/json">(.*?)</script>', html)
    assert json.loads(texts).keys() == INBOX_TEXTS.keys()


def test_the_page_respects_who_switched_wagtails_keyboard_shortcuts_off(agent: AnsweringPerson) -> None:
    profile = UserProfile.get_for_user(agent.agent.user)
    profile.keyboard_shortcuts = False
    profile.save()

    html = agent.client.get("/admin/livechat/").content.decode()

    assert attributes(html)["shortcuts-enabled"] == "false"


def test_opening_it_for_the_first_time_makes_an_agent_online(db: None) -> None:
    user = people.a_user("new", group="Live chat agents")
    client = Client()
    client.force_login(user)

    client.get("/admin/livechat/")

    assert Agent.objects.get(user=user).status == "online"


def test_who_may_not_answer_is_sent_home(db: None) -> None:
    client = Client()
    client.force_login(people.a_user("editor", group="Editors"))

    answer = client.get("/admin/livechat/")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert not Agent.objects.exists()


def test_who_is_logged_out_is_asked_to_log_in(db: None) -> None:
    answer = Client().get("/admin/livechat/")

    assert answer["Location"] == "/admin/login/?next=/admin/livechat/"


@pytest.mark.parametrize(
    ("group", "shown"), [("Live chat agents", True), ("Live chat managers", True), ("Editors", False)]
)
def test_the_menu_shows_the_inbox_to_those_who_may_answer(
    db: None, rf: RequestFactory, group: str, shown: bool
) -> None:
    request = rf.get("/admin/")
    request.user = people.a_user("somebody", group=group)

    assert inbox_menu_item().is_shown(request) is shown


def test_the_menu_of_an_agent_has_the_item(agent: AnsweringPerson) -> None:
    editor = Client()
    editor.force_login(people.a_user("editor", group="Editors"))

    assert "/admin/livechat/" in _sidebar(agent.client)
    assert "/admin/livechat/" not in _sidebar(editor)


def _sidebar(client: Client) -> str:
    html = client.get("/admin/").content.decode()
    [props] = re.findall(r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', html, re.DOTALL)
    return props


def test_every_page_of_the_admin_carries_the_badge(agent: AnsweringPerson) -> None:
    html = agent.client.get("/admin/").content.decode()

    assert (
        '<script defer src="/static/wagtail_livechat/badge.js" data-livechat-badge data-api="/livechat/api/agent/" '
        'data-socket="/livechat/ws/agent/" data-inbox="/admin/livechat/"></script>'
    ) in html
    assert '<link rel="stylesheet" href="/static/wagtail_livechat/badge.css">' in html


def test_only_managers_change_the_widgets_settings(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    path = f"/admin/settings/wagtail_livechat/livechatsettings/{people.site().pk}/"

    assert agent.client.get(path).status_code == 302
    assert manager.client.get(path).status_code == 200
