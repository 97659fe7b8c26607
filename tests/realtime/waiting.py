"""Waiting for what must come."""

import asyncio
import time
from collections.abc import Callable

#: Nothing takes that many seconds; who waits longer waits for something that does not come.
PATIENCE = 20.0


async def until(condition: Callable[[], bool]) -> None:
    """Let the others run until the condition holds; what is waited for has no event of its own."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


def wait_until(condition: Callable[[], bool]) -> None:
    """The same for tests whose server runs in another thread."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)
