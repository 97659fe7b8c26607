"""Browser tabs without a browser: they connect, resume and send again as the real client does, and draw nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from tests.services.thread import Frame, Thread

#: What the server will never take; everything else is tried again.
PERMANENT = frozenset({"empty", "too_long", "bad_character", "invalid", "not_found", "not_allowed"})
SIGNED_OUT, REFUSED = 4401, 4403
OPENINGS_BEFORE_POLLING = 3
ANSWER_WITHIN = 10.0
#: Quicker than a browser (3 s), so that tests are.
POLL_EVERY = 0.3
FIRST_WAIT, LONGEST_WAIT = 0.3, 5.0


async def until(condition: Callable[[], object], *, within: float = 20.0, what: str = "") -> None:
    """Wait for a condition. Fails with `what` where it does not come true in so many seconds."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not within {within} s: {what or condition}"
        await asyncio.sleep(0.02)


class Later(Exception):
    """An attempt failed in passing; `after` so many seconds it is worth another one."""

    def __init__(self, after: float) -> None:
        self.after = after
        super().__init__(after)


@dataclass
class Pending:
    """A message on its way."""

    body: str
    conversation: str | None
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    #: The error codes of its attempts, and what became of it.
    codes: list[str] = field(default_factory=list)
    attempts: int = 0
    message: Frame | None = None
    refused: str = ""


