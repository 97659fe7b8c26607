"""An ASGI server of the tests: an event loop in a thread of its own, and browser tabs connected to it."""

import asyncio
import json
import queue
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.http import SimpleCookie

from tests import people
from tests.asgi import application
from tests.people import AnsweringPerson, Browser, VisitingPerson
from tests.realtime.waiting import PATIENCE, until
from wagtail_livechat import broadcast, conf
from wagtail_livechat.realtime import hub as hubs
from wagtail_livechat.realtime.hub import Hub

VISITOR = f"/{conf.VISITOR_SOCKET}"
AGENT = f"/{conf.AGENT_SOCKET}"

Result = TypeVar("Result")


class Tab:
    """One browser tab with a socket; what it hears is kept until somebody asks for it."""

    def __init__(self, server: "Server", *, path: str, headers: Mapping[str, str], address: str) -> None:
        self.server = server
        self.scope = {
            "type": "websocket",
            "path": path,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "query_string": b"",
            "scheme": "ws",
            "subprotocols": [],
            "client": (address, 12345),
            "server": ("testserver", 80),
        }
        self.heard: queue.Queue[Mapping[str, Any]] = queue.Queue()
        self._to_server: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self._reading = asyncio.Event()
        self._reading.set()
        self._send_now = self._hear
        self._to_server.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.run_coroutine_threadsafe(self._serve(), server.loop)

    async def _serve(self) -> None:
        await application(self.scope, self._to_server.get, self._send)

    async def _send(self, message: Mapping[str, Any]) -> None:
        await self._send_now(message)

    async def _hear(self, message: Mapping[str, Any]) -> None:
        await self._reading.wait()
        self.heard.put(message)

    def _next(self) -> Mapping[str, Any]:
        try:
            return self.heard.get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError("this tab waited in vain") from None

    def is_let_in(self) -> bool:
        """Whether the handshake was answered with a socket."""
        return self._next()["type"] == "websocket.accept"

    def opened(self) -> "Tab":
        assert self.is_let_in(), "the handshake was refused"
        assert self.hears("hello")["heartbeat_s"] == 25
        return self

    def sends(self, **frame: Any) -> None:
        self.sends_text(json.dumps(frame))

    def sends_text(self, text: str) -> None:
        self._puts({"type": "websocket.receive", "text": text})

    def sends_bytes(self, content: bytes) -> None:
        self._puts({"type": "websocket.receive", "bytes": content})

    def _puts(self, message: Mapping[str, Any]) -> None:
        self.server.loop.call_soon_threadsafe(self._to_server.put_nowait, message)

    def hears(self, kind: str) -> dict[str, Any]:
        """The next frame of this kind; what came before it is passed over."""
        while True:
            message = self._next()
            assert message["type"] == "websocket.send", f"closed while waiting for {kind}: {message}"
            frame: dict[str, Any] = json.loads(message["text"])
            if frame["type"] == kind:
                return frame

    def hears_until_now(self) -> list[dict[str, Any]]:
        """All frames that were on their way: those before the answer to a ping."""
        self.sends(type="ping")
        frames = []
        while True:
            frame = json.loads(self._next()["text"])
            if frame["type"] == "pong":
                return frames
            frames.append(frame)

    def is_closed_with(self) -> int:
        """The code with which the server closes; what came before is passed over."""
        while True:
            message = self._next()
            if message["type"] == "websocket.close":
                return int(message.get("code", 1000))

    def leaves(self) -> None:
        self._puts({"type": "websocket.disconnect", "code": 1001})
        self.task.result(PATIENCE)

    def stops_reading(self) -> None:
        self.server.loop.call_soon_threadsafe(self._reading.clear)

    def breaks(self) -> None:
        """From now on nothing can be sent to this tab."""

        async def fail(_message: Mapping[str, Any]) -> None:
            raise ConnectionError("the tab is gone")

        self._send_now = fail

    def reads_again(self) -> None:
        self.server.loop.call_soon_threadsafe(self._reading.set)


class Server:
    """One web process."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="server", daemon=True)
        self._thread.start()
        self._tabs: list[Tab] = []

    @property
    def hub(self) -> Hub:
        return self.run(self._current_hub())

    @staticmethod
    async def _current_hub() -> Hub:
        return hubs.current()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def call(self, function: Callable[[], Result]) -> Result:
        """Call something in the thread of the loop."""

        async def called() -> Result:
            return function()

        return self.run(called())

    def sockets(self) -> int:
        """How many sockets the hub knows."""
        hub = self.hub
        return self.call(lambda: len(list(hub._sockets())))

    @contextmanager
    def writer_held_up(self) -> Iterator[Callable[[int], None]]:
        """Within the block the writer waits in the middle of its work; gives a way to wait until so many wait for it."""
        hub, release = self.hub, threading.Event()

        async def gather(number: int) -> None:
            await until(lambda: hub.writer._queue.qsize() == number)

        self.call(lambda: self.loop.create_task(hub.writer.do(release.wait)))
        try:
            self.run(gather(0))
            yield lambda number: self.run(gather(number))
        finally:
            release.set()

    def opens(
        self,
        path: str,
        cookies: Mapping[str, str] | None = None,
        *,
        address: str = "127.0.0.1",
        **headers: str,
    ) -> Tab:
        """Somebody opens a socket, as a browser on the site's own page does."""
        written = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        all_headers = {"host": "testserver", "origin": "http://testserver", "cookie": written, **headers}
        tab = Tab(self, path=path, headers=all_headers, address=address)
        self._tabs.append(tab)
        return tab

    def visitor_tab(self, person: VisitingPerson, **options: Any) -> Tab:
        return self.opens(VISITOR, {conf.VISITOR_COOKIE: person.token}, **options).opened()

    def browser_tab(self, browser: Browser) -> Tab:
        return self.opens(VISITOR, values(browser.client.cookies)).opened()

    def agent_tab(self, person: AnsweringPerson) -> Tab:
        return self.opens(AGENT, values(person.client.cookies)).opened()

    def stop(self) -> None:
        for tab in self._tabs:
            tab.reads_again()
            if not tab.task.done():
                tab.leaves()
        if hubs._current is not None and hubs._current.loop is self.loop:
            self.run(hubs._current.stop())
            broadcast.attach(None)
            hubs._current = None
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()


def values(cookies: SimpleCookie) -> dict[str, str]:
    return {name: morsel.value for name, morsel in cookies.items()}


def sent(body: str, **fields: Any) -> dict[str, Any]:
    """A frame that sends a message."""
    return {"type": "message.send", "client_id": people.client_id(), "body": body, **fields}
