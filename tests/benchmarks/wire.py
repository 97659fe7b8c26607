"""The leanest clients that still speak the protocols: the load shares two cores with the servers that it measures.

Both are callbacks on an asyncio transport, so that a message costs the client the same few microseconds either way.
"""

from __future__ import annotations

import asyncio
import base64
import os
import struct
from collections.abc import Callable, Mapping
from typing import Final, cast
from urllib.parse import urlsplit

import httptools

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
FINAL: Final = 0x80
MASKED: Final = 0x80
#: A mask of zeros is a mask; it saves the client the XOR.
MASK: Final = bytes(4)

OnText = Callable[[bytes], None]


class ConnectionRefused(RuntimeError):
    """The server answered the handshake with something else than 101."""


class WebSocket(asyncio.Protocol):
    """One socket: hands each text frame to `on_text`, answers pings."""

    __slots__ = ("_buffer", "_is_open", "_request", "close_code", "lost", "on_text", "opened", "transport")

    def __init__(self, request: bytes, on_text: OnText) -> None:
        self.on_text = on_text
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = False
        self.close_code: int | None = None
        self._request = request
        self._buffer = b""
        self._is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionRefused("closed during the handshake"))

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if not self._is_open and not self._shake_hands():
            return
        self._take_frames()

    def send(self, text: bytes) -> None:
        self.transport.write(_frame(TEXT, text))

    def close(self) -> None:
        self.transport.close()

    def _shake_hands(self) -> bool:
        head, separator, rest = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return False
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            self.opened.set_exception(ConnectionRefused(head.decode("latin1")))
            self.transport.close()
            return False
        self._is_open, self._buffer = True, rest
        self.opened.set_result(None)
        return True

    def _take_frames(self) -> None:
        buffer, at = self._buffer, 0
        while (found := _frame_at(buffer, at)) is not None:
            opcode, start, at = found
            self._take(opcode, buffer[start:at])
        self._buffer = buffer[at:]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self.on_text(payload)
        elif opcode == PING:
            self.transport.write(_frame(PONG, payload))
        elif opcode == CLOSE:
            self.close_code = int.from_bytes(payload[:2])
            self.transport.close()


class HttpConnection(asyncio.Protocol):
    """One kept-alive connection with one request under way; hands each answer's status and body to `on_answer`."""

    def __init__(self, on_answer: Callable[[int, bytes], None]) -> None:
        self.on_answer = on_answer
        self.lost = False
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        body, self._body = self._body, b""
        self.on_answer(self._parser.get_status_code(), body)

    def send(self, request: bytes) -> None:
        self.transport.write(request)

    def close(self) -> None:
        self.transport.close()


async def open_socket(
    url: str, path: str, on_text: OnText, *, cookies: Mapping[str, str] | None = None, source: str | None = None
) -> WebSocket:
    """An open socket of the server at `url`, as a page of that server would open it."""
    address = urlsplit(url)
    request = _handshake(address.netloc, path, cookies or {})
    _transport, socket = await asyncio.get_running_loop().create_connection(
        lambda: WebSocket(request, on_text),
        str(address.hostname),
        int(address.port or 80),
        local_addr=(source, 0) if source else None,
    )
    await socket.opened
    return socket


async def open_http(url: str, on_answer: Callable[[int, bytes], None]) -> HttpConnection:
    """A connection for requests made by `post_request`."""
    address = urlsplit(url)
    _transport, connection = await asyncio.get_running_loop().create_connection(
        lambda: HttpConnection(on_answer), str(address.hostname), int(address.port or 80)
    )
    return connection


def post_request(path: str, body: bytes, headers: Mapping[str, str] = {"Host": "x"}) -> bytes:
    """A request with a JSON body, as bytes."""
    lines = {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}
    return _head("POST", path, lines) + body


def get_request(path: str, headers: Mapping[str, str]) -> bytes:
    """A request without a body, as bytes."""
    return _head("GET", path, headers)


def _head(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()


def _handshake(host: str, path: str, cookies: Mapping[str, str]) -> bytes:
    lines = {
        "Host": host,
        "Origin": f"http://{host}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()


def _frame(opcode: int, payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        head = struct.pack("!BB", FINAL | opcode, MASKED | length)
    else:
        head = struct.pack("!BBH", FINAL | opcode, MASKED | 126, length)
    return head + MASK + payload


def _frame_at(buffer: bytes, at: int) -> tuple[int, int, int] | None:
    """Opcode, start and end of the payload of the frame at this place; None while part of it is missing."""
    have = len(buffer)
    if have < at + 2:
        return None
    opcode, length, start = buffer[at] & 0x0F, buffer[at + 1] & 0x7F, at + 2
    if length == 126:
        length, start = int.from_bytes(buffer[start : start + 2]), start + 2
    elif length == 127:
        length, start = int.from_bytes(buffer[start : start + 8]), start + 8
    return (opcode, start, start + length) if have >= start + length else None
