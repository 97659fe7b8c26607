"""Typing, for those whose browser has no socket."""

import json
from collections.abc import Iterator, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import Browser, VisitingPerson
from wagtail_livechat import broadcast
from wagtail_livechat.actions.keystrokes import visitor_types
from wagtail_livechat.events import Envelope
from wagtail_livechat.models import Relay, Visitor


class Listener:
    """A hub that only listens."""

    def __init__(self) -> None:
        self.typed: list[str] = []

    def hand_over(self, envelopes: Sequence[Envelope]) -> None:
        frames = [json.loads(envelope["agents"] or "{}") for envelope in envelopes]
        self.typed += [frame["text"] for frame in frames if frame.get("type") == "typing"]


@pytest.fixture
def hub() -> Iterator[Listener]:
    listener = Listener()
    broadcast.attach(listener)
    yield listener
    broadcast.attach(None)


def test_agents_read_along(visitor: VisitingPerson, hub: Listener) -> None:
    visitor.writes("Hello")

    answer = visitor.browser.posts("typing", {"text": "Is the Guji"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert hub.typed == ["Is the Guji"]


def test_nothing_is_written_down_where_no_hub_listens(visitor: VisitingPerson) -> None:
    visitor.writes("Hello")
    Relay.objects.all().delete()

    assert visitor.browser.posts("typing", {"text": "my secret"}).status_code == 204

    assert not Relay.objects.exists()


def test_who_is_unknown_or_blocked_types_to_nobody(browser: Browser, visitor: VisitingPerson, hub: Listener) -> None:
    visitor.writes("Hello")

    assert browser.posts("typing", {"text": "Hello"}).json()["code"] == "no_visitor"
    Visitor.objects.update(blocked_at=visitor.visitor.created_at)
    assert visitor.browser.posts("typing", {"text": "Hello"}).json()["code"] == "closed"

    assert hub.typed == []


def test_typing_is_told_once_a_second_on_average(visitor: VisitingPerson, hub: Listener) -> None:
    visitor.writes("Hello")
    browser = visitor.browser

    answers = [browser.posts("typing", {"text": text}) for text in ("a", "ab", "abc", "abcd")]

    assert [answer.status_code for answer in answers] == [204, 204, 204, 429]
    assert hub.typed == ["a", "ab", "abc"]


@pytest.mark.parametrize("payload", [{"text": 5}, {"text": "x" * 10_001}, {"text": "\x00"}, {"words": "x"}, []])
def test_what_is_no_text_is_refused(visitor: VisitingPerson, hub: Listener, payload: object) -> None:
    visitor.writes("Hello")

    assert visitor.browser.posts("typing", payload).status_code == 422

    assert hub.typed == []


def test_a_keystroke_costs_one_query(visitor: VisitingPerson, hub: Listener) -> None:
    visitor.writes("Hello")

    with CaptureQueriesContext(connection) as queries:
        visitor_types(visitor=visitor.visitor.pk, text="Is the Guji")

    assert len(queries) == 1
