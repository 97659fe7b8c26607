"""Cards are made when a message is sent, and kept with it."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from tests.sources import Goods
from wagtail_livechat.actions import messages
from wagtail_livechat.models import Message

LINK = "http://localhost/goods/guji/"


@pytest.fixture(autouse=True)
def sources(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"CARD_SOURCES": ["tests.sources.Goods"]}


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The goods get another name."""
    renamed = Goods().card(people.site(), "/goods/kochere/")
    return lambda: monkeypatch.setattr(Goods, "card", lambda *_args: renamed)


def titles(message: Message) -> list[str]:
    message.refresh_from_db()
    return [card["title"] for card in message.cards]


def test_each_side_and_a_note_get_cards(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    question = visitor.sends(f"Is {LINK} in stock?")
    reply = agent.replies(question.conversation, f"Yes: {LINK}")
    note = agent.notes(question.conversation, f"Look: {LINK}")

    assert titles(question) == titles(reply) == titles(note) == ["The guji"]


def test_a_card_stays_as_it_was_when_the_message_was_sent(visitor: VisitingPerson, changed: Callable[[], None]) -> None:
    draft = visitor.drafts(LINK)
    people.stored(messages.post([draft])[0])
    changed()

    again = people.stored(messages.post([draft])[0])

    assert again.repeated
    assert titles(again) == ["The guji"]


def test_only_cards_of_the_conversations_site_are_kept(visitor: VisitingPerson) -> None:
    people.another_site()

    message = visitor.sends(f"https://other.example/goods/kochere/ {LINK}")

    assert titles(message) == ["The guji"]


def test_a_deleted_message_has_none(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    reply = agent.replies(visitor.writes("Hello"), LINK)

    assert titles(agent.deletes(reply)) == []


def test_a_message_without_links_asks_nobody(visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Mock()
    monkeypatch.setattr(messages, "cards_in", asked)

    visitor.sends("Just words")

    asked.assert_not_called()


@pytest.mark.usefixtures("committed")
def test_sources_are_asked_outside_of_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[bool] = []

    def card(*_args: Any) -> None:
        inside.append(connection.in_atomic_block)

    monkeypatch.setattr(Goods, "card", card)

    people.a_visitor().sends(LINK)

    assert inside == [False]
