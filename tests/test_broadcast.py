"""The port through which verbs tell what they did."""

import logging
from collections.abc import Iterator, Sequence

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from tests.layers import NETWORK, PlayedLayer
from wagtail_livechat import broadcast
from wagtail_livechat.events import Envelope, RightsChanged
from wagtail_livechat.models import Relay

EVENT = RightsChanged(users=("7",))


class Listener:
    """A hub that only listens."""

    def __init__(self) -> None:
        self.heard: list[Envelope] = []

    def hand_over(self, envelopes: Sequence[Envelope]) -> None:
        self.heard.extend(envelopes)


@pytest.fixture
def hub() -> Iterator[Listener]:
    listener = Listener()
    broadcast.attach(listener)
    yield listener
    broadcast.attach(None)


@pytest.fixture
def network(settings: Settings) -> PlayedLayer:
    """A layer that reaches other processes."""
    settings.CHANNEL_LAYERS = NETWORK
    layer = broadcast.layer_in_use()
    assert isinstance(layer, PlayedLayer)
    return layer


def publish_and_fail() -> None:
    """A transaction that publishes and is then rolled back."""
    with transaction.atomic():
        broadcast.publish([EVENT])
        transaction.set_rollback(True)


def test_the_hub_of_the_own_process_is_told_after_the_commit(
    db: None, hub: Listener, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        broadcast.publish([EVENT])
        assert hub.heard == []

    assert hub.heard == [EVENT.envelope()]
    assert not Relay.objects.exists()


@pytest.mark.usefixtures("committed")
def test_what_is_rolled_back_is_never_told(hub: Listener) -> None:
    publish_and_fail()

    assert hub.heard == []


def test_a_process_without_a_hub_leaves_a_relay_row_where_the_layer_is_in_memory(db: None) -> None:
    broadcast.publish([EVENT])

    assert Relay.objects.get().events == [EVENT.envelope()]


def test_no_layer_at_all_is_like_one_in_memory(db: None, settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {}

    broadcast.publish([EVENT])

    assert Relay.objects.count() == 1


def test_nothing_to_tell_leaves_no_trace(db: None) -> None:
    broadcast.publish([])

    assert not Relay.objects.exists()


@pytest.mark.usefixtures("committed")
def test_a_process_without_a_hub_goes_through_the_layer_to_the_others(network: PlayedLayer) -> None:
    broadcast.publish([EVENT])

    [message] = network.sent
    assert message == {"type": "livechat.events", "origin": "", "events": [EVENT.envelope()]}
    assert not Relay.objects.exists()


@pytest.mark.usefixtures("committed")
def test_a_layer_that_fails_never_fails_the_write(network: PlayedLayer, caplog: pytest.LogCaptureFixture) -> None:
    network.fails = True

    with caplog.at_level(logging.ERROR):
        broadcast.publish([EVENT])

    assert "could not be sent through the channel layer" in caplog.text


@pytest.mark.usefixtures("committed")
def test_a_layer_that_vanished_meanwhile_is_no_error(network: PlayedLayer, settings: Settings) -> None:
    with transaction.atomic():
        broadcast.publish([EVENT])
        settings.CHANNEL_LAYERS = {}

    assert network.sent == []


def test_what_passes_is_told_at_once(db: None, hub: Listener) -> None:
    with transaction.atomic():
        broadcast.publish_passing([EVENT])
        assert hub.heard == [EVENT.envelope()]


def test_what_passes_goes_through_the_layer_where_there_is_no_hub(db: None, network: PlayedLayer) -> None:
    broadcast.publish_passing([EVENT])

    assert [message["events"] for message in network.sent] == [[EVENT.envelope()]]


def test_what_passes_is_never_written_down(db: None) -> None:
    broadcast.publish_passing([EVENT])

    assert not Relay.objects.exists()


@pytest.mark.usefixtures("committed")
def test_collected_events_are_the_collectors_to_send(hub: Listener) -> None:
    with broadcast.collected() as kept:
        broadcast.publish([EVENT])
        publish_and_fail()

    assert kept == [EVENT.envelope()]
    assert hub.heard == []
