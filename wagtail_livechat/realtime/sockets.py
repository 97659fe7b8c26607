"""An open socket, as the hub knows it: who is behind it, and which frames wait for it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from enum import IntEnum
from typing import Any

from .. import conf
from ..events import frame_text
from ..permissions import Reach

#: Sends one ASGI message to the server.
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Close(IntEnum):
    """Why a socket is closed; 4xxx are our own."""

    UNSUPPORTED = 1003
    TOO_BIG = 1009
    TRY_AGAIN_LATER = 1013
    SESSION_GONE = 4401
    NO_RIGHT = 4403
    #: The visitor is blocked. Unlike a refused handshake it tells the client not to try again.
    BLOCKED = 4410


class Frames:
    """A queue with one reader. asyncio's own takes several times the memory, which ten thousand idle sockets feel."""

    __slots__ = ("_reader", "_waiting")

    def __init__(self) -> None:
        self._waiting: list[str | Close] = []
        self._reader: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> "Iterator[str | Close]":
        return iter(self._waiting)

    def put(self, frame: "str | Close") -> None:
        self._waiting.append(frame)
        if self._reader and not self._reader.done():
            self._reader.set_result(None)

    def clear(self) -> None:
        self._waiting.clear()

    async def next(self) -> "str | Close":
        """The frame that waited longest, as soon as there is one."""
        while not self._waiting:
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        return self._waiting.pop(0)


class Socket:
    """One browser tab. Frames wait in a queue of its own, so that who does not read holds up nobody else."""

    __slots__ = ("_frames", "session_key", "user")

    def __init__(self, *, user: str | None, session_key: str | None) -> None:
        #: The user who must stay logged in, with this session, for the socket to stay open; None for anybody.
        self.user = user
        self.session_key = session_key
        self._frames = Frames()

    def tell(self, frame: Mapping[str, Any]) -> None:
        """Queue a frame for this socket alone."""
        self.offer(frame_text(frame))

    def offer(self, frame: str) -> None:
        """Queue a frame. Who let too many wait is closed instead, and resumes when it connects again."""
        if len(self._frames) >= conf.current().SOCKET_QUEUE_SIZE:
            self.close(Close.TRY_AGAIN_LATER)
        else:
            self._frames.put(frame)

    def close(self, code: Close) -> None:
        """Close without sending what still waits."""
        self._frames.clear()
        self._frames.put(code)

    async def pump(self, send: Send) -> None:
        """Send what is queued until the socket is to be closed."""
        while True:
            frame = await self._frames.next()
            if isinstance(frame, Close):
                await send({"type": "websocket.close", "code": int(frame)})
                return
            await send({"type": "websocket.send", "text": frame})


class VisitorSocket(Socket):
    """A tab of the public site."""

    __slots__ = ("site", "visitor")

    def __init__(self, *, visitor: int, site: int, user: str | None, session_key: str | None) -> None:
        super().__init__(user=user, session_key=session_key)
        self.visitor = visitor
        self.site = site


class AgentSocket(Socket):
    """A tab of Wagtail's admin."""

    __slots__ = ("reach", "watching")

    def __init__(self, *, reach: Reach, user: str, session_key: str | None) -> None:
        super().__init__(user=user, session_key=session_key)
        self.reach = reach
        #: The conversation that is open in this tab, by public id.
        self.watching: str | None = None
