"""A visitor and an agent at their sockets."""

import json
from concurrent.futures import CancelledError

import pytest
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, texts_of
from tests.realtime.server import Server, sent
from tests.realtime.waiting import PATIENCE, wait_until
from wagtail_livechat.models import Message
from wagtail_livechat.realtime import consumers


def test_a_message_of_a_visitor_is_accepted_and_reaches_the_agent(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    desk, tab = server.agent_tab(agent), server.visitor_tab(visitor)

    tab.sends(**sent("Is it in stock?", client_id="a", page={"url": "https://shop.example/guji", "title": "Guji"}))

    accepted = tab.hears("message.accepted")
    assert (accepted["client_id"], accepted["message"]["body"]) == ("a", "Is it in stock?")
    assert accepted["conversation"]["revision"] == 2
    assert desk.hears("message.created")["message"]["event"] == "started"
    heard = desk.hears("message.created")
    assert heard["message"]["body"] == "Is it in stock?"
    assert heard["conversation"]["page"]["title"] == "Guji"


def test_a_reply_reaches_every_tab_of_the_visitor(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    desk, first, second = server.agent_tab(agent), server.visitor_tab(visitor), server.visitor_tab(visitor)

    desk.sends(**sent("Yes", conversation=str(conversation.public_id)))

    assert desk.hears("message.accepted")["message"]["body"] == "Yes"
    for tab in (first, second):
        assert tab.hears("message.created")["message"]["body"] == "Yes"


def test_another_visitor_hears_nothing(server: Server, visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    tab = server.visitor_tab(people.a_visitor())

    agent.replies(conversation, "Yes")

    assert tab.hears_until_now() == []


def test_a_message_sent_twice_is_accepted_twice_and_stored_once(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)
    frame = sent("Hello")

    tab.sends(**frame)
    tab.sends(**frame)

    first, second = tab.hears("message.accepted"), tab.hears("message.accepted")
    assert first["message"] == second["message"]
    assert Message.objects.filter(kind="text").count() == 1


def test_a_refused_message_is_answered_with_its_client_id(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    tab.sends(**sent(" ", client_id="a"))

    error = tab.hears("error")
    assert (error["client_id"], error["code"]) == ("a", "empty")


def test_a_visitor_reads(server: Server, visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    reply = agent.replies(visitor.writes("Is it in stock?"), "Yes")
    tab = server.visitor_tab(visitor)

    tab.sends(type="read", conversation=str(reply.conversation.public_id), up_to=reply.pk)

    assert tab.hears("conversation.changed")["conversation"]["unread"] == 0


def test_an_agent_reads(server: Server, visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    message = visitor.sends("Is it in stock?")
    desk = server.agent_tab(agent)

    desk.sends(type="read", conversation=str(message.conversation.public_id), up_to=message.pk)

    changed = desk.hears("conversation.changed")
    assert (changed["was"]["unread"], changed["conversation"]["unread"]) == (1, 0)


@pytest.mark.parametrize("side", ["visitor", "agent"])
def test_a_foreign_conversation_is_not_found(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, side: str
) -> None:
    message = people.a_visitor().sends("Mine")
    manager.assigns(message.conversation, manager)
    public_id = str(message.conversation.public_id)
    tab = server.visitor_tab(visitor) if side == "visitor" else server.agent_tab(agent)

    tab.sends(**sent("Let me in", conversation=public_id))
    assert tab.hears("error")["code"] == "not_found"
    tab.sends(type="read", conversation=public_id, up_to=message.pk)
    assert tab.hears("error")["code"] == "not_found"

    assert texts_of(message.conversation) == ["Mine"]


FRAMES = [
    ("", "malformed"),
    ("{", "malformed"),
    ('"text"', "invalid"),
    ("[]", "invalid"),
    ("null", "invalid"),
    ("{}", "unknown_type"),
    ('{"type": "dance"}', "unknown_type"),
    ('{"type": 5}', "unknown_type"),
    ('{"type": "ping", "extra": 1}', "invalid"),
    ('{"type": "message.send"}', "invalid"),
    ('{"type": "message.send", "client_id": "", "body": "x"}', "invalid"),
    ('{"type": "message.send", "client_id": "a", "body": 5}', "invalid"),
    ('{"type": "message.send", "client_id": "a\\u0000", "body": "x"}', "invalid"),
    ('{"type": "read", "conversation": "x", "up_to": 1}', "invalid"),
    ('{"type": "read", "conversation": "00000000-0000-4000-8000-000000000000", "up_to": "1"}', "invalid"),
    ('{"type": "read", "conversation": "00000000-0000-4000-8000-000000000000", "up_to": 1}', "not_found"),
    ("[" * 10_000, "malformed"),
]


@pytest.mark.parametrize("side", ["visitor", "agent"])
def test_a_bad_frame_is_answered_and_the_socket_stays(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, side: str
) -> None:
    tab = server.visitor_tab(visitor) if side == "visitor" else server.agent_tab(agent)

    for text, code in FRAMES:
        tab.sends_text(text)
        error = tab.hears("error")
        assert (error["code"], error.keys()) == (code, {"type", "code", "detail"}), text

    assert tab.hears_until_now() == []


def test_a_refusal_never_repeats_what_was_sent(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    tab.sends(type="message.send", client_id="a", body={"secret": "4111 1111"}, secret="4111 1111")

    assert "4111" not in json.dumps(tab.hears("error"))


def test_a_binary_frame_closes_the_socket(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    tab.sends_bytes(b'{"type": "ping"}')

    assert tab.is_closed_with() == 1003


def test_a_frame_over_64_kb_closes_the_socket(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)
    tab.sends_text(json.dumps(sent("x" * 60_000)))
    assert tab.hears("error")["code"] == "too_long"

    tab.sends_text(json.dumps(sent("é" * 40_000), ensure_ascii=False))

    assert tab.is_closed_with() == 1009


def test_who_does_not_read_is_closed_and_holds_up_nobody(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, settings: Settings
) -> None:
    settings.WAGTAIL_LIVECHAT = {"SOCKET_QUEUE_SIZE": 3}
    conversation = visitor.writes("Hello")
    slow, quick = server.visitor_tab(visitor), server.visitor_tab(visitor)
    slow.stops_reading()

    for number in range(6):
        agent.replies(conversation, f"{number}")
        quick.hears("message.created")
    slow.reads_again()

    assert slow.is_closed_with() == 1013
    assert quick.hears_until_now() == []
    assert texts_of(conversation)[-1] == "5"


def test_too_many_messages_are_refused_with_the_time_to_wait(
    server: Server, visitor: VisitingPerson, settings: Settings
) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_MESSAGE_LIMITS": [(1, 60)]}
    tab = server.visitor_tab(visitor)
    tab.sends(**sent("one"))

    tab.sends(**sent("two", client_id="b"))

    error = tab.hears("error")
    assert (error["client_id"], error["code"]) == ("b", "too_many")
    assert 0 < error["retry_after"] <= 61


def test_the_address_counts_for_all_its_visitors(server: Server, visitor: VisitingPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"ADDRESS_MESSAGE_LIMIT": (1, 60)}
    server.visitor_tab(visitor).sends(**sent("one"))
    neighbour = server.visitor_tab(people.a_visitor())
    stranger = server.visitor_tab(people.a_visitor(), address="10.0.0.2")

    neighbour.sends(**sent("two"))
    stranger.sends(**sent("three"))

    assert neighbour.hears("error")["code"] == "too_many"
    assert stranger.hears("message.accepted")


def test_it_is_the_address_that_a_trusted_proxy_names(server: Server, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"ADDRESS_MESSAGE_LIMIT": (1, 60), "TRUSTED_PROXIES": ("10.0.0.0/8",)}
    one, neighbour, other = (
        server.visitor_tab(people.a_visitor(), address="10.0.0.1", **{"x-forwarded-for": said})
        for said in ("198.51.100.7", "203.0.113.1, 198.51.100.7", "198.51.100.8")
    )

    for tab in (one, other):
        tab.sends(**sent("Hello"))
        assert tab.hears("message.accepted")
    neighbour.sends(**sent("Hello"))

    assert neighbour.hears("error")["code"] == "too_many"


@pytest.mark.parametrize("side", ["visitor", "agent"])
def test_too_many_frames_are_refused_once_and_who_goes_on_is_closed(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, settings: Settings, side: str
) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_FRAME_LIMIT": (2, 60), "AGENT_FRAME_LIMIT": (2, 60)}
    tab = server.visitor_tab(visitor) if side == "visitor" else server.agent_tab(agent)

    for _ in range(2 + consumers.MAX_REFUSED):
        tab.sends(type="ping")
    assert tab.hears("error")["code"] == "too_many"
    tab.sends(type="ping")

    assert tab.is_closed_with() == 1013


def test_who_waits_as_told_is_counted_anew(
    server: Server, visitor: VisitingPerson, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_FRAME_LIMIT": (1, 60)}
    now = [0.0]
    monkeypatch.setattr(consumers.VisitorConsumer.limit, "_clock", lambda: now[0])
    tab = server.visitor_tab(visitor)

    for _ in range(2):
        tab.sends(type="ping")
        tab.hears("pong")
        tab.sends(type="ping")
        now[0] += tab.hears("error")["retry_after"]


def test_a_tab_that_left_is_forgotten(server: Server, visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    first, second, desk = server.visitor_tab(visitor), server.visitor_tab(visitor), server.agent_tab(agent)

    first.leaves()
    assert server.sockets() == 2
    second.leaves()
    desk.leaves()

    assert server.sockets() == 0


def test_a_connection_that_breaks_while_sending_is_nobodys_error(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    tab = server.visitor_tab(visitor)

    tab.breaks()
    agent.replies(conversation, "Hi")

    assert tab.task.exception(PATIENCE) is None
    assert server.sockets() == 0


def test_a_server_that_stops_can_end_a_socket(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    tab.task.cancel()

    wait_until(lambda: server.sockets() == 0)
    with pytest.raises(CancelledError):
        tab.task.result(PATIENCE)


def test_a_slow_query_of_one_holds_up_nobody_elses_ping(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    with server.writer_held_up():
        assert tab.hears_until_now() == []
