"""`make bench`: how fast a message goes from a visitor to an agent, what an idle socket costs, and what it takes to know
which pages visitors look at.

    .venv/bin/python tests/benchmarks/roundtrip.py [--quick]

PostgreSQL (each commit reaches the disk) and Redis are started for the purpose; then one process of the sandbox and,
where it is at hand, the limit server, the least that a chat server can do. Both are measured in turn, round after
round, and the medians are compared: the machine's other business meets both alike. Ends with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

# Also when it is run as a file.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psycopg
import uvloop

from tests.benchmarks import browsing, idle, loops, report, usage
from tests.benchmarks.browsing import Browsing
from tests.benchmarks.contestants import LIMIT_SERVER, Contestant, Limit, Ours, limit_process
from tests.benchmarks.idle import Idle
from tests.benchmarks.loops import BenchmarkError, Figures, Tally
from tests.services import servers
from tests.services.servers import Process
from tests.services.shop import Shop

CONVERSATIONS = (1, 20, 100)


@dataclass(frozen=True)
class Plan:
    """How long and how often."""

    rounds: int
    warm_up: float
    seconds: float
    sockets: int
    settle: float
    browsing: float


FULL = Plan(rounds=5, warm_up=1.0, seconds=4.0, sockets=10_000, settle=idle.SETTLE, browsing=60.0)
QUICK = Plan(rounds=1, warm_up=0.5, seconds=2.0, sockets=500, settle=2.0, browsing=20.0)

#: The rounds of each server with so many conversations.
Results = dict[tuple[str, int], list[Figures]]


def main() -> int:
    """Start everything, measure, print; the exit code."""
    options = _options()
    plan = QUICK if options.quick else FULL
    if servers.missing():
        print(f"Not on this machine: {', '.join(servers.missing())}.")
        return 2
    idle.raise_limit()
    with _contestants(plan.sockets) as contestants:
        results = _measure_rounds(contestants, plan) if options.only in (None, "rounds") else {}
        found = _measure_idle(contestants, plan) if options.only in (None, "idle") else {}
        browsed = _measure_browsing(contestants[0], plan) if options.only in (None, "visits") else {}
    report.rounds(results)
    report.idle(found)
    report.browsing(browsed)
    verdicts = [*report.verdicts(results, found), *report.verdicts_on_browsing(browsed)]
    return 0 if all(verdicts) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round, for a first look")
    parser.add_argument("--only", choices=["rounds", "idle", "visits"], help="leave out the rest")
    return parser.parse_args()


@contextmanager
def _contestants(visitors: int) -> Iterator[list[Contestant]]:
    """The running servers, ours first."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="livechat-bench-")))
        dsn = stack.enter_context(servers.postgres(durable=True))
        redis = stack.enter_context(servers.redis())
        shop = Shop(_environment(dsn, redis.url), folder=folder)
        print(f"Preparing the sandbox and {visitors} visitors (about a minute) ...", flush=True)
        shop.prepare()
        shop.run(f"from tests.benchmarks import people; people.make({visitors})")
        web = shop.web()
        stack.enter_context(_running(web))
        contestants: list[Contestant] = [Ours(web)]
        if LIMIT_SERVER.exists():
            process, port = limit_process(_limit_dsn(dsn), redis.url, folder=folder / "limit")
            stack.enter_context(_running(process))
            contestants.append(Limit(process, port))
        else:
            print("The limit server is not beside the checkout: the project's figures alone.")
        _check_durability(shop, dsn)
        yield contestants


def _environment(dsn: str, redis_url: str) -> dict[str, str]:
    # DEBUG would keep every SQL statement in memory; the limits are for people, not for benchmarks.
    return {"DATABASE_URL": dsn, "REDIS_URL": redis_url, "LIVECHAT_LIMITS": "off", "DEBUG": "off"}


@contextmanager
def _running(process: Process) -> Iterator[None]:
    process.start()
    try:
        yield
    finally:
        process.stop()


def _limit_dsn(dsn: str) -> str:
    """A database of its own in the same PostgreSQL."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("create database limits")
    return dsn.rpartition("/")[0] + "/limits"


def _check_durability(shop: Shop, dsn: str) -> None:
    """Both servers' sessions wait for the disk: by the settings of each kind of session, as the database sees them."""
    ask = "from django.db import connection as c; k = c.cursor(); k.execute('show synchronous_commit'); print(k.fetchone()[0])"
    with psycopg.connect(dsn) as connection:
        overrides = connection.execute("select * from pg_db_role_setting").fetchall()
        shown = [connection.execute(f"show {name}").fetchone() for name in ("synchronous_commit", "fsync")]
    asked = shop.run(ask).strip()
    if overrides or asked != "on" or shown != [("on",), ("on",)]:
        raise BenchmarkError(f"Commits do not wait for the disk: {asked} {shown} {overrides}")
    print("synchronous_commit = on in both servers' sessions, fsync = on")


def _measure_rounds(contestants: list[Contestant], plan: Plan) -> Results:
    results: Results = {}
    for count in CONVERSATIONS:
        for number in range(plan.rounds):
            for contestant in contestants:
                figures = uvloop.run(_round(contestant, count, plan))
                results.setdefault((contestant.name, count), []).append(figures)
                report.one_round(contestant.name, count, number + 1, figures)
    return results


async def _round(contestant: Contestant, count: int, plan: Plan) -> Figures:
    tally = Tally()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: tally.fail(str(context)))
    opened = await contestant.open_loops(count, tally)
    gc.collect()
    gc.freeze()
    try:
        cpu = partial(usage.cpu_seconds, contestant.process)
        return await loops.run(opened, tally, warm_up=plan.warm_up, seconds=plan.seconds, cpu_seconds=cpu)
    finally:
        await contestant.close()


def _measure_idle(contestants: list[Contestant], plan: Plan) -> dict[str, Idle]:
    sockets = idle.allowed(plan.sockets)
    if sockets < plan.sockets:
        print(
            f"This machine's limit of open files (ulimit -Hn) allows {sockets} idle sockets instead of {plan.sockets}."
        )
    found = {}
    for contestant in contestants:
        # From its start: what earlier rounds left behind would hide what sockets take.
        contestant.process.stop()
        contestant.process.start()
        print(f"{contestant.name}: opening {sockets} idle sockets ...", flush=True)
        found[contestant.name] = uvloop.run(idle.hold(contestant, sockets, settle=plan.settle))
    return found


def _measure_browsing(ours: Contestant, plan: Plan) -> dict[str, Browsing]:
    """Alone, and with an agent who looks at the list of live visitors."""
    found = {}
    for name, watched in (("nobody watches", False), ("an agent watches", True)):
        ours.process.stop()
        ours.process.start()
        print(f"{browsing.VISITORS} visitors browse, {name} ...", flush=True)
        found[name] = uvloop.run(browsing.measure(ours, seconds=plan.browsing, watched=watched))
    return found


if __name__ == "__main__":
    # Whoever ends this ends the servers, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(code)
