"""What a site begins with: SQLite, a channel layer in memory, one web process, and a queue worker beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services.people import AgentTab, VisitorTab
from tests.services.shop import Site, WebProcess
from tests.services.tabs import until
from tests.services.test_two_processes import GONE

PEOPLE = "from tests import people; people.an_agent('agent')"


class SmallSite(Site):
    """The site of the unit tests: Wagtail and the live chat, nothing else."""

    settings = "tests.settings"
    asgi = "tests.asgi:application"


@dataclass(frozen=True)
class Embedded:
    site: SmallSite
    database: Path
    web: WebProcess

    def relayed(self) -> int:
        """How many Relay rows were ever written."""
        with closing(sqlite3.connect(self.database)) as connection:
            [[rows]] = connection.execute("select coalesce(max(id), 0) from wagtail_livechat_relay").fetchall()
            return int(rows)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    folder = tmp_path_factory.mktemp("embedded")
    database = folder / "db.sqlite3"
    site = SmallSite({"DATABASE_URL": f"sqlite:///{database}"}, folder=folder)
    site.manage("migrate", "-v", "0", covered=False)
    site.manage("livechat_setup")
    site.run(PEOPLE)
    with ExitStack() as stack:
        running = Embedded(site, database, site.web())
        for process in (running.web, site.worker()):
            stack.callback(process.stop)
            process.start()
        yield running


async def test_what_the_queue_worker_does_reaches_the_sockets_within_seconds(embedded: Embedded) -> None:
    async with VisitorTab(embedded.web.url) as visitor:
        await visitor.connected()
        async with AgentTab(embedded.web.url) as agent:
            await agent.connected()
            assert (await visitor.config())["online"]
        before = embedded.relayed()

        embedded.site.run(
            GONE.format(whose="user__username='agent'") + "\nfrom wagtail_livechat import queue; queue.enqueue('sweep')"
        )

        await until(lambda: embedded.relayed() > before, what="the worker writes a Relay row")
        await until(
            lambda: visitor.seen("presence") and not visitor.seen("presence")[-1]["online"],
            within=5,
            what="the visitor is told that nobody is there",
        )


async def test_people_converse_live_on_sqlite(embedded: Embedded) -> None:
    async with VisitorTab(embedded.web.url) as visitor, AgentTab(embedded.web.url) as agent:
        await visitor.connected()
        await agent.connected()

        await visitor.says("Is it in stock?")
        await until(lambda: agent.threads, what="the agent sees the conversation")
        await agent.says("It is.", to=visitor.thread.public_id)

        await until(lambda: visitor.thread.texts == ["Is it in stock?", "It is."], within=5)
