"""The port through which a verb tells the world what it did, without knowing who listens.

A verb calls `publish` once, inside its transaction; the events leave after the commit, or not at all.

Where they go: to this process's hub if it has one (it hands them to its own sockets and to the channel layer); else to
the channel layer; and where the layer lives in memory, and so ends with the process, into a Relay row that the hubs of
other processes read.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from asgiref.sync import async_to_sync
from channels.layers import BaseChannelLayer, InMemoryChannelLayer, get_channel_layer
from django.db import transaction

from . import conf
from .events import Envelope, Event
from .models import Relay

logger = logging.getLogger(__name__)

#: The one group of the channel layer: each process's hub is its member.
GROUP = "livechat"
#: Seconds after which sending has failed: Redis' client tries again for more than a minute, and whoever waits for it hangs.
SEND_WITHIN = 5.0


class Hub(Protocol):
    """What this process's hub offers: callable from any thread, never blocks, never fails."""

    def hand_over(self, envelopes: Sequence[Envelope]) -> None: ...


_hub: Hub | None = None
_collected: ContextVar[list[Envelope] | None] = ContextVar("livechat_collected", default=None)


def attach(hub: Hub | None) -> None:
    """Make `hub` the listener of this process; None takes it away."""
    global _hub
    _hub = hub


def publish(events: Sequence[Event]) -> None:
    """Send events after the commit. Call once per transaction; a failure to send never fails the write."""
    if not events:
        return
    envelopes = [event.envelope() for event in events]
    if _collected.get() is None and _hub is None and layer_is_in_memory():
        Relay.objects.create(events=envelopes)
    else:
        transaction.on_commit(lambda: _send(envelopes))


def publish_passing(events: Sequence[Event]) -> None:
    """Send, at once, what is worth nothing a moment later and must leave no trace, such as typing."""
    envelopes = [event.envelope() for event in events]
    if _hub is not None:
        _hub.hand_over(envelopes)
    elif not layer_is_in_memory():
        _send_through_layer(envelopes)
    # Else only a Relay row would reach anybody: what is typed is never written down, so nobody hears of it.


@contextmanager
def collected() -> Iterator[list[Envelope]]:
    """Within this block events are kept for the caller, who sends them on; the writer does so, batch by batch."""
    kept: list[Envelope] = []
    token = _collected.set(kept)
    try:
        yield kept
    finally:
        _collected.reset(token)


def layer_is_in_memory() -> bool:
    """Whether the channel layer reaches only this process (or there is none)."""
    layer = layer_in_use()
    return layer is None or isinstance(layer, InMemoryChannelLayer)


def layer_in_use() -> BaseChannelLayer | None:
    """The channel layer that the settings name."""
    layer: BaseChannelLayer | None = get_channel_layer(conf.current().CHANNEL_LAYER)
    return layer


async def send_through(layer: BaseChannelLayer, message: dict[str, Any]) -> None:
    """Send to every hub. Raises what the layer raises, and TimeoutError."""
    async with asyncio.timeout(SEND_WITHIN):
        await layer.group_send(GROUP, message)


def layer_message(envelopes: Sequence[Envelope], *, origin: str) -> dict[str, Any]:
    """The one message that carries a commit's events; `origin` names the hub that has told its own sockets already."""
    return {"type": "livechat.events", "origin": origin, "events": list(envelopes)}


def _send(envelopes: list[Envelope]) -> None:
    kept = _collected.get()
    if kept is not None:
        kept.extend(envelopes)
    elif _hub is not None:
        _hub.hand_over(envelopes)
    else:
        _send_through_layer(envelopes)


def _send_through_layer(envelopes: list[Envelope]) -> None:
    layer = layer_in_use()
    if layer is None:
        return
    try:
        async_to_sync(send_through)(layer, layer_message(envelopes, origin=""))
    except Exception:
        # The rows are written: whoever missed this hears it at the next resume.
        logger.exception("Live chat events could not be sent through the channel layer")
