"""An open socket and the frames that wait for it."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from pytest_django.fixtures import Settings

from wagtail_livechat.realtime.sockets import Close, VisitorSocket


def a_socket() -> VisitorSocket:
    return VisitorSocket(visitor=1, site=1, user=None, session_key=None)


async def pumped(socket: VisitorSocket) -> list[Mapping[str, Any]]:
    """What goes to the browser until the socket is closed."""
    sent: list[Mapping[str, Any]] = []

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    await asyncio.wait_for(socket.pump(send), 20)
    return sent


async def test_frames_go_out_in_order() -> None:
    socket = a_socket()
    pumping = asyncio.ensure_future(pumped(socket))
    for number in range(3):
        socket.tell({"number": number})
    for _ in range(10):
        await asyncio.sleep(0)
    socket.close(Close.NO_RIGHT)

    sent = await pumping

    assert [json.loads(message["text"])["number"] for message in sent[:-1]] == [0, 1, 2]
    assert sent[-1] == {"type": "websocket.close", "code": 4403}


async def test_closing_drops_what_still_waits() -> None:
    socket = a_socket()
    socket.tell({"number": 1})

    socket.close(Close.SESSION_GONE)

    assert await pumped(socket) == [{"type": "websocket.close", "code": 4401}]


async def test_too_many_waiting_frames_close_the_socket(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"SOCKET_QUEUE_SIZE": 2}
    socket = a_socket()

    for number in range(3):
        socket.tell({"number": number})

    assert await pumped(socket) == [{"type": "websocket.close", "code": 1013}]
