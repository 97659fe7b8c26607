"""The two servers that are compared: the project's, and the yardstick of which nothing less can be asked."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

import httpx

from tests.benchmarks.loops import BenchmarkError, Loop, Tally
from tests.benchmarks.people import conversation_of, token_of
from tests.benchmarks.wire import HttpConnection, WebSocket, open_http, open_socket, post_request
from tests.services.servers import Process, free_port
from tests.services.shop import HOST, ROOT, UVICORN, WebProcess

LIMIT_SERVER: Final = ROOT.parent / "shared" / "bench" / "limit_server.py"
#: Who answers in the sandbox; the password is the name.
AGENT: Final = "manager"

#: The documented fields; a frame may have more.
CONVERSATION: Final = frozenset(
    ["public_id", "revision", "status", "platform", "visitor", "assignee", "last_message_preview", "unread"]
)
MESSAGE: Final = frozenset(
    [
        "id",
        "revision",
        "client_id",
        "author",
        "kind",
        "platform",
        "body",
        "attachments",
        "agent",
        "event",
        "delivery",
        "created_at",
    ]
)


class Contestant(Protocol):
    """A running server, and how to talk to it."""

    name: str
    process: Process

    async def open_loops(self, count: int, tally: Tally) -> list[Loop]: ...

    async def open_idle(self, number: int, on_text: Callable[[bytes], None], source: str) -> WebSocket: ...

    async def send_to(self, numbers: list[int], body: str) -> None: ...

    def body_of(self, text: bytes) -> str | None: ...

    async def close(self) -> None: ...


class Ours:
    """The sandbox: visitors send through their sockets, one agent's socket receives."""

    name = "wagtail-livechat"

    def __init__(self, process: WebProcess) -> None:
        self.process: Process = process
        self.url = process.url
        self._agent: WebSocket | None = None
        self._visitors: list[WebSocket] = []
        self._loops: dict[str, OurLoop] = {}
        self._cookies: dict[str, str] = {}
        self._tally = Tally()

    async def open_loops(self, count: int, tally: Tally) -> list[Loop]:
        self._tally = tally
        await self._open_agent()
        loops = [OurLoop(tally, number, self._loops) for number in range(count)]
        for loop in loops:
            loop.socket = await self.open_idle(loop.number, loop.take, HOST)
            self._visitors.append(loop.socket)
        return list(loops)

    async def open_idle(self, number: int, on_text: Callable[[bytes], None], source: str) -> WebSocket:
        cookies = {"livechat_visitor": token_of(number)}
        return await open_socket(self.url, "/livechat/ws/visitor/", on_text, cookies=cookies, source=source)

    async def send_to(self, numbers: list[int], body: str) -> None:
        await self._open_agent()
        assert self._agent is not None
        for number in numbers:
            frame = {
                "type": "message.send",
                "conversation": conversation_of(number),
                "client_id": f"idle-{number}",
                "body": body,
            }
            self._agent.send(_json(frame))

    def body_of(self, text: bytes) -> str | None:
        frame = json.loads(text)
        return message_of(frame)["body"] if frame["type"] == "message.created" else None

    async def close(self) -> None:
        for opened in [*self._visitors, *([self._agent] if self._agent else [])]:
            opened.close()
        self._visitors, self._agent = [], None
        self._loops.clear()

    async def _open_agent(self) -> None:
        self._cookies = self._cookies or log_in(self.url, AGENT)
        self._agent = await open_socket(self.url, "/livechat/ws/agent/", self._take, cookies=self._cookies)

    def _take(self, text: bytes) -> None:
        frame = json.loads(text)
        if frame["type"] != "message.created":
            return
        message = message_of(frame)
        if message["author"] == "visitor":
            loop = self._loops.pop(message["client_id"], None)
            if loop is None:
                self._tally.fail(f"The agent received {message['body']!r} twice, or nobody sent it.")
            else:
                loop.received(message["body"])


