"""What the benchmark prints, and which bars were met."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Final, TypeVar

from tests.benchmarks.browsing import Browsing
from tests.benchmarks.idle import Idle
from tests.benchmarks.loops import Figures

OURS: Final = "wagtail-livechat"
LIMIT: Final = "limit server"

#: Messages per second with 100 conversations, as a share of the limit server's, at least.
RATE_BAR: Final = 0.5
#: The median round trip with one conversation, as a multiple of the limit server's, at most.
LATENCY_BAR: Final = 6.0
#: Memory of an idle socket, as a multiple of the limit server's, at most.
MEMORY_BAR: Final = 1.4
SOCKETS_BAR: Final = 10_000
#: What live visitors may take of one core, and how long a page view may take, in milliseconds.
CORE_BAR: Final = 0.1
BEACON_BAR: Final = 5.0

Results = Mapping[tuple[str, int], Sequence[Figures]]
Found = TypeVar("Found")


def one_round(name: str, conversations: int, number: int, figures: Figures) -> None:
    print(f"  round {number}, {conversations:>3} conversations, {_line(name, figures)}", flush=True)


def rounds(results: Results) -> None:
    """The medians of all rounds, and how ours compare."""
    if not results:
        return
    print("\nMedians of all rounds")
    for conversations in sorted({count for _name, count in results}):
        for name in (OURS, LIMIT):
            if (name, conversations) in results:
                print(f"  {conversations:>3} conversations, {_line(name, _median(results[name, conversations]))}")
        if (LIMIT, conversations) in results:
            ours, limit = _median(results[OURS, conversations]), _median(results[LIMIT, conversations])
            print(f"  {conversations:>3} conversations, ratio: {_ratio(ours, limit)}")


def idle(found: Mapping[str, Idle]) -> None:
    """Memory per socket, and the proof that idle sockets still hear."""
    _each(
        "Idle sockets on one process",
        found,
        lambda name, one: (
            f"{name:<17} {one.sockets} sockets, {one.kilobytes_per_socket:.1f} KB each, opened in "
            f"{one.opening_seconds:.0f} s; a message to 100 of them: all arrived, the last after {one.slowest_ms:.0f} ms"
        ),
    )


def browsing(found: Mapping[str, Browsing]) -> None:
    """What live visitors cost."""
    _each(
        "Visitors who change page every ten seconds",
        found,
        lambda name, one: (
            f"{one.visitors} visitors, {name:<16} {100 * one.core:>5.1f} % of one core   {one.beacons} page views "
            f"answered in {one.p50_ms:.2f} ms (p50), {one.p95_ms:.2f} ms (p95)   the list fetched {one.fetches} times"
        ),
    )


def verdicts_on_browsing(found: Mapping[str, Browsing]) -> list[bool]:
    """The same for live visitors."""
    judged: list[bool] = []
    for name, one in found.items():
        core = f"{one.visitors} live visitors, {name}: {100 * one.core:.1f} % of one core, under {100 * CORE_BAR:.0f} %"
        judged.append(_judge(one.core < CORE_BAR, core))
        beacon = f"a page view, {name}: answered in {one.p50_ms:.2f} ms (p50), under {BEACON_BAR:.0f} ms"
        judged.append(_judge(one.p50_ms < BEACON_BAR, beacon))
    return judged


def verdicts(results: Results, found: Mapping[str, Idle]) -> list[bool]:
    """Prints PASS or FAIL for each bar that could be judged."""
    judged: list[bool] = []
    if (LIMIT, 100) in results:
        ratio = _median(results[OURS, 100]).rate / _median(results[LIMIT, 100]).rate
        judged.append(_judge(ratio >= RATE_BAR, f"rate with 100 conversations {ratio:.2f} x, at least {RATE_BAR} x"))
    if (LIMIT, 1) in results:
        ratio = _median(results[OURS, 1]).p50_ms / _median(results[LIMIT, 1]).p50_ms
        judged.append(_judge(ratio <= LATENCY_BAR, f"p50 with one conversation {ratio:.1f} x, at most {LATENCY_BAR} x"))
    if OURS in found and found[OURS].sockets >= SOCKETS_BAR:
        judged.append(_judge(True, f"{found[OURS].sockets} idle sockets held, and 100 of them reached"))
        if LIMIT in found:
            ratio = found[OURS].kilobytes_per_socket / found[LIMIT].kilobytes_per_socket
            judged.append(
                _judge(ratio <= MEMORY_BAR, f"memory of an idle socket {ratio:.2f} x, at most {MEMORY_BAR} x")
            )
    return judged


def _each(title: str, found: Mapping[str, Found], line: Callable[[str, Found], str]) -> None:
    """A line for each name, below a title; nothing where nothing was measured."""
    if found:
        print(f"\n{title}")
    for name, one in found.items():
        print(f"  {line(name, one)}")


def _judge(passed: bool, what: str) -> bool:
    print(f"{'PASS' if passed else 'FAIL'}  {what}")
    return passed


def _median(figures: Sequence[Figures]) -> Figures:
    return Figures(
        rate=median(one.rate for one in figures),
        p50_ms=median(one.p50_ms for one in figures),
        p99_ms=median(one.p99_ms for one in figures),
        cpu_ms=median(one.cpu_ms for one in figures),
        messages=sum(one.messages for one in figures),
    )


def _ratio(ours: Figures, limit: Figures) -> str:
    return (
        f"rate {ours.rate / limit.rate:.2f}, p50 {ours.p50_ms / limit.p50_ms:.1f} x, "
        f"p99 {ours.p99_ms / limit.p99_ms:.1f} x, cpu {ours.cpu_ms / limit.cpu_ms:.1f} x"
    )


def _line(name: str, figures: Figures) -> str:
    return (
        f"{name:<17} {figures.rate:>6.0f} messages/s   p50 {figures.p50_ms:>7.2f} ms   p99 {figures.p99_ms:>7.2f} ms   "
        f"cpu {figures.cpu_ms:>5.2f} ms"
    )
