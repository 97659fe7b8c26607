"""Who types is told to whom it concerns, what a visitor types only to those who look."""

import logging
from typing import Any

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from tests.realtime.server import Server, Tab, sent
from wagtail_livechat.actions.keystrokes import PREVIEW_LENGTH
from wagtail_livechat.models import Conversation, LiveChatSettings, Relay, Visitor
from wagtail_livechat.realtime import consumers

DOTS = "\u2022"


@pytest.fixture
def desk(server: Server, agent: AnsweringPerson) -> Tab:
    return server.agent_tab(agent)


@pytest.fixture
def tab(server: Server, visitor: VisitingPerson) -> Tab:
    return server.visitor_tab(visitor)


@pytest.fixture
def conversation(visitor: VisitingPerson) -> Conversation:
    return visitor.writes("Hello")


def opens(desk: Tab, conversation: Conversation) -> None:
    desk.sends(type="watch", conversation=str(conversation.public_id))
    desk.hears("viewing")


def heard_of_typing(desk: Tab, tab: Tab) -> list[dict[str, Any]]:
    """What reaches the desk when the visitor types."""
    tab.sends(type="typing", text="Hello")
    tab.hears_until_now()
    return desk.hears_until_now()


def typed(frames: list[dict[str, Any]]) -> list[str]:
    return [frame["text"] for frame in frames if frame["type"] == "typing"]


def test_who_has_the_conversation_open_reads_along(conversation: Conversation, desk: Tab, tab: Tab) -> None:
    opens(desk, conversation)

    tab.sends(type="typing", text="Is the Guji")

    assert desk.hears("typing") == {
        "type": "typing",
        "conversation": str(conversation.public_id),
        "author": "visitor",
        "agent": None,
        "text": "Is the Guji",
        "stopped": False,
    }


def test_who_has_another_one_open_hears_that_but_not_what(
    conversation: Conversation, agent: AnsweringPerson, desk: Tab, tab: Tab
) -> None:
    opens(desk, people.a_visitor().writes("Another"))

    tab.sends(type="typing", text="my secret")
    typing = desk.hears("typing")

    assert (typing["conversation"], typing["text"], typing["stopped"]) == (str(conversation.public_id), "", False)


def test_runs_of_digits_become_dots_and_long_texts_are_cut(conversation: Conversation, desk: Tab, tab: Tab) -> None:
    opens(desk, conversation)

    tab.sends(type="typing", text=f"4242 4242 4242 4242 {'x' * 5_000}")
    text = desk.hears("typing")["text"]

    assert text.startswith(f"{DOTS * 4} {DOTS * 4} {DOTS * 4} {DOTS * 4} x")
    assert len(text) == PREVIEW_LENGTH


def test_an_emptied_box_has_stopped(conversation: Conversation, desk: Tab, tab: Tab) -> None:
    opens(desk, conversation)

    tab.sends(type="typing", text=" \n")

    assert desk.hears("typing")["stopped"]


@pytest.mark.parametrize("text", ["my secret", ""])
def test_where_the_setting_is_off_nothing_is_shown(conversation: Conversation, desk: Tab, tab: Tab, text: str) -> None:
    LiveChatSettings.objects.create(site=people.site(), previews_typing=False)
    opens(desk, conversation)

    tab.sends(type="typing", text=text)
    typing = desk.hears("typing")

    assert (typing["text"], typing["stopped"]) == ("", False)


def test_a_visitor_who_wrote_nothing_yet_types_to_nobody(desk: Tab, tab: Tab) -> None:
    assert heard_of_typing(desk, tab) == []


def test_a_visitor_whose_next_message_begins_anew_types_to_nobody(
    conversation: Conversation, desk: Tab, tab: Tab
) -> None:
    Conversation.objects.update(ended_at=conversation.opened_at)

    assert heard_of_typing(desk, tab) == []


def test_a_blocked_visitor_types_to_nobody_and_is_typed_to_by_nobody(
    conversation: Conversation, desk: Tab, tab: Tab
) -> None:
    Visitor.objects.update(blocked_at=conversation.opened_at)

    assert heard_of_typing(desk, tab) == []

    desk.sends(type="typing", conversation=str(conversation.public_id))
    desk.hears_until_now()
    assert tab.hears_until_now() == []


def test_an_agent_types_to_the_visitor_and_to_who_has_it_open(
    server: Server, conversation: Conversation, manager: AnsweringPerson, desk: Tab, tab: Tab
) -> None:
    opens(desk, conversation)
    stranger = server.visitor_tab(people.a_visitor())
    at = str(conversation.public_id)

    server.agent_tab(manager).sends(type="typing", conversation=at)
    typing = desk.hears("typing")

    assert (typing["author"], typing["agent"]["name"], typing["conversation"]) == ("agent", "manager", at)
    assert tab.hears("typing") == {
        "type": "typing",
        "conversation": at,
        "author": "agent",
        "agent": {"name": "manager", "avatar": None},
    }
    assert "typing" not in [frame["type"] for frame in stranger.hears_until_now()]


def test_typing_is_passed_on_once_a_second_and_the_last_of_it_always(
    server: Server, conversation: Conversation, desk: Tab, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert consumers.TYPING_EVERY == 0.9
    monkeypatch.setattr(consumers, "TYPING_EVERY", 3_600.0)
    opens(desk, conversation)

    for text in ("a", "ab", "abc"):
        tab.sends(type="typing", text=text)
    tab.hears_until_now()
    assert typed(desk.hears_until_now()) == ["a"]

    held_is_due(server)
    assert desk.hears("typing")["text"] == "abc"


def held_is_due(server: Server) -> None:
    """What a tab held back is told now, as the clock would have it."""

    def tell() -> None:
        for handle in server.loop._scheduled:  # type: ignore[attr-defined]
            if getattr(handle._callback, "__name__", "") == "_tell_held" and not handle.cancelled():
                handle._callback(*handle._args)

    server.call(tell)


def test_a_message_is_not_followed_by_what_was_typed_before_it(
    server: Server, conversation: Conversation, desk: Tab, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TYPING_EVERY", 3_600.0)
    opens(desk, conversation)
    tab.sends(type="typing", text="a")
    tab.sends(type="typing", text="ab")

    tab.sends(**sent("abc"))
    tab.hears("message.accepted")
    held_is_due(server)

    assert typed(desk.hears_until_now()) == ["a"]


def test_a_tab_that_leaves_takes_along_what_it_held_back(
    server: Server, conversation: Conversation, desk: Tab, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TYPING_EVERY", 3_600.0)
    opens(desk, conversation)
    tab.sends(type="typing", text="a")
    tab.sends(type="typing", text="ab")

    tab.leaves()
    held_is_due(server)

    assert typed(desk.hears_until_now()) == ["a"]


def test_what_is_typed_is_kept_nowhere(
    conversation: Conversation, desk: Tab, tab: Tab, caplog: pytest.LogCaptureFixture
) -> None:
    before = Conversation.objects.values().get()
    opens(desk, conversation)

    with caplog.at_level(logging.DEBUG):
        tab.sends(type="typing", text="my secret")
        assert desk.hears("typing")["text"] == "my secret"

    assert "my secret" not in caplog.text
    assert Conversation.objects.values().get() == before
    assert not Relay.objects.filter(events__icontains="my secret").exists()
