"""What visitors look at, on its way into the database: page views wait a moment and are written together, so that no
page waits for them."""

import atexit
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from django.db import connections

from .. import conf
from .visits import Sighting, record

logger = logging.getLogger(__name__)

#: All in seconds: after so long with nothing to write the thread ends; how often dropped page views are told of.
IDLE: Final = 60.0
COMPLAIN_EVERY: Final = 60.0


def write(sightings: Sequence[Sighting]) -> None:
    """Write a batch; where it fails one by one, so that each harms only itself. Never fails."""
    if len(sightings) > 1 and _is_written(sightings):
        return
    for sighting in sightings:
        _is_written([sighting])


def _is_written(sightings: Sequence[Sighting]) -> bool:
    try:
        record(sightings=sightings)
    except Exception:
        visitors = sorted({sighting.visitor for sighting in sightings})
        logger.exception("%d page view(s) of the visitors %s could not be written", len(sightings), visitors)
        _renew_connections()
        return False
    return True


def _renew_connections() -> None:
    """The connection may be what is broken; that of a request that waits for the answer is none of ours."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


class WaitingLine:
    """Sightings that wait to be written together, and the one thread that does so; it starts with the first of them
    and ends after a while without any."""

    def __init__(
        self,
        write: Callable[[Sequence[Sighting]], None] = write,
        *,
        idle: float = IDLE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._idle = idle
        self._clock = clock
        self._waiting: deque[Sighting] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_ending = threading.Event()
        self._dropped = 0
        self._complained_at = -COMPLAIN_EVERY

    def add(self, sighting: Sighting) -> None:
        """Have it written soon; where too many wait already, it is dropped. Never blocks for the database."""
        with self._changed:
            if len(self._waiting) >= conf.current().PAGE_VIEWS_QUEUE_SIZE:
                self._drop()
                return
            self._waiting.append(sighting)
            # A thread does not live on in a process that was forked.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="livechat-visits", daemon=True)
                self._thread.start()
            self._changed.notify()

    def flush(self) -> None:
        """Write what waits, in the caller's thread."""
        with self._changed:
            batch = list(self._waiting)
            self._waiting.clear()
        if batch:
            self._write(batch)

    def stop(self) -> None:
        """Write what waits and end the thread."""
        self._is_ending.set()
        with self._changed:
            thread = self._thread
            self._changed.notify()
        if thread is not None:
            thread.join()
        self._is_ending.clear()
        self.flush()

    def _run(self) -> None:
        try:
            while self._has_something():
                self._is_ending.wait(conf.current().PAGE_VIEWS_WAIT)
                self.flush()
        finally:
            connections.close_all()

    def _has_something(self) -> bool:
        """Whether there is something to write within a while; else the thread ends, and the next sighting starts one."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_ending.is_set(), timeout=self._idle)
            if not self._waiting:
                self._thread = None
            return bool(self._waiting)

    def _drop(self) -> None:
        self._dropped += 1
        now = self._clock()
        if now - self._complained_at >= COMPLAIN_EVERY:
            logger.warning("%d page view(s) were dropped: too many wait to be written", self._dropped)
            self._dropped, self._complained_at = 0, now


_line: Final = WaitingLine()
# Also what the thread has taken already: it would end in the middle of writing.
atexit.register(_line.stop)


def record_soon(sighting: Sighting) -> None:
    """Note where a visitor is, within about a second; at once where the settings have page views not wait."""
    if conf.current().PAGE_VIEWS_WAIT > 0:
        _line.add(sighting)
    else:
        write([sighting])
