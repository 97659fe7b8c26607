"""Closed loops: each conversation sends its next message when the last one was stored and received."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles

#: Without any message for so long, in seconds, something is broken rather than slow.
STALLED_AFTER = 15.0


class BenchmarkError(RuntimeError):
    """A server answered something that it should not have, or nothing."""


@dataclass(frozen=True)
class Figures:
    """One round of one server."""

    rate: float
    p50_ms: float
    p99_ms: float
    #: Time of the server's process on a processor, for one message: what a busy machine does not blur.
    cpu_ms: float
    messages: int

    @classmethod
    def of(cls, latencies: list[float], *, seconds: float, cpu_seconds: float) -> Figures:
        if len(latencies) < 2:
            raise BenchmarkError("Hardly any message came through.")
        milliseconds = [1000 * latency for latency in latencies]
        return cls(
            rate=len(latencies) / seconds,
            p50_ms=median(milliseconds),
            p99_ms=quantiles(milliseconds, n=100, method="inclusive")[98],
            cpu_ms=1000 * cpu_seconds / len(latencies),
            messages=len(latencies),
        )


@dataclass
class Tally:
    """What the loops of one round have in common."""

    is_running: bool = True
    is_counting: bool = False
    under_way: int = 0
    latencies: list[float] = field(default_factory=list)
    error: str = ""

    def fail(self, error: str) -> None:
        self.error = self.error or error
        self.is_running = False


class Loop(ABC):
    """One conversation."""

    def __init__(self, tally: Tally, number: int) -> None:
        self.tally = tally
        self.number = number
        self.sent = 0
        self.body = ""
        self._sent_at = 0.0
        self._received_at = 0.0
        self._is_stored = False

    @abstractmethod
    def transmit(self) -> None:
        """Send `body`, the message with the number `sent`."""

    def go(self) -> None:
        """Send the next message."""
        self.sent += 1
        self.body = f"Message {self.sent} of conversation {self.number}: is the small one in stock again?"
        self._received_at, self._is_stored = 0.0, False
        self.tally.under_way += 1
        self._sent_at = time.perf_counter()
        self.transmit()

    def stored(self) -> None:
        """The sender was told that the message is stored."""
        self._is_stored = True
        self._finish()

    def received(self, body: str) -> None:
        """The other side has it."""
        if body != self.body or self._received_at:
            self.tally.fail(f"Conversation {self.number} received {body!r} while {self.body!r} was under way.")
            return
        self._received_at = time.perf_counter()
        self._finish()

    def _finish(self) -> None:
        if not (self._is_stored and self._received_at):
            return
        self.tally.under_way -= 1
        if self.tally.is_counting:
            self.tally.latencies.append(self._received_at - self._sent_at)
        if self.tally.is_running:
            self.go()


async def run(
    loops: list[Loop], tally: Tally, *, warm_up: float, seconds: float, cpu_seconds: Callable[[], float]
) -> Figures:
    """Let the loops run, count after the warm-up, and wait for what is under way at the end."""
    for loop in loops:
        loop.go()
    await asyncio.sleep(warm_up)
    tally.is_counting, started, cpu_before = True, time.perf_counter(), cpu_seconds()
    await asyncio.sleep(seconds)
    tally.is_counting, lasted, cpu = False, time.perf_counter() - started, cpu_seconds() - cpu_before
    tally.is_running = False
    await _ended(tally)
    return Figures.of(tally.latencies, seconds=lasted, cpu_seconds=cpu)


async def _ended(tally: Tally) -> None:
    deadline = time.perf_counter() + STALLED_AFTER
    while tally.under_way and not tally.error:
        if time.perf_counter() > deadline:
            tally.fail(f"{tally.under_way} message(s) never came through.")
        await asyncio.sleep(0.01)
    if tally.error:
        raise BenchmarkError(tally.error)
