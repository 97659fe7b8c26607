"""What comes at the end of a conversation, in the inbox: ratings, transcripts, endings, blocked visitors."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, Locator, expect

from tests.browser.agents import Agent
from tests.browser.chromium import Browsers
from tests.browser.shops import OpenShop

API = "/livechat/api/visitor/"

_DELIVER = """
from wagtail_livechat import tasks
from wagtail_livechat.models import Delivery
for delivery in Delivery.objects.filter(state="due"):
    tasks.deliver(delivery.pk)
"""
_MAIL_SERVER_AWAY = """
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
Delivery.objects.filter(state="due").update(attempts=5)
"""
_A_MINUTE_LATER = """
from datetime import timedelta
from django.db.models import F
from wagtail_livechat.models import Agent
Agent.objects.update(last_seen_at=F("last_seen_at") - timedelta(seconds=61))
"""


class Visitor:
    """Somebody on the public site, by what their browser asks for."""

    def __init__(self, request: APIRequestContext) -> None:
        self.request = request

    def posts(self, route: str, **data: Any) -> Any:
        answer = self.request.post(API + route, data=data)
        assert answer.ok, answer.text()
        return answer.json()

    def writes(self, text: str) -> None:
        self.posts("messages", client_id=text[:64], body=text)

    def is_refused(self, text: str) -> bool:
        answer = self.request.post(f"{API}messages", data={"client_id": text[:64], "body": text})
        return bool(answer.status == 403 and answer.json()["code"] == "closed")


@pytest.fixture
def visitor(browsers: Browsers) -> Visitor:
    return Visitor(browsers.open().request)


@pytest.fixture
def question(visitor: Visitor, agent: Agent, request: pytest.FixtureRequest) -> str:
    """What the visitor wrote; the agent has it open."""
    question = f"Is it in stock? ({request.node.name})"
    visitor.writes(question)
    agent.opens(question)
    return question


def more_menu(agent: Agent) -> Locator:
    agent.button("More actions").click()
    return agent.page.get_by_role("menu", name="More actions")


def test_an_agent_asks_for_a_rating_and_reads_it(agent: Agent, visitor: Visitor, question: str) -> None:
    more_menu(agent).get_by_role("menuitem", name="Ask for a rating").click()
    agent.sees("asked for a rating")

    visitor.posts("rating", score=4, comment="Quick and kind")

    agent.sees("Rated 😊 4 of 5: “Quick and kind”")
    expect(agent.thread.get_by_title("Rated 4 of 5")).to_be_visible()
    expect(agent.row(question)).to_have_accessible_name(re.compile("Rated 4 of 5"))


def test_a_changed_rating_takes_the_place_of_the_first(agent: Agent, visitor: Visitor, question: str) -> None:
    more_menu(agent).get_by_role("menuitem", name="Ask for a rating").click()
    agent.sees("asked for a rating")
    visitor.posts("rating", score=1)
    agent.sees("Rated 😞 1 of 5")

    visitor.posts("rating", score=5)

    agent.sees("Rated 😀 5 of 5")
    expect(agent.log).not_to_contain_text("1 of 5")
    expect(agent.row(question)).to_have_accessible_name(re.compile("Rated 5 of 5"))


@pytest.mark.usefixtures("question")
def test_who_was_asked_is_not_asked_again(agent: Agent) -> None:
    more_menu(agent).get_by_role("menuitem", name="Ask for a rating").click()
    agent.sees("asked for a rating")

    menu = more_menu(agent)

    expect(menu.get_by_role("menuitem", name="Send transcript")).to_be_visible()
    expect(menu.get_by_role("menuitem", name="Ask for a rating")).to_be_hidden()


def test_a_visitor_ends_a_conversation_and_begins_another(agent: Agent, visitor: Visitor, question: str) -> None:
    visitor.posts("end")

    agent.sees("The visitor ended the conversation")
    expect(agent.button("Reopen")).to_be_visible()
    visitor.writes(f"Hello again ({question})")
    expect(agent.row("Hello again").filter(has_text=question)).to_be_visible()


@pytest.mark.usefixtures("question")
def test_an_agent_sends_a_transcript_by_keyboard(agent: Agent, shop: OpenShop) -> None:
    agent.button("More actions").focus()
    agent.page.keyboard.press("Enter")
    agent.page.keyboard.press("End")
    agent.page.keyboard.press("Enter")
    dialog = agent.page.get_by_role("dialog", name="Send the transcript")
    dialog.get_by_role("textbox", name="E-mail").fill("vera@example.com")
    agent.page.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    agent.sees("had a transcript sent by e-mail")
    shop.run(_DELIVER)
    agent.sees("Transcript sent")


@pytest.mark.usefixtures("question")
def test_the_address_of_the_visitor_is_there_already_and_a_wrong_one_is_told(agent: Agent) -> None:
    agent.field("E-mail").fill("vera@localhost")
    agent.field("E-mail").press("Enter")
    expect(agent.thread.get_by_role("heading", name="vera@localhost")).to_be_visible()
    more_menu(agent).get_by_role("menuitem", name="Send transcript").click()
    dialog = agent.page.get_by_role("dialog", name="Send the transcript")
    box = dialog.get_by_role("textbox", name="E-mail")
    expect(box).to_have_value("vera@localhost")

    box.fill("4242424242424242@example.com")
    dialog.get_by_role("button", name="Send").click()

    expect(dialog.get_by_role("alert")).not_to_be_empty()
    box.press("Escape")
    expect(dialog).to_be_hidden()
    expect(agent.button("More actions")).to_be_focused()


@pytest.mark.usefixtures("question")
def test_a_mail_server_that_is_away_for_good_is_told(agent: Agent, visitor: Visitor, shop: OpenShop) -> None:
    visitor.posts("transcript", email="vera@example.com")
    agent.sees("The visitor asked for a transcript by e-mail")

    head, deliver = _DELIVER.split("for ", 1)
    shop.run(f"{head}{_MAIL_SERVER_AWAY}for {deliver}")

    agent.sees("Transcript not sent: the mail server could not be reached")


def test_a_visitor_is_blocked_after_a_question_and_unblocked(agent: Agent, visitor: Visitor, question: str) -> None:
    agent.visitor_panel.get_by_role("button", name="Block visitor", exact=True).click()
    dialog = agent.page.get_by_role("dialog", name="Block this visitor?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert not visitor.is_refused(f"One more ({question})")

    agent.visitor_panel.get_by_role("button", name="Block visitor", exact=True).click()
    dialog.get_by_role("button", name="Block visitor").click()

    expect(agent.thread.get_by_role("status").filter(has_text="The chat is closed to this visitor.")).to_be_visible()
    expect(agent.visitor_panel.get_by_text("Blocked", exact=True)).to_be_visible()
    agent.sees("blocked the visitor")
    assert visitor.is_refused(f"Buy my watches ({question})")

    agent.visitor_panel.get_by_role("button", name="Unblock visitor").click()

    expect(agent.visitor_panel.get_by_text("Blocked", exact=True)).to_be_hidden()
    agent.sees("unblocked the visitor")
    assert not visitor.is_refused(f"I am sorry ({question})")


def test_colleagues_see_at_once_that_somebody_is_blocked(agent: Agent, manager: Agent, question: str) -> None:
    manager.opens(question)

    agent.visitor_panel.get_by_role("button", name="Block visitor", exact=True).click()
    agent.page.get_by_role("dialog").get_by_role("button", name="Block visitor").click()

    expect(manager.visitor_panel.get_by_text("Blocked", exact=True)).to_be_visible()
    manager.sees("blocked the visitor")


def test_a_message_that_came_while_nobody_was_there_is_marked(
    agent: Agent, visitor: Visitor, shop: OpenShop, request: pytest.FixtureRequest
) -> None:
    question = f"Anybody there? ({request.node.name})"
    agent.chooses_status("Offline")
    # Those of other tests, too.
    shop.run(_A_MINUTE_LATER)
    visitor.writes(question)

    expect(agent.row(question)).to_contain_text("Offline message")
    agent.opens(question)
    expect(agent.thread.get_by_text("Offline message", exact=True).first).to_be_visible()
    agent.chooses_status("Online")