class Tab(ABC):
    """One tab: a connection that is opened again and again, and an outbox."""

    socket_path: str
    name = "the visitor"

    def __init__(self, url: str, *, cookies: httpx.Cookies | None = None) -> None:
        self.url = url
        # Kept connections could be closed by the server just as they are used again, which browsers hide.
        fresh = httpx.Limits(max_keepalive_connections=0)
        self.http = httpx.AsyncClient(base_url=url, cookies=cookies, headers={"Origin": url}, timeout=20, limits=fresh)
        self.threads: dict[str, Thread] = {}
        self.frames: list[Frame] = []
        self.outbox: list[Pending] = []
        self.closings: list[int] = []
        self.polls = 0
        self.is_open = False
        self._socket: ClientConnection | None = None
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._resuming = asyncio.Lock()
        self._resumptions: set[asyncio.Task[None]] = set()
        self._unsent: asyncio.Queue[Pending] = asyncio.Queue()

    # What differs between the widget and the inbox

    @abstractmethod
    async def enter(self) -> None:
        """Become somebody: a session, a login."""

    @abstractmethod
    async def resume(self) -> None:
        """Fetch what may have been missed."""

    @abstractmethod
    async def fetch(self, conversation: str, after: int) -> Frame:
        """A page of what was made or changed after a revision."""

    @abstractmethod
    async def post(self, pending: Pending) -> httpx.Response:
        """Send a message by HTTP."""

    # A person's life with it

    async def __aenter__(self) -> Self:
        await self.enter()
        self._tasks = [asyncio.create_task(self._stay_connected()), asyncio.create_task(self._send_all())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in [*self._tasks, *self._resumptions]:
            task.cancel()
        await asyncio.gather(*self._tasks, *self._resumptions, return_exceptions=True)
        await self.http.aclose()

    async def connected(self) -> Self:
        """Wait for an open socket, and for what was fetched when it opened."""
        await until(lambda: self.is_open and not self._resumptions, what="the socket opens")
        return self

    def writes(self, body: str, *, to: str | None = None) -> Pending:
        """Put a message into the outbox; it leaves by itself."""
        pending = Pending(body, to)
        self.outbox.append(pending)
        self._unsent.put_nowait(pending)
        return pending

    async def says(self, body: str, *, to: str | None = None) -> Frame:
        """Write and wait until the server has it."""
        pending = self.writes(body, to=to)
        await until(lambda: pending.message or pending.refused, what=f"{body!r} is accepted ({pending.codes})")
        assert pending.message is not None, f"refused: {pending.refused}"
        return pending.message

    @property
    def accepted(self) -> list[Frame]:
        return [pending.message for pending in self.outbox if pending.message]

    def seen(self, kind: str) -> list[Frame]:
        """The frames of one type that came so far."""
        return [frame for frame in self.frames if frame["type"] == kind]

    async def tells(self, **frame: Any) -> None:
        """Send a frame that has no answer."""
        assert self._socket is not None, "there is no socket"
        await self._socket.send(json.dumps(frame))

    async def transcript(self, conversation: str) -> Thread:
        """The conversation as a fresh tab would fetch it."""
        thread = Thread(conversation)
        await self._fetch_rest(thread)
        return thread

    # The connection

    async def _stay_connected(self) -> None:
        failures = 0
        while True:
            was_open, code = await self._one_socket()
            self.closings.append(code)
            if code in {SIGNED_OUT, REFUSED}:
                return
            failures = 0 if was_open else failures + 1
            if failures >= OPENINGS_BEFORE_POLLING:
                await self._poll_for(LONGEST_WAIT)
            else:
                await asyncio.sleep(min(FIRST_WAIT * 2**failures, LONGEST_WAIT) * (0.5 + random.random() / 2))

    async def _one_socket(self) -> tuple[bool, int]:
        """Open a socket and listen until it closes: whether it opened at all, and the code it closed with."""
        address = self.url.replace("http", "ws", 1) + self.socket_path
        try:
            async with connect(
                address, origin=Origin(self.url), additional_headers={"Cookie": self._cookie()}, proxy=None
            ) as socket:
                await self._listen(socket)
                return self.is_open, socket.close_code or 1006
        except (OSError, WebSocketException, TimeoutError):
            return self.is_open, 1006
        finally:
            self._closed()

    async def _listen(self, socket: ClientConnection) -> None:
        self._socket = socket
        with contextlib.suppress(WebSocketException):
            async for text in socket:
                self._take(json.loads(text))

    def _closed(self) -> None:
        self.is_open, self._socket = False, None
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(Later(0.0))

    def _cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies.jar)

    async def _poll_for(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.polls += 1
            await self._resume_quietly()
            await asyncio.sleep(POLL_EVERY)

    # Frames

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        match frame["type"]:
            case "hello":
                self.is_open = True
                self._resume_soon()
            case "resync":
                self._resume_soon()
            case "message.accepted" | "error" if "client_id" in frame:
                answer = self._answers.get(frame["client_id"])
                if answer and not answer.done():
                    answer.set_result(frame)
            case "message.created" | "message.updated" | "conversation.changed":
                self._apply(frame)

    def _apply(self, frame: Frame) -> None:
        public_id = frame["conversation"]["public_id"]
        thread = self.threads.setdefault(public_id, Thread(public_id))
        if not thread.apply(frame):
            self._resume_soon()

    def _resume_soon(self) -> None:
        task = asyncio.create_task(self._resume_quietly())
        self._resumptions.add(task)
        task.add_done_callback(self._resumptions.discard)

    async def _resume_quietly(self) -> None:
        # The server may be gone again; then the next connection resumes.
        async with self._resuming:
            with contextlib.suppress(httpx.HTTPError):
                await self.resume()

    async def _fetch_rest(self, thread: Thread) -> None:
        more = True
        while more:
            page = await self.fetch(thread.public_id, thread.revision)
            thread.apply_page(page)
            more = page["more"]

    async def resume_threads(self) -> None:
        for thread in list(self.threads.values()):
            await self._fetch_rest(thread)

    # The outbox

    async def _send_all(self) -> None:
        while True:
            pending = await self._unsent.get()
            while not (pending.message or pending.refused):
                try:
                    await self._attempt(pending)
                except Later as later:
                    await asyncio.sleep(later.after)

    async def _attempt(self, pending: Pending) -> None:
        pending.attempts += 1
        if self.is_open and self._socket:
            self._settle(pending, await self._send_by_socket(self._socket, pending))
        else:
            self._settle(pending, await self._send_by_http(pending))

    async def _send_by_socket(self, socket: ClientConnection, pending: Pending) -> Frame:
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._answers[pending.client_id] = answer
        frame: dict[str, Any] = {"type": "message.send", "client_id": pending.client_id, "body": pending.body}
        if pending.conversation:
            frame["conversation"] = pending.conversation
        try:
            await socket.send(json.dumps(frame))
            return await asyncio.wait_for(answer, ANSWER_WITHIN)
        except (TimeoutError, WebSocketException) as error:
            raise Later(FIRST_WAIT) from error
        finally:
            del self._answers[pending.client_id]

    async def _send_by_http(self, pending: Pending) -> Frame:
        try:
            answer = await self.post(pending)
        except httpx.HTTPError as error:
            raise Later(FIRST_WAIT) from error
        if answer.is_success:
            return {"type": "message.accepted", **answer.json()}
        problem: Frame = answer.json() if answer.headers["content-type"].endswith("json") else {"code": "unknown"}
        return {"type": "error", **problem, "retry_after": float(answer.headers.get("Retry-After", 0))}

    def _settle(self, pending: Pending, answer: Frame) -> None:
        if answer["type"] == "message.accepted":
            pending.message = answer["message"]
            self._apply(answer)
            return
        pending.codes.append(answer["code"])
        if answer["code"] in PERMANENT:
            pending.refused = answer["code"]
        else:
            raise Later(max(FIRST_WAIT, answer.get("retry_after") or 0))
