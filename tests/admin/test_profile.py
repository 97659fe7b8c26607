"""An agent's profile, in Wagtail's account page."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import people
from tests.admin.reading import text_of
from tests.people import AnsweringPerson
from wagtail_livechat.models import Agent

ACCOUNT = "/admin/account/"
#: What the page's other panels send along.
OTHERS = {
    "name_email-first_name": "Martin",
    "name_email-last_name": "Novak",
    "name_email-email": "martin@example.com",
    "notifications-submitted_notifications": "on",
    "locale-preferred_language": "",
    "locale-current_time_zone": "",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
    "theme-keyboard_shortcuts": "on",
}
PROFILE = {
    "livechat-display_name": "Martin",
    "livechat-title": "Customer care",
    "livechat-status": "away",
    "livechat-alerts": "mine",
}


def saves(client: Client, fields: dict[str, Any]) -> HttpResponse:
    return client.post(ACCOUNT, {**OTHERS, **fields})


def test_an_agent_finds_the_profile_in_the_account_page(agent: AnsweringPerson) -> None:
    page = text_of(agent.client, ACCOUNT)

    assert "Live chat" in page
    assert "The picture beside it is your profile picture above." in page


def test_who_may_not_answer_has_no_profile(db: None) -> None:
    client = Client()
    client.force_login(people.a_user("editor", group="Editors"))

    assert "livechat-display_name" not in client.get(ACCOUNT).content.decode()
    saves(client, PROFILE)
    assert not Agent.objects.exists()


def test_it_is_saved_with_the_rest_of_the_page(agent: AnsweringPerson) -> None:
    answer = saves(agent.client, PROFILE)

    assert answer.status_code == 302, answer.content.decode()
    agent.agent.refresh_from_db()
    assert (agent.agent.display_name, agent.agent.title) == ("Martin", "Customer care")
    assert (agent.agent.status, agent.agent.alerts, agent.agent.opens_next) == ("away", "mine", False)


def test_who_saves_the_page_without_the_panel_keeps_the_profile(agent: AnsweringPerson) -> None:
    answer = saves(agent.client, {})

    assert answer.status_code == 302
    agent.agent.refresh_from_db()
    assert (agent.agent.display_name, agent.agent.opens_next) == ("", True)


@pytest.mark.parametrize(
    ("field", "value"), [("display_name", "x" * 101), ("title", "x" * 101), ("status", "asleep"), ("alerts", "some")]
)
def test_what_is_no_profile_is_refused(agent: AnsweringPerson, field: str, value: str) -> None:
    answer = saves(agent.client, {**PROFILE, f"livechat-{field}": value})

    assert answer.status_code == 200
    assert Agent.objects.get().title == ""