class OurLoop(Loop):
    """A visitor in a conversation of their own."""

    socket: WebSocket

    def __init__(self, tally: Tally, number: int, waiting: dict[str, OurLoop]) -> None:
        super().__init__(tally, number)
        self._waiting = waiting
        self._prefix = f"{id(tally):x}-{number}"
        self._client_id = ""

    def transmit(self) -> None:
        self._client_id = f"{self._prefix}-{self.sent}"
        self._waiting[self._client_id] = self
        self.socket.send(_json({"type": "message.send", "client_id": self._client_id, "body": self.body}))

    def take(self, text: bytes) -> None:
        frame = json.loads(text)
        if frame["type"] == "message.accepted" and frame["client_id"] == self._client_id:
            if message_of(frame)["body"] != self.body:
                self.tally.fail("Another message was accepted than the one that was sent.")
            self.stored()
        elif frame["type"] == "error":
            self.tally.fail(f"The server refused a message: {frame}")


class Limit:
    """The yardstick: a message by POST, received by the conversation's socket."""

    name = "limit server"

    def __init__(self, process: Process, port: int) -> None:
        self.process = process
        self.url = f"http://{HOST}:{port}"
        self._open: list[WebSocket | HttpConnection] = []

    async def open_loops(self, count: int, tally: Tally) -> list[Loop]:
        loops = [LimitLoop(tally, number) for number in range(count)]
        for loop in loops:
            loop.http = await open_http(self.url, loop.answered)
            self._open += [loop.http, await self.open_idle(loop.number, loop.take, HOST)]
        return list(loops)

    async def open_idle(self, number: int, on_text: Callable[[bytes], None], source: str) -> WebSocket:
        return await open_socket(self.url, f"/ws/{number}", on_text, source=source)

    async def send_to(self, numbers: list[int], body: str) -> None:
        async with httpx.AsyncClient(base_url=self.url) as client:
            for number in numbers:
                answer = await client.post(f"/send/{number}", json={"body": body})
                answer.raise_for_status()

    def body_of(self, text: bytes) -> str | None:
        return limit_body(text)

    async def close(self) -> None:
        for connection in self._open:
            connection.close()
        self._open = []


class LimitLoop(Loop):
    """A sender and the receiving socket of one conversation."""

    http: HttpConnection

    def transmit(self) -> None:
        self.http.send(post_request(f"/send/{self.number}", _json({"body": self.body})))

    def answered(self, status: int, body: bytes) -> None:
        if status != 201 or limit_body(body) != self.body:
            self.tally.fail(f"The limit server answered {status}: {body[:200]!r}")
        self.stored()

    def take(self, text: bytes) -> None:
        self.received(limit_body(text))


def limit_process(dsn: str, redis_url: str, *, folder: Path) -> tuple[Process, int]:
    """The yardstick's process, not yet started, and its port."""
    port = free_port()
    flags = [*UVICORN, "--lifespan", "on"]
    command = [sys.executable, "-m", "uvicorn", "limit_server:app", "--host", HOST, "--port", str(port), *flags]
    folder.mkdir(parents=True, exist_ok=True)
    process = Process(
        command,
        folder=folder,
        ready=lambda: listens(port),
        environment={"PYTHONPATH": str(LIMIT_SERVER.parent), "LIMIT_DSN": dsn, "LIMIT_REDIS": redis_url},
        unprivileged=False,
    )
    return process, port


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        socket.create_connection((HOST, port), timeout=5).close()
    except OSError:
        return False
    return True


def log_in(url: str, name: str) -> dict[str, str]:
    """The cookies of an agent who has logged in to Wagtail's admin."""
    with httpx.Client(base_url=url, headers={"Origin": url}, timeout=30) as client:
        client.get("/admin/login/").raise_for_status()
        form = {"username": name, "password": name, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        client.post("/admin/login/", data=form)
        if "sessionid" not in client.cookies:
            raise BenchmarkError(f"{name} could not log in.")
        return dict(client.cookies)


def message_of(frame: dict[str, Any]) -> dict[str, Any]:
    """The message in a documented frame. Raises BenchmarkError where a documented field is missing."""
    message: dict[str, Any] = frame["message"]
    if not (message.keys() >= MESSAGE and frame["conversation"].keys() >= CONVERSATION):
        raise BenchmarkError(f"A frame lacks documented fields: {frame}")
    return message


def limit_body(text: bytes) -> str:
    frame = json.loads(text)
    if frame.keys() != {"id", "body"}:
        raise BenchmarkError(f"The limit server sent {frame}")
    body: str = frame["body"]
    return body


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
