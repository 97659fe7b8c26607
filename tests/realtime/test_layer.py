"""The line to the other processes: what may be lost leads to a resync."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

import pytest

from tests.layers import PlayedLayer
from tests.realtime.waiting import until
from wagtail_livechat.events import Envelope, RightsChanged
from wagtail_livechat.realtime import layer as layers
from wagtail_livechat.realtime.layer import LayerLine
from wagtail_livechat.realtime.viewing import Viewers

ENVELOPE = RightsChanged(users=("7",)).envelope()


class Process:
    """One end of the line, with a clock that the test moves."""

    def __init__(self, layer: PlayedLayer) -> None:
        self.now = 0.0
        self.events: list[Envelope] = []
        self.resyncs = 0
        self.viewers: dict[str, Viewers] = {}
        self.line = LayerLine(
            layer,
            on_events=self._hear,
            on_resync=self._resync,
            on_viewing=self.viewers.__setitem__,
            clock=lambda: self.now,
        )
        self.tasks = [
            asyncio.ensure_future(service()) for service in (self.line.publish, self.line.listen, self.line.beat)
        ]

    def _hear(self, envelopes: Sequence[Envelope]) -> None:
        self.events.extend(envelopes)

    def _resync(self) -> None:
        self.resyncs += 1


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> PlayedLayer:
    monkeypatch.setattr(layers, "BEAT_EVERY", 0.005)
    monkeypatch.setattr(layers, "RETRY_AFTER", 0.005)
    return PlayedLayer()


@pytest.fixture
async def processes(layer: PlayedLayer) -> AsyncIterator[tuple[Process, Process]]:
    here, there = Process(layer), Process(layer)
    await until(lambda: len(layer._groups["livechat"]) == 2)
    await until(lambda: not here.line.is_down and not there.line.is_down)
    await until(lambda: here.resyncs >= 2 and there.resyncs >= 1)
    here.resyncs = there.resyncs = 0
    yield here, there
    for task in [*here.tasks, *there.tasks]:
        task.cancel()
    await asyncio.gather(*here.tasks, *there.tasks, return_exceptions=True)


Pair = tuple[Process, Process]


def beats(layer: PlayedLayer) -> int:
    return sum(message["type"] == "livechat.beat" for message in layer.sent)


async def test_the_others_hear_and_the_own_echo_is_ignored(processes: Pair, layer: PlayedLayer) -> None:
    here, there = processes

    here.line.send([ENVELOPE])

    await until(lambda: there.events == [ENVELOPE])
    seen = beats(layer)
    await until(lambda: beats(layer) > seen + 4)
    assert here.events == []


async def test_what_gathers_during_one_publish_goes_into_the_next(processes: Pair, layer: PlayedLayer) -> None:
    here, there = processes

    for _ in range(5):
        here.line.send([ENVELOPE])

    await until(lambda: len(there.events) == 5)
    assert sum(message["type"] == "livechat.events" for message in layer.sent) == 1


async def test_a_process_that_starts_asks_everybody_to_fetch_what_a_dead_one_never_announced(
    layer: PlayedLayer,
) -> None:
    before = Process(layer)
    await until(lambda: before.resyncs == 1)

    after = Process(layer)

    await until(lambda: before.resyncs == 2)
    for task in [*before.tasks, *after.tasks]:
        task.cancel()


async def test_a_layer_that_works_leads_to_no_resync(processes: Pair, layer: PlayedLayer) -> None:
    here, there = processes
    here.now = layers.DOWN_AFTER

    await until(lambda: beats(layer) > 10)

    assert (here.resyncs, there.resyncs, here.line.is_down) == (0, 0, False)


async def test_beats_that_are_missing_for_five_seconds_mean_that_the_layer_is_down(
    processes: Pair, layer: PlayedLayer, caplog: pytest.LogCaptureFixture
) -> None:
    here, there = processes
    layer.drops = True
    here.now = layers.DOWN_AFTER + 0.1

    with caplog.at_level(logging.WARNING):
        await until(lambda: here.line.is_down)
        seen = beats(layer)
        await until(lambda: beats(layer) > seen + 4)
    assert caplog.text.count("The channel layer is down") == 1
    layer.drops = False

    # Of the process that noticed and of the other one, whose events may be missing here.
    await until(lambda: here.resyncs == there.resyncs == 1)
    assert not here.line.is_down


async def test_a_publish_that_fails_leads_to_a_resync_when_the_layer_is_back(
    processes: Pair, layer: PlayedLayer
) -> None:
    here, there = processes
    layer.fails = True

    here.line.send([ENVELOPE])
    await until(lambda: here.line.is_down)
    assert there.events == []
    layer.fails = False

    await until(lambda: here.resyncs >= 1 and there.resyncs >= 1)


async def test_what_was_lost_without_an_error_is_noticed_with_the_next_beat(
    processes: Pair, layer: PlayedLayer, caplog: pytest.LogCaptureFixture
) -> None:
    here, there = processes
    layer.drops = True
    here.line.send([ENVELOPE])
    await until(lambda: any(message["type"] == "livechat.events" for message in layer.sent))

    layer.drops = False

    # Long before a beat was missing for five seconds.
    await until(lambda: there.resyncs >= 1)
    assert there.events == []
    assert "message(s) of the channel layer were lost" in caplog.text


async def test_what_comes_twice_was_not_lost(processes: Pair, layer: PlayedLayer) -> None:
    here, there = processes
    here.line.send([ENVELOPE])
    await until(lambda: there.events == [ENVELOPE])

    await layer.group_send("livechat", next(m for m in layer.sent if m["type"] == "livechat.events"))

    seen = beats(layer)
    await until(lambda: beats(layer) > seen + 4)
    assert (here.resyncs, there.resyncs) == (0, 0)


async def test_a_listener_that_breaks_listens_again(processes: Pair, layer: PlayedLayer) -> None:
    here, there = processes
    layer.fails = True

    layer.breaks()
    await until(lambda: here.line.is_down and there.line.is_down)
    layer.fails = False
    await until(lambda: here.resyncs >= 1 and there.resyncs >= 1)

    here.line.send([ENVELOPE])
    await until(lambda: there.events == [ENVELOPE])


async def test_what_nobody_knows_is_ignored(processes: Pair, layer: PlayedLayer) -> None:
    here, there = processes

    await layer.group_send("livechat", {"type": "livechat.of_a_later_version"})
    here.line.send([ENVELOPE])

    await until(lambda: there.events == [ENVELOPE])
