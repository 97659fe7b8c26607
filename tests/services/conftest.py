"""PostgreSQL, Redis, two web processes and a queue worker, started once for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.services import servers
from tests.services.servers import Process, RedisServer
from tests.services.shop import Shop, WebProcess


@dataclass(frozen=True)
class Services:
    """The shop as it runs on a server."""

    shop: Shop
    dsn: str
    redis: RedisServer
    #: Two web processes without limits: their clients are quicker than people.
    first: WebProcess
    second: WebProcess
    worker: Process

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one SQL statement; its rows."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def sweep(self, before: str = "") -> None:
        """Have the queue worker do now what it does each minute, after some lines of Python."""
        self.shop.run(f"{before}\nfrom wagtail_livechat import queue; queue.enqueue('sweep')")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test pays for the start of everything, a minute or two on a small machine."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(420))


@pytest.fixture(scope="session")
def _binaries() -> None:
    missing = servers.missing()
    if not missing:
        return
    said = f"The services tests need {', '.join(missing)} on this machine (Debian: postgresql, redis-server)."
    if os.environ.get("LIVECHAT_REQUIRE_SERVICES") == "1":
        pytest.fail(said)
    pytest.skip(said)


@pytest.fixture(scope="session")
def services(_binaries: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with ExitStack() as stack:
        dsn = stack.enter_context(servers.postgres())
        redis = stack.enter_context(servers.redis())
        environment = {"DATABASE_URL": dsn, "REDIS_URL": redis.url, "LIVECHAT_LIMITS": "off", "DEBUG": "off"}
        shop = Shop(environment, folder=tmp_path_factory.mktemp("shop"))
        shop.prepare()
        shop.run(NEWCOMERS)
        running = Services(shop, dsn, redis, shop.web(), shop.web(), shop.worker())
        for process in (running.worker, running.first, running.second):
            stack.callback(process.stop)
            process.start()
        yield running


#: Agents who lose their right in a test, so that no other test misses them.
NEWCOMERS = """
from django.contrib.auth.models import Group, User
for name in ("paula", "quentin", "rosa"):
    user = User.objects.create_user(name, f"{name}@example.com", name)
    user.groups.add(Group.objects.get(name="Live chat agents"))
"""


@pytest.fixture
def started(_binaries: None) -> Iterator[Callable[[Process], Process]]:
    """Starts a process for one test."""
    with ExitStack() as stack:

        def start(process: Process) -> Process:
            stack.callback(process.stop)
            process.start()
            return process

        yield start
