from collections.abc import AsyncIterator, Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.layers import NETWORK, PlayedLayer
from tests.realtime.server import Server
from tests.realtime.waiting import until
from wagtail_livechat import broadcast
from wagtail_livechat.realtime import layer as layers
from wagtail_livechat.realtime.hub import Hub


@pytest.fixture
def server(committed: None) -> Iterator[Server]:
    """A running web process and its database. Its people are committed, so that its threads see them."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def database(server: Server) -> None:
    """The server's."""


@pytest.fixture
def network(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> PlayedLayer:
    settings.CHANNEL_LAYERS = NETWORK
    monkeypatch.setattr(layers, "BEAT_EVERY", 0.005)
    monkeypatch.setattr(layers, "RETRY_AFTER", 0.005)
    layer = broadcast.layer_in_use()
    assert isinstance(layer, PlayedLayer)
    return layer


async def settled(*hubs: Hub, network: PlayedLayer) -> None:
    """A process that starts has everybody resync: wait until each of these has done so, and nobody is left to hear it."""

    def is_quiet() -> bool:
        resyncs = [message for message in network.sent if message["type"] == "livechat.resync"]
        heard = all(hub._resyncing is not None and hub._resyncing.done() for hub in hubs)
        waiting = [message for queue in network._queues.values() for message in queue._queue]  # type: ignore[attr-defined]
        return len(resyncs) == len(hubs) and heard and not [one for one in waiting if one in resyncs]

    await until(is_quiet)


@pytest.fixture
async def hub(network: PlayedLayer) -> AsyncIterator[Hub]:
    hub = Hub()
    await settled(hub, network=network)
    yield hub
    await hub.stop()


@pytest.fixture
async def other_hub(hub: Hub, network: PlayedLayer) -> AsyncIterator[Hub]:
    """The hub of another process."""
    other = Hub()
    await settled(hub, other, network=network)
    yield other
    await other.stop()
