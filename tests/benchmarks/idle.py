"""Thousands of idle sockets on one process: what each costs in memory, and whether a message still finds its way."""

from __future__ import annotations

import asyncio
import itertools
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.benchmarks import usage
from tests.benchmarks.contestants import Contestant
from tests.benchmarks.loops import BenchmarkError
from tests.benchmarks.wire import OnText, WebSocket

#: One source address has too few ports for all sockets of a machine that was busy a minute ago.
SOURCES = ("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")
#: Handshakes under way at the same time.
AT_ONCE = 50
#: How many of the sockets get a message at the end, and within how many seconds.
DRAWN = 100
WITHIN = 20.0
#: Long enough for the jobs that every process repeats, in seconds.
SETTLE = 25.0
#: Files that a process needs beside its sockets.
OTHER_FILES = 200


@dataclass
class Idle:
    """What was found."""

    sockets: int
    opening_seconds: float
    kilobytes_per_socket: float
    slowest_ms: float


@dataclass
class _Listening:
    """The messages that came to the sockets, by the socket's number."""

    contestant: Contestant
    body: str = ""
    arrived: dict[int, float] = field(default_factory=dict)

    def take(self, number: int, text: bytes) -> None:
        body = self.contestant.body_of(text)
        if body is not None and body == self.body:
            self.arrived[number] = time.perf_counter()


def allowed(sockets: int) -> int:
    """How many of these sockets the limits of this machine let one process hold."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = sockets + OTHER_FILES
    if hard != resource.RLIM_INFINITY and hard < wanted:
        return max(0, hard - OTHER_FILES)
    return sockets


def raise_limit() -> None:
    """Let this process and those that it starts open as many files as the machine permits."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def hold(contestant: Contestant, sockets: int, *, settle: float = SETTLE) -> Idle:
    """Open sockets, each a visitor's own, let them be idle, then write to some drawn at random."""
    listening = _Listening(contestant)
    before = usage.memory(contestant.process)
    started = time.perf_counter()
    opened = await _open_all(contestant, sockets, listening)
    opening = time.perf_counter() - started
    await asyncio.sleep(settle)
    grown = usage.memory(contestant.process) - before
    lost = sum(socket.lost for socket in opened)
    if lost:
        raise BenchmarkError(f"{contestant.name} lost {lost} of {sockets} idle sockets.")
    slowest = await _reach_some(contestant, sockets, listening)
    for socket in opened:
        socket.close()
    await contestant.close()
    return Idle(sockets, opening, grown / sockets, slowest)


async def _open_all(contestant: Contestant, sockets: int, listening: _Listening) -> list[WebSocket]:
    numbers = iter(range(sockets))
    opened: list[WebSocket] = []

    async def open_some(source: str) -> None:
        # All of these share the numbers, so that AT_ONCE handshakes are under way and never more.
        opened.extend([await contestant.open_idle(number, _listener(listening, number), source) for number in numbers])

    sources = itertools.islice(itertools.cycle(SOURCES), AT_ONCE)
    await asyncio.gather(*(open_some(source) for source in sources))
    return opened


def _listener(listening: _Listening, number: int) -> OnText:
    return lambda text: listening.take(number, text)


async def _reach_some(contestant: Contestant, sockets: int, listening: _Listening) -> float:
    drawn = random.sample(range(sockets), min(DRAWN, sockets))
    listening.body = f"Are you still there? {time.time()}"
    started = time.perf_counter()
    await contestant.send_to(drawn, listening.body)
    while not listening.arrived.keys() >= set(drawn):
        if time.perf_counter() - started > WITHIN:
            raise BenchmarkError(f"{contestant.name}: {_missing(drawn, listening)} of {len(drawn)} got no message.")
        await asyncio.sleep(0.02)
    strangers = listening.arrived.keys() - set(drawn)
    if strangers:
        raise BenchmarkError(f"{contestant.name} sent messages to {len(strangers)} sockets of others.")
    return 1000 * (max(listening.arrived.values()) - started)


def _missing(drawn: Sequence[int], listening: _Listening) -> int:
    return len(set(drawn) - listening.arrived.keys())
