"""Asking somebody else's code, which may hang, without hanging with it."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from threading import Lock, Thread
from time import monotonic
from typing import Any, Final, TypeVar

from django.db import connections
from django.utils import timezone, translation

#: How many threads one crew may have. All of them hang at worst, and then this crew answers no more.
SIZE: Final = 4

Answer = TypeVar("Answer")


class TooSlow(Exception):
    """It was not answered in time."""


class Gone(Exception):
    """Its thread was to end instead of answering."""


class Crew:
    """A few threads that are there while there is something to do, and never keep the process from ending.

    Each question has its own crew, so that what hangs takes no thread from anything else.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = Lock()
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._threads = 0

    def ask(self, question: Callable[[], Answer]) -> Future[Answer]:
        """Have one of the threads answer. Who cancels the answer is no longer waited for."""
        answer: Future[Answer] = Future()
        with self._lock:
            # Those whose patience ended while all threads hang.
            self._waiting = deque(each for each in self._waiting if not each[0].cancelled())
            self._waiting.append((answer, question))
            is_new = self._threads < SIZE
            self._threads += is_new
        if is_new:
            Thread(target=self._work, name=self.name, daemon=True).start()
        return answer

    def _work(self) -> None:
        try:
            while (job := self._next()) is not None:
                _do(*job)
        finally:
            connections.close_all()

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._threads -= 1
            return None


def _do(answer: Future[Any], question: Callable[[], Any]) -> None:
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(question())
    except BaseException as error:
        # Also what would end a thread: it is told to who asked.
        answer.set_exception(error)


@cache
def crew(name: str) -> Crew:
    """The crew of this name. Names come from the settings, so there are few."""
    return Crew(name)


def ask(name: str, question: Callable[[], Answer]) -> Future[Answer]:
    """Have the crew of this name answer, in the language and the time zone that are active here."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def asked_here() -> Answer:
        with translation.override(language), timezone.override(zone):
            return question()

    return crew(name).ask(asked_here)


def wait_for(answer: Future[Answer], *, until: float) -> Answer:
    """The answer; `until`: a time of `monotonic()`. Raises TooSlow, Gone, and what the question raised."""
    try:
        error = answer.exception(timeout=max(0.0, until - monotonic()))
    except TimeoutError:
        answer.cancel()
        raise TooSlow from None
    if error is None:
        return answer.result()
    raise error if isinstance(error, Exception) else Gone
