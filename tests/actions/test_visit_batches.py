"""Page views wait a moment, are written together by one thread, and never harm the page."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests import people
from tests.actions.racing import race
from tests.people import VisitingPerson
from wagtail_livechat.actions import visit_batches, visits
from wagtail_livechat.actions.visit_batches import WaitingLine
from wagtail_livechat.actions.visits import Sighting
from wagtail_livechat.inputs import PageIn
from wagtail_livechat.models import PageView, Visit

PATIENCE = 30.0


def seen(visitor: int = 1, path: str = "/") -> Sighting:
    return Sighting(visitor=visitor, page=PageIn(url=f"https://shop.example{path}"))


class Pen:
    """Writes batches down; it can be held back, so that others have to wait."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.began = threading.Semaphore(0)
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def write(self, sightings: Sequence[Sighting]) -> None:
        self.batches.append([sighting.visitor for sighting in sightings])
        self.began.release()
        assert self.may_go_on.wait(PATIENCE)

    def has_begun(self) -> bool:
        return self.began.acquire(timeout=PATIENCE)


@pytest.fixture
def pen() -> Pen:
    return Pen()


@pytest.fixture
def line(pen: Pen, settings: Settings) -> Iterator[WaitingLine]:
    settings.WAGTAIL_LIVECHAT = {"PAGE_VIEWS_WAIT": 0.001}
    line = WaitingLine(pen.write)
    yield line
    pen.may_go_on.set()
    line.stop()


def test_what_comes_meanwhile_is_written_together(line: WaitingLine, pen: Pen) -> None:
    pen.may_go_on.clear()
    line.add(seen(1))
    assert pen.has_begun()
    for visitor in (2, 3, 4):
        line.add(seen(visitor))

    pen.may_go_on.set()

    assert pen.has_begun()
    assert pen.batches == [[1], [2, 3, 4]]


def test_one_thread_writes(line: WaitingLine, pen: Pen) -> None:
    for visitor in range(20):
        line.add(seen(visitor))
    threads = [thread for thread in threading.enumerate() if thread.name == "livechat-visits"]

    line.stop()

    assert len(threads) == 1
    assert sorted(visitor for batch in pen.batches for visitor in batch) == list(range(20))


def test_the_end_of_the_process_writes_what_waits(pen: Pen, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"PAGE_VIEWS_WAIT": 3600}
    line = WaitingLine(pen.write)
    line.add(seen(1))
    line.add(seen(2))

    line.flush()
    line.flush()

    assert pen.batches == [[1, 2]]
    line.stop()


def test_who_stops_it_waits_for_what_is_left(pen: Pen, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"PAGE_VIEWS_WAIT": 3600}
    line = WaitingLine(pen.write)
    line.add(seen(1))

    line.stop()
    line.stop()

    assert pen.batches == [[1]]


def test_at_the_end_of_the_process_what_is_being_written_is_waited_for() -> None:
    script = """
import threading
import django
django.setup()
from wagtail_livechat.actions.visit_batches import _line
from wagtail_livechat.actions.visits import Sighting
began = threading.Event()
def write(sightings):
    began.set()
    _line._is_ending.wait()
    print(f"{len(sightings)} written")
_line._write = write
_line.add(Sighting(visitor=1))
began.wait()
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=PATIENCE)

    assert ended.stdout == "1 written\n"


def test_the_thread_ends_when_there_is_nothing_to_do_and_starts_again(pen: Pen, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"PAGE_VIEWS_WAIT": 0.001}
    line = WaitingLine(pen.write, idle=0)
    for visitor in (1, 2):
        line.add(seen(visitor))
        assert pen.has_begun()
        for thread in [thread for thread in threading.enumerate() if thread.name == "livechat-visits"]:
            thread.join(PATIENCE)

    assert pen.batches == [[1], [2]]


def test_too_many_are_dropped_and_told_of_once_a_minute(
    pen: Pen, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.WAGTAIL_LIVECHAT = {"PAGE_VIEWS_WAIT": 3600, "PAGE_VIEWS_QUEUE_SIZE": 2}
    now = 0.0
    line = WaitingLine(pen.write, clock=lambda: now)
    for visitor in range(5):
        line.add(seen(visitor))
    now = 61.0
    line.add(seen(5))

    line.stop()

    assert pen.batches == [[0, 1]]
    assert [record.getMessage().split()[0] for record in caplog.records] == ["1", "3"]


def test_a_bad_one_harms_only_itself(
    visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = people.a_visitor()

    def records(*, sightings: Sequence[Sighting]) -> list[Visit]:
        if any(sighting.visitor == other.visitor.pk for sighting in sightings):
            raise RuntimeError("4242424242424242")
        return visits.record(sightings=sightings)

    monkeypatch.setattr(visit_batches, "record", records)

    visit_batches.write([seen(visitor.visitor.pk), seen(other.visitor.pk), seen(visitor.visitor.pk, "/shop/")])

    assert PageView.objects.count() == 2
    both = [visitor.visitor.pk, other.visitor.pk]
    assert [record.getMessage() for record in caplog.records] == [
        f"3 page view(s) of the visitors {both} could not be written",
        f"1 page view(s) of the visitors {both[1:]} could not be written",
    ]


@pytest.mark.parametrize(("wait", "at_once"), [(0, True), (1.0, False)])
def test_the_settings_say_whether_they_wait(
    visitor: VisitingPerson, settings: Settings, monkeypatch: pytest.MonkeyPatch, wait: float, at_once: bool
) -> None:
    settings.WAGTAIL_LIVECHAT = {"PAGE_VIEWS_WAIT": wait}
    waiting: list[Any] = []
    monkeypatch.setattr(visit_batches._line, "add", waiting.append, raising=False)

    visit_batches.record_soon(seen(visitor.visitor.pk))

    assert PageView.objects.exists() is at_once
    assert bool(waiting) is not at_once


# The database, from a thread of its own.


def test_the_thread_writes_to_the_database(committed: None, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"PAGE_VIEWS_WAIT": 0.001}
    visitor = people.a_visitor()
    line = WaitingLine()

    line.add(seen(visitor.visitor.pk))
    line.add(seen(visitor.visitor.pk, "/shop/"))
    line.stop()

    assert visitor.visitor.visits.get().page_views.count() == 2


def test_a_connection_that_broke_is_replaced(committed: None) -> None:
    visitor, other = people.a_visitor(), people.a_visitor()
    connection.ensure_connection()
    connection.connection.close()

    visit_batches.write([seen(visitor.visitor.pk), seen(other.visitor.pk)])

    assert visitor.visitor.visits.count() == other.visitor.visits.count() == 1


@pytest.fixture
def racers(committed: None) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as threads:
        yield threads


def test_two_processes_begin_one_visit(racers: ThreadPoolExecutor) -> None:
    visitor, other = people.a_visitor(), people.a_visitor()
    first = [seen(visitor.visitor.pk), seen(other.visitor.pk)]
    second = [seen(other.visitor.pk, "/shop/"), seen(visitor.visitor.pk, "/shop/")]

    race(racers, lambda: visits.record(sightings=first), lambda: visits.record(sightings=second))

    assert visitor.visitor.visits.get().page_views.count() == 2
    assert other.visitor.visits.get().page_views.count() == 2
