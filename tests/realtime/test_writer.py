"""Group commit: what arrived during the last commit goes into the next."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, TypeVar

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from tests.realtime.server import Server, sent
from tests.realtime.waiting import until
from wagtail_livechat.actions import messages
from wagtail_livechat.actions.messages import Draft
from wagtail_livechat.events import Envelope
from wagtail_livechat.exceptions import Busy, ChatError, EmptyMessage, NotFound
from wagtail_livechat.models import Conversation, Message
from wagtail_livechat.realtime import writer as writers
from wagtail_livechat.realtime.writer import Writer

Result = TypeVar("Result")


class Counter:
    """Counts how many drafts each commit takes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        self._post = messages.post
        monkeypatch.setattr(writers, "post", self.post)

    def post(self, drafts: Sequence[Draft]) -> list[Message | ChatError]:
        self.sizes.append(len(drafts))
        return self._post(drafts)


def test_what_arrives_during_a_commit_shares_the_next_one(
    server: Server, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter(monkeypatch)
    tabs = [server.visitor_tab(people.a_visitor()) for _ in range(5)]
    desk = server.agent_tab(agent)

    with server.writer_held_up() as until_waiting:
        for tab in tabs:
            tab.sends(**sent("Hello"))
        until_waiting(5)

    assert {tab.hears("message.accepted")["message"]["body"] for tab in tabs} == {"Hello"}
    assert counter.sizes[-1] == 5
    for _ in range(10):
        desk.hears("message.created")


def test_a_batch_with_a_bad_draft_harms_only_itself(server: Server, visitor: VisitingPerson) -> None:
    tab, other = server.visitor_tab(visitor), server.visitor_tab(people.a_visitor())
    theirs = str(people.a_visitor().writes("Theirs").public_id)

    with server.writer_held_up() as until_waiting:
        other.sends(**sent("Mine", conversation=theirs))
        tab.sends(**sent("Hello"))
        until_waiting(2)

    assert tab.hears("message.accepted")
    assert other.hears("error")["code"] == "not_found"


def test_what_was_accepted_is_committed(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    tab.sends(**sent("Hello"))

    accepted = tab.hears("message.accepted")
    assert Message.objects.get(pk=accepted["message"]["id"]).body == "Hello"


def test_each_side_is_answered_in_its_own_shape(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    tab, desk = server.visitor_tab(visitor), server.agent_tab(agent)

    tab.sends(**sent("Anybody there?"))
    desk.sends(**sent("Hi", conversation=str(conversation.public_id)))

    assert "waiting_since" not in tab.hears("message.accepted")["conversation"]
    assert "waiting_since" in desk.hears("message.accepted")["conversation"]


class AtOnce:
    """In the place of the database thread: does its work at once, or fails as a lost database does."""

    def __init__(self) -> None:
        self.fails = False

    async def run(self, work: Callable[[], Result]) -> Result:
        if self.fails:
            raise ConnectionError("the database is gone")
        return work()


class Desk:
    """A writer that stores nothing: messages are answered by `post`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.thread = AtOnce()
        self.published: list[Envelope] = []
        self.writer = Writer(thread=self.thread, publish=self.published.extend)  # type: ignore[arg-type]
        self.answer: Any = EmptyMessage()
        monkeypatch.setattr(writers, "post", lambda drafts: [self.answer] * len(drafts))


@pytest.fixture
async def desk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    desk = Desk(monkeypatch)
    running = asyncio.ensure_future(desk.writer.run())
    yield desk
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


DRAFT = Draft(visitor=1, client_id="a", body="Hello")


def code(answer: object) -> str:
    assert isinstance(answer, ChatError), answer
    return answer.code


async def test_a_refusal_is_returned_not_raised(desk: Desk) -> None:
    assert code(await desk.writer.send(DRAFT)) == "empty"


async def test_a_full_queue_is_busy_at_once(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"WRITER_QUEUE_SIZE": 2}
    writer = Desk(monkeypatch).writer
    waiting = [asyncio.ensure_future(writer.send(DRAFT)) for _ in range(2)]
    await until(lambda: writer._queue.qsize() == 2)

    answer = await writer.send(DRAFT)

    assert isinstance(answer, Busy)
    assert answer.retry_after == 2
    for task in waiting:
        task.cancel()


async def test_a_lost_database_is_busy_and_the_writer_goes_on(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.thread.fails = True
    with caplog.at_level(logging.ERROR):
        assert code(await desk.writer.send(DRAFT)) == "busy"
        assert code(await desk.writer.do(lambda: None)) == "busy"
    assert "could not be written" in caplog.text
    desk.thread.fails = False

    assert code(await desk.writer.send(DRAFT)) == "empty"


async def test_another_verb_shares_the_thread(desk: Desk) -> None:
    done = []

    assert await desk.writer.do(lambda: done.append(1)) is None
    assert done == [1]


async def test_a_verb_that_refuses_says_why(desk: Desk) -> None:
    def refuse() -> None:
        raise NotFound

    assert code(await desk.writer.do(refuse)) == "not_found"


async def test_a_verb_that_breaks_harms_only_itself(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        broken, sound = await asyncio.gather(desk.writer.do(fail), desk.writer.do(lambda: None))

    assert (code(broken), sound) == ("busy", None)
    assert "could not be carried out" in caplog.text


async def test_who_left_meanwhile_waits_no_longer(desk: Desk) -> None:
    gone = asyncio.ensure_future(desk.writer.send(DRAFT))
    await asyncio.sleep(0)
    gone.cancel()

    assert code(await desk.writer.send(DRAFT)) == "empty"


def test_a_lost_connection_is_replaced(server: Server, visitor: VisitingPerson) -> None:
    """As after a restart of PostgreSQL: the first try may fail, the next one goes through."""
    tab = server.visitor_tab(visitor)
    tab.sends(**sent("one"))
    tab.hears("message.accepted")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    public_id = str(Conversation.objects.get().public_id)
    tab.sends(type="read", conversation=public_id, up_to=1)
    tab.sends(**sent("two"))
    tab.sends(**sent("three"))

    assert tab.hears("message.accepted")["message"]["body"] in {"two", "three"}
