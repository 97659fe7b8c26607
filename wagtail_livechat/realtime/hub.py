"""The hub: one per process. The only listener of the channel layer; it hands each event to the sockets it is for."""

import asyncio
import logging
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from .. import broadcast
from ..actions import presence
from ..events import Envelope, frame_for
from ..models import Relay
from .admission import Verdict, judge
from .database import DatabaseThread
from .layer import LayerLine
from .sockets import AgentSocket, Close, Socket, VisitorSocket
from .viewing import TELL_EVERY, Viewers, Viewing
from .writer import Writer

logger = logging.getLogger(__name__)

#: All in seconds.
SEEN_EVERY: Final = 20.0
RENEW_EVERY: Final = 30.0
RELAY_EVERY: Final = 1.0
RESYNC_WITHIN: Final = 5.0
#: Who does not have the conversation open is told this often that its visitor types.
TYPING_EVERY: Final = 4.0
#: How long after its making a Relay row may still be committed, and read.
RELAY_WINDOW: Final = timedelta(seconds=10)
#: Renewals are asked for one by one but done in batches.
RENEW_AFTER: Final = 0.05
RENEW_AGAIN_AFTER: Final = 1.0


class Hub:
    """The open sockets of this process, and the tasks that serve them all."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.reader = DatabaseThread("reader")
        self._writing = DatabaseThread("writer")
        self.writer = Writer(thread=self._writing, publish=self.publish)
        self._agents: set[AgentSocket] = set()
        self._visitors: dict[int, set[VisitorSocket]] = defaultdict(set)
        self._visitors_of_site: dict[int, set[VisitorSocket]] = defaultdict(set)
        #: Who is still to be told, in turn.
        self._to_resync: OrderedDict[Socket, None] = OrderedDict()
        self._resyncing: asyncio.Task[None] | None = None
        self._to_renew: set[str] = set()
        self._renewals: set[asyncio.Task[None]] = set()
        self._relays_heard: set[int] = set()
        self._line = self._line_to_others()
        self.viewing = Viewing(tell_others=self._line.tell_viewers if self._line else _tell_nobody)
        #: When and what agents who do not watch it were last told of its visitor's typing, by conversation.
        self._typing_told: dict[str, tuple[float, str]] = {}
        self._tasks = [self.loop.create_task(coroutine) for coroutine in self._services()]

    def _line_to_others(self) -> LayerLine | None:
        layer = broadcast.layer_in_use()
        if layer is None or broadcast.layer_is_in_memory():
            return None
        return LayerLine(layer, on_events=self.deliver, on_resync=self.resync, on_viewing=self._heard_viewing)

    def _heard_viewing(self, origin: str, viewers: Viewers) -> None:
        self.viewing.heard(origin, viewers)

    def _services(self) -> Iterable[Coroutine[Any, Any, None]]:
        yield self.writer.run()
        yield self._repeat(SEEN_EVERY, self._note_presence)
        yield self._repeat(RENEW_EVERY, self._renew_all)
        if self._line is None:
            yield self._repeat(RELAY_EVERY, self._read_relay)
        else:
            yield self._repeat(TELL_EVERY, self._tell_viewing)
            yield self._line.publish()
            yield self._line.listen()
            yield self._line.beat()

    async def stop(self) -> None:
        """End all tasks and threads; for tests, and for servers that stop a loop."""
        tasks = [*self._tasks, *self._renewals, *([self._resyncing] if self._resyncing else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.reader.stop()
        self._writing.stop()

    def add(self, socket: Socket) -> None:
        """From now on this socket gets what it may see."""
        if isinstance(socket, AgentSocket):
            self._agents.add(socket)
        elif isinstance(socket, VisitorSocket):
            self._visitors[socket.visitor].add(socket)
            self._visitors_of_site[socket.site].add(socket)

    def remove(self, socket: Socket) -> None:
        """The socket is closed."""
        if isinstance(socket, AgentSocket):
            self._agents.discard(socket)
            self.viewing.leave(socket)
        elif isinstance(socket, VisitorSocket):
            _take_out(self._visitors, socket.visitor, socket)
            _take_out(self._visitors_of_site, socket.site, socket)

    def hand_over(self, envelopes: Sequence[Envelope]) -> None:
        """Take events from any thread of this process."""
        try:
            self.loop.call_soon_threadsafe(self.publish, envelopes)
        except RuntimeError:
            # The server is stopping. The rows are written, and clients resume elsewhere.
            logger.info("%d live chat event(s) came after the end of the loop", len(envelopes))

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Hand events to the own sockets at once, and to the other processes."""
        if not envelopes:
            return
        self.deliver(envelopes)
        if self._line:
            self._line.send(envelopes)

    def deliver(self, envelopes: Sequence[Envelope]) -> None:
        """Hand events to the own sockets."""
        for envelope in envelopes:
            if envelope["type"] == "rights":
                self._renew_soon(envelope["audience"]["users"])
            elif envelope["type"] == "identity":
                self._have_identified_anew(envelope["audience"]["visitor"])
            else:
                self._tell_visitors(envelope)
                self._tell_agents(envelope)

    def _have_identified_anew(self, visitor: int | None) -> None:
        for socket in tuple(self._visitors.get(visitor or 0, ())):
            socket.close(Close.SESSION_GONE)

    def _tell_visitors(self, envelope: Envelope) -> None:
        frame, audience = envelope["visitors"], envelope["audience"]
        if frame is None:
            return
        if audience["visitor"] is not None:
            sockets = self._visitors.get(audience["visitor"], ())
        else:
            sockets = self._visitors_of_site.get(audience["site"] or 0, ())
        for socket in tuple(sockets):
            socket.offer(frame)

    def _tell_agents(self, envelope: Envelope) -> None:
        if envelope["agents"] is None:
            return
        conversation, elsewhere = envelope["audience"]["conversation"], self._told_elsewhere(envelope)
        for socket in self._agents:
            is_watched = conversation is not None and socket.watching == conversation
            told = envelope if is_watched else elsewhere
            frame = frame_for(socket.reach, told) if told else None
            if frame is not None:
                socket.offer(frame)
            if is_watched and frame is not None and frame == envelope["gone"]:
                self.viewing.leave(socket)

    def _told_elsewhere(self, envelope: Envelope) -> Envelope | None:
        """What those hear of it who have another conversation open, or none; None: nothing."""
        audience = envelope["audience"]
        if audience["watched"]:
            return None
        if envelope["elsewhere"] is None:
            return envelope
        is_news = self._typing_is_news(audience["conversation"] or "", envelope["elsewhere"])
        return {**envelope, "agents": envelope["elsewhere"]} if is_news else None

    def _typing_is_news(self, conversation: str, frame: str) -> bool:
        """Whether it has not been told just now; another frame, such as that the typing stopped, always is."""
        now = self.loop.time()
        self._typing_told = {key: told for key, told in self._typing_told.items() if now - told[0] < TYPING_EVERY}
        if self._typing_told.get(conversation, (now, ""))[1] == frame:
            return False
        self._typing_told[conversation] = (now, frame)
        return True

    def resync(self) -> None:
        """Have all clients fetch what they may have missed, spread over five seconds; also those who just did."""
        self._to_resync.update(dict.fromkeys(self._sockets()))
        if self._resyncing is None or self._resyncing.done():
            self._resyncing = self.loop.create_task(self._resync())

    async def _resync(self) -> None:
        pause = RESYNC_WITHIN / max(1, len(self._to_resync))
        while self._to_resync:
            self._to_resync.popitem(last=False)[0].tell({"type": "resync"})
            await asyncio.sleep(pause)

    def _sockets(self) -> Iterable[Socket]:
        yield from self._agents
        for sockets in self._visitors.values():
            yield from sockets

    async def _note_presence(self) -> None:
        """One statement for all visitors and one for all agents who are here; and an end for agents who left."""
        visitors = list(self._visitors)
        agents = {socket.reach.agent for socket in self._agents}

        def note() -> None:
            presence.touch(visitors=visitors, agents=agents)
            presence.expire()

        await self.writer.do(note)

    async def _tell_viewing(self) -> None:
        self.viewing.beat()

    async def _renew_all(self) -> None:
        await self._renew([socket for socket in self._sockets() if socket.user is not None])

    def _renew_soon(self, users: Iterable[str]) -> None:
        if not self._to_renew:
            task = self.loop.create_task(self._renew_noted())
            self._renewals.add(task)
            task.add_done_callback(self._renewals.discard)
        self._to_renew.update(users)

    async def _renew_noted(self) -> None:
        await asyncio.sleep(RENEW_AFTER)
        users, self._to_renew = self._to_renew, set()
        await self._renew_users(users)
        # Django says that somebody logs out before it ends the session.
        await asyncio.sleep(RENEW_AGAIN_AFTER)
        await self._renew_users(users)

    async def _renew_users(self, users: set[str]) -> None:
        await self._renew([socket for socket in self._sockets() if socket.user in users])

    async def _renew(self, sockets: list[Socket]) -> None:
        if not sockets:
            return
        try:
            verdicts = await self.reader.run(lambda: judge(sockets))
        except Exception:
            logger.exception("The rights of %d live chat socket(s) could not be looked up", len(sockets))
            return
        for socket, verdict in verdicts:
            _apply(socket, verdict)

    async def _read_relay(self) -> None:
        """Events of processes without sockets, such as the queue worker; only where the layer is in memory."""
        rows = await self.reader.run(_relayed)
        for key, envelopes in rows:
            if key not in self._relays_heard:
                self.deliver(envelopes)
        self._relays_heard = {key for key, _envelopes in rows}

    async def _repeat(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            if not self._agents and not self._visitors:
                continue
            try:
                await work()
            except Exception:
                logger.exception("A live chat job of the web process failed; it will run again")


_current: Hub | None = None


def current() -> Hub:
    """The hub of this process; started with the first socket, and anew on another event loop."""
    global _current
    if _current is None or _current.loop is not asyncio.get_running_loop():
        _current = Hub()
        broadcast.attach(_current)
    return _current


def _relayed() -> list[tuple[int, list[Envelope]]]:
    # By time, not by key: rows are not committed in the order of their keys.
    since = timezone.now() - RELAY_WINDOW
    return list(Relay.objects.filter(at__gte=since).order_by("pk").values_list("pk", "events"))


def _tell_nobody(_viewers: Viewers) -> None:
    """Where there is one process, there are no others to tell."""


def _take_out(sockets: dict[int, set[VisitorSocket]], key: int, socket: VisitorSocket) -> None:
    sockets[key].discard(socket)
    if not sockets[key]:
        del sockets[key]


def _apply(socket: Socket, verdict: Verdict) -> None:
    if isinstance(verdict, Close):
        socket.close(verdict)
    elif verdict and isinstance(socket, AgentSocket) and socket.reach != verdict:
        socket.reach = verdict
        socket.tell({"type": "resync"})
