"""Visitors who look at page after page: what that takes of the server's processor, alone and while an agent watches."""

from __future__ import annotations

import asyncio
import gc
import json
import time
from dataclasses import dataclass, field
from functools import partial
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

from tests.benchmarks import usage
from tests.benchmarks.contestants import AGENT, Contestant, log_in
from tests.benchmarks.loops import BenchmarkError
from tests.benchmarks.people import token_of
from tests.benchmarks.wire import HttpConnection, get_request, open_http, open_socket, post_request
from tests.services.shop import WebProcess

VISITORS = 200
CONNECTIONS = 50
#: All in seconds. How often each visitor changes page; how often at most an inbox that shows the list fetches it anew.
EVERY = 10.0
LIST_EVERY = 5.0
BEACON = "/livechat/api/visitor/page-views"
LIST = "/livechat/api/agent/visitors?" + urlencode({"online": 1})
USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@dataclass
class Browsing:
    """What was found. `core`: the share of one processor; times in milliseconds, as a visitor's browser has them."""

    visitors: int
    core: float
    p50_ms: float
    p95_ms: float
    beacons: int
    fetches: int


@dataclass
class _Crowd:
    """Visitors who look at one page after the other, and what the server answered."""

    web: WebProcess
    #: Shared, because the server closes those that nobody uses for some seconds.
    connections: list[HttpConnection] = field(default_factory=list)
    sent_at: dict[int, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    beacons: int = 0

    async def open(self) -> None:
        for number in range(CONNECTIONS):
            self.connections.append(await open_http(self.web.url, partial(self._answered, number)))

    def close(self) -> None:
        for connection in self.connections:
            connection.close()

    async def browse(self, seconds: float) -> None:
        """Each changes page every ten seconds, one after the other."""
        started, pause = time.perf_counter(), EVERY / VISITORS
        for turn in range(int(seconds / pause)):
            await asyncio.sleep(max(0.0, started + turn * pause - time.perf_counter()))
            self._look(turn % VISITORS)
        await asyncio.sleep(2 * pause)

    def _look(self, visitor: int) -> None:
        page = {"url": f"{self.web.url}/shop/{self.beacons}/", "title": f"Coffee {self.beacons}"}
        body = json.dumps({"page": page, "language": "en", "time_zone": "Europe/Paris"}).encode()
        headers = {
            "Host": _host(self.web),
            "User-Agent": USER_AGENT,
            "Cookie": f"livechat_visitor={token_of(visitor)}",
        }
        number = self.beacons % CONNECTIONS
        if number in self.sent_at:
            raise BenchmarkError("A page view was not answered within two seconds.")
        self.beacons += 1
        self.sent_at[number] = time.perf_counter()
        self.connections[number].send(post_request(BEACON, body, headers))

    def _answered(self, number: int, status: int, body: bytes) -> None:
        if status != 200:
            raise BenchmarkError(f"A page view was answered with {status}: {body[:200]!r}")
        self.took.append(1000 * (time.perf_counter() - self.sent_at.pop(number)))


@dataclass
class _Watcher:
    """An agent's inbox that shows the list of live visitors."""

    web: WebProcess
    fetched_at: float = 0.0
    fetches: int = 0
    listed: int = 0
    fetching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self.cookies = log_in(self.web.url, AGENT)
        self.socket = await open_socket(self.web.url, "/livechat/ws/agent/", self._take, cookies=self.cookies)

    def close(self) -> None:
        self.socket.close()

    def _take(self, text: bytes) -> None:
        is_due = time.perf_counter() - self.fetched_at >= LIST_EVERY
        if is_due and json.loads(text)["type"] == "visits.changed":
            self.fetched_at = time.perf_counter()
            self.fetching = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
        http = await open_http(self.web.url, lambda status, body: answer.set_result((status, body)))
        http.send(get_request(LIST, {"Host": _host(self.web), "Cookie": cookie}))
        status, body = await answer
        http.close()
        if status != 200:
            raise BenchmarkError(f"The list was answered with {status}: {body[:200]!r}")
        self.fetches += 1
        self.listed = len(json.loads(body)["visitors"])


async def measure(ours: Contestant, *, seconds: float, watched: bool) -> Browsing:
    """Have the visitors browse for so long; before it, long enough that all of them are there."""
    failures: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: failures.append(str(context)))
    web = ours.process
    assert isinstance(web, WebProcess)
    crowd, watcher = _Crowd(web), _Watcher(web)
    await crowd.open()
    if watched:
        await watcher.open()
    await crowd.browse(EVERY)
    crowd.took.clear()
    gc.collect()
    before, started = usage.cpu_seconds(web), time.perf_counter()
    await crowd.browse(seconds)
    core = (usage.cpu_seconds(web) - before) / (time.perf_counter() - started)
    crowd.close()
    if watched:
        watcher.close()
    if failures or (watched and watcher.listed != VISITORS):
        raise BenchmarkError(f"{watcher.listed} of {VISITORS} visitors were listed. {failures[:1]}")
    return Browsing(
        VISITORS, core, median(crowd.took), quantiles(crowd.took, n=20)[-1], len(crowd.took), watcher.fetches
    )


def _host(web: WebProcess) -> str:
    return urlsplit(web.url).netloc
