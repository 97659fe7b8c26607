"""Threads that talk to the database, so that the event loop never does."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections, connections

Result = TypeVar("Result")


class DatabaseThread:
    """One thread with one connection: what runs here runs one after the other."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"livechat-{name}")

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do `work` in the thread. Whatever it raises is raised here; a broken connection is replaced."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, _with_sound_connection, work)

    def start(self, work: Callable[[], object]) -> None:
        """Do `work` in the thread, some time soon. Whatever it raises is nobody's concern."""
        self._executor.submit(_with_sound_connection, work)

    def stop(self) -> None:
        """Close the connection and end the thread."""
        self._executor.submit(connections.close_all)
        self._executor.shutdown(wait=True)


def _with_sound_connection(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except Exception:
        # Only now: with Django's default CONN_MAX_AGE of 0 it would mean a new connection for each piece of work.
        close_old_connections()
        raise
