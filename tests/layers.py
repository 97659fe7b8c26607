"""A channel layer that tests can break: it fails and drops on demand."""

import asyncio
from collections import defaultdict
from typing import Any

from channels.layers import BaseChannelLayer

#: Settings that put it in the place of Redis.
NETWORK = {"default": {"BACKEND": "tests.layers.PlayedLayer"}}


class PlayedLayer(BaseChannelLayer):
    """To the package a layer between processes, in truth a few queues of one event loop."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fails = False
        self.drops = False
        self.sent: list[dict[str, Any]] = []
        self._queues: dict[str, asyncio.Queue[dict[str, Any] | Exception]] = {}
        self._groups: dict[str, set[str]] = defaultdict(set)

    async def new_channel(self, prefix: str = "played") -> str:
        self._check()
        name = f"{prefix}.{len(self._queues)}"
        self._queues[name] = asyncio.Queue()
        return name

    async def group_add(self, group: str, channel: str) -> None:
        self._groups[group].add(channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self._check()
        self.sent.append(message)
        if not self.drops:
            for channel in self._groups[group]:
                self._queues[channel].put_nowait(message)

    async def receive(self, channel: str) -> dict[str, Any]:
        message = await self._queues[channel].get()
        if isinstance(message, Exception):
            raise message
        return message

    def breaks(self) -> None:
        """Whoever listens gets an error."""
        for queue in self._queues.values():
            queue.put_nowait(ConnectionError("the layer is gone"))
        self._groups.clear()

    def _check(self) -> None:
        if self.fails:
            raise ConnectionError("the layer is gone")
