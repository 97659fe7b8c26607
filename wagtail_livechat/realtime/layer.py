"""The hub's line to the other processes: the channel layer, watched by beats, since it loses messages silently."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

from channels.layers import BaseChannelLayer

from .. import broadcast
from ..events import Envelope
from .viewing import Viewers

logger = logging.getLogger(__name__)

#: A beat goes through the layer this often, in seconds; without one for DOWN_AFTER the layer is down.
BEAT_EVERY: Final = 2.0
DOWN_AFTER: Final = 5.0
#: What is missed where it does not come. A beat is not, and who looks at what is told again and again.
COUNTED: Final = frozenset({"livechat.events", "livechat.resync"})
#: How long to wait before another try after the layer failed, in seconds.
RETRY_AFTER: Final = 1.0


class LayerLine:
    """Sends this hub's events to the others and hears theirs.

    Whatever may have been lost leads to `on_resync` in every process: the clients fetch what they miss.
    """

    def __init__(
        self,
        layer: BaseChannelLayer,
        *,
        on_events: Callable[[Sequence[Envelope]], None],
        on_resync: Callable[[], None],
        on_viewing: Callable[[str, Viewers], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._layer = layer
        self._on_events = on_events
        self._on_resync = on_resync
        self._on_viewing = on_viewing
        self._clock = clock
        self._origin = uuid.uuid4().hex
        #: How many messages that must not be lost this process sent, and how many of them each process had sent when it was
        #: last heard of.
        self._sent = 0
        self._heard: dict[str, int] = {}
        self._outgoing: list[Envelope] = []
        #: What this process's agents look at, if the others are to be told.
        self._viewers: Viewers | None = None
        self._something_to_send = asyncio.Event()
        self._heard_at = clock()
        # Until the first beat: this process may follow one that died between a commit and its publish.
        self.is_down = True

    def send(self, envelopes: Sequence[Envelope]) -> None:
        """Queue events for the other processes; what gathers during one publish goes into the next."""
        self._outgoing.extend(envelopes)
        self._something_to_send.set()

    def tell_viewers(self, viewers: Viewers) -> None:
        """Queue what this process's agents look at; only the latest counts."""
        self._viewers = viewers
        self._something_to_send.set()

    async def publish(self) -> None:
        """Send what is queued, until cancelled."""
        while True:
            await self._something_to_send.wait()
            self._something_to_send.clear()
            envelopes, self._outgoing = self._outgoing, []
            viewers, self._viewers = self._viewers, None
            if envelopes:
                await self._group_send(broadcast.layer_message(envelopes, origin=self._origin))
            if viewers is not None:
                await self._group_send({"type": "livechat.viewing", "viewers": dict(viewers)})

    async def listen(self) -> None:
        """Hear the other processes and the own beats, until cancelled."""
        channel = None
        while True:
            try:
                if channel is None:
                    channel = await self._layer.new_channel()
                    await self._layer.group_add(broadcast.GROUP, channel)
                self._hear(await self._layer.receive(channel))
            except Exception:
                logger.exception("The channel layer could not be heard")
                self._lost()
                channel = None
                await asyncio.sleep(RETRY_AFTER)

    async def beat(self) -> None:
        """Prove again and again that the layer works, until cancelled."""
        while True:
            await self._group_send({"type": "livechat.beat"})
            await asyncio.sleep(BEAT_EVERY)
            if self._clock() - self._heard_at > DOWN_AFTER:
                self._lost()

    async def _group_send(self, message: dict[str, Any]) -> None:
        self._sent += message["type"] in COUNTED
        message = {**message, "origin": self._origin, "sent": self._sent}
        try:
            await broadcast.send_through(self._layer, message)
        except Exception as error:
            logger.warning("Live chat events could not be sent to other processes: %s", type(error).__name__)
            self._lost()

    def _lost(self) -> None:
        if not self.is_down:
            logger.warning("The channel layer is down; clients will fetch what they missed when it is back")
        self.is_down = True

    def _hear(self, message: dict[str, Any]) -> None:
        self._count(message)
        match message["type"]:
            case "livechat.events":
                if message["origin"] != self._origin:
                    self._on_events(message["events"])
            case "livechat.viewing":
                if message["origin"] != self._origin:
                    self._on_viewing(message["origin"], message["viewers"])
            case "livechat.resync":
                self._on_resync()
            case "livechat.beat":
                self._heard_beat(message["origin"])

    def _count(self, message: dict[str, Any]) -> None:
        """What did not come is noticed with the next message, at the latest with the next beat: a client of Redis that
        reconnects quickly loses what was sent meanwhile, and neither side gets an error."""
        # A process without a hub, such as the queue worker, counts nothing.
        origin, sent = message.get("origin"), message.get("sent")
        if not origin or sent is None:
            return
        before = sent - (message["type"] in COUNTED)
        lost = before - self._heard.get(origin, before)
        self._heard[origin] = sent
        if lost > 0:
            logger.warning("%d message(s) of the channel layer were lost; clients fetch what they missed", lost)
            self._on_resync()

    def _heard_beat(self, origin: str) -> None:
        if origin != self._origin:
            return
        self._heard_at = self._clock()
        if self.is_down:
            self.is_down = False
            logger.info("The channel layer works; clients fetch what they may have missed")
            # Through the layer: events of this process may be missing in the others too.
            self._resync_task = asyncio.ensure_future(self._group_send({"type": "livechat.resync"}))
