"""What a hub does by itself: resync, jobs, an end; and one hub for each event loop."""

import asyncio
import json
import logging

import pytest

from tests.layers import PlayedLayer
from tests.realtime.hearing import a_visitor_socket, an_agent_socket, waiting
from tests.realtime.waiting import until
from wagtail_livechat import broadcast
from wagtail_livechat.realtime import hub as hubs
from wagtail_livechat.realtime.hub import Hub
from wagtail_livechat.realtime.sockets import Socket


async def test_a_resync_reaches_every_socket_once(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "RESYNC_WITHIN", 0.02)
    sockets: list[Socket] = [a_visitor_socket(hub, 7), a_visitor_socket(hub, 7), an_agent_socket(hub, 1)]

    hub.resync()
    running = hub._resyncing
    hub.resync()

    assert running is hub._resyncing, "a second one joins the first"
    assert running is not None
    await running
    assert [[json.loads(frame) for frame in waiting(socket)] for socket in sockets] == [[{"type": "resync"}]] * 3
    hub.resync()
    assert hub._resyncing is not running


async def test_who_was_told_before_something_else_was_lost_is_told_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "RESYNC_WITHIN", 0.02)
    sockets: list[Socket] = [an_agent_socket(hub, 1), a_visitor_socket(hub, 7)]
    hub.resync()
    await until(lambda: sum(len(socket._frames) for socket in sockets) == 1)

    hub.resync()

    assert hub._resyncing is not None
    await hub._resyncing
    assert sorted(len(waiting(socket)) for socket in sockets) == [1, 2]


async def test_a_job_rests_while_nobody_is_here(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            an_agent_socket(hub, 1)

    async def work() -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(hubs.asyncio, "sleep", nap)

    with pytest.raises(asyncio.CancelledError):
        await hub._repeat(20.0, work)

    assert naps == [20.0] * 3


async def test_what_agents_look_at_is_told_to_the_other_processes_again_and_again(
    network: PlayedLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "TELL_EVERY", 0.005)
    hub = Hub()
    an_agent_socket(hub, 1)

    await until(lambda: sum(message["type"] == "livechat.viewing" for message in network.sent) >= 3)
    await hub.stop()


async def test_a_resync_is_spread(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """All clients at once would be as bad as the outage."""
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    for number in range(4):
        a_visitor_socket(hub, number)
    monkeypatch.setattr(hubs.asyncio, "sleep", nap)

    hub.resync()
    assert hub._resyncing is not None
    await hub._resyncing

    assert naps == [hubs.RESYNC_WITHIN / 4] * 4


async def test_a_layer_that_comes_back_leads_to_a_resync(
    hub: Hub, network: PlayedLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "RESYNC_WITHIN", 0.02)
    socket = a_visitor_socket(hub, 7)
    network.fails = True
    line = hub._line
    assert line is not None
    await until(lambda: line.is_down)

    network.fails = False

    await until(lambda: len(socket._frames) > 0)
    assert json.loads(waiting(socket)[0]) == {"type": "resync"}


async def test_a_job_that_fails_runs_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    runs = []

    async def work() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise ZeroDivisionError

    repeating = asyncio.ensure_future(hub._repeat(0.001, work))
    with caplog.at_level(logging.ERROR):
        for _ in range(20):
            await asyncio.sleep(0)
        assert runs == [], "nothing to do while nobody is there"
        a_visitor_socket(hub, 7)
        await until(lambda: len(runs) >= 2)

    repeating.cancel()
    assert caplog.text.count("A live chat job of the web process failed") == 1


async def test_a_hub_can_be_stopped_in_the_middle_of_a_resync(network: PlayedLayer) -> None:
    hub = Hub()
    a_visitor_socket(hub, 7)
    hub.resync()
    await asyncio.sleep(0)

    await hub.stop()

    assert hub._resyncing is not None
    await until(hub._resyncing.done)


async def test_each_event_loop_has_a_hub_of_its_own(network: PlayedLayer) -> None:
    first = hubs.current()
    try:
        assert hubs.current() is first
        assert await asyncio.to_thread(lambda: asyncio.run(_another())) is not first
    finally:
        await first.stop()
        hubs._current = None
        broadcast.attach(None)


async def _another() -> Hub:
    hub = hubs.current()
    await hub.stop()
    return hub
