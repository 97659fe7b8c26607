"""Socket applications: parse a frame, call the writer, answer. No database here, and no layer channel of their own."""

import asyncio
import logging
import math
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final, Generic, TypeVar, cast
from uuid import UUID

from django.utils import timezone

from .. import shapes, throttling
from ..actions.drafts import Draft
from ..actions.keystrokes import agent_types, visitor_types
from ..exceptions import ChatError, TooMany
from ..throttling import Throttle
from . import deeds
from . import hub as hubs
from .admission import Handshake, admit_agent, admit_visitor
from .frames import (
    AgentSend,
    AgentTyping,
    Ping,
    VisitorSend,
    VisitorTyping,
    Watch,
    agent_frames,
    parse,
    visitor_frames,
)
from .hub import Hub
from .sockets import AgentSocket, Close, Send, Socket, VisitorSocket

logger = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Scope = MutableMapping[str, Any]
Tab = TypeVar("Tab", bound=Socket)

#: Clients ping this often, in seconds, so that both sides notice a dead connection.
HEARTBEAT: Final = 25
MAX_FRAME_BYTES: Final = 64 * 1024
#: Seconds; typing that is told more often waits. A little less than the second that clients keep to.
TYPING_EVERY: Final = 0.9
#: Who goes on after so many refused frames is closed.
MAX_REFUSED: Final = 60


class Consumer(ABC, Generic[Tab]):
    """One open socket, from the handshake to the end.

    Not channels' own consumer: that one hops through the database thread for each frame, so that one slow query holds
    up all sockets of the process.
    """

    #: How many frames one visitor or agent may send.
    limit: Throttle

    def __init__(self, *, hub: Hub, socket: Tab, address: str) -> None:
        self.hub = hub
        self.socket = socket
        self.address = address
        self._refused = 0
        self._typed_at = -math.inf
        #: What was typed last, where it came too early to be told at once.
        self._held: asyncio.TimerHandle | None = None

    @staticmethod
    @abstractmethod
    def admit(handshake: Handshake) -> Socket | Close:
        """The socket that this handshake may open, or why it may not. Runs in a database thread."""

    @property
    @abstractmethod
    def sender(self) -> str:
        """By whom frames are counted."""

    @abstractmethod
    async def handle(self, text: str) -> None:
        """Carry out one frame. Raises ChatError."""

    async def serve(self, receive: Receive, send: Send) -> None:
        """Exchange frames until either side has enough."""
        self.socket.tell({"type": "hello", "time": shapes.moment(timezone.now()), "heartbeat_s": HEARTBEAT})
        self.hub.add(self.socket)
        sending = asyncio.ensure_future(self.socket.pump(send))
        try:
            await self._until_closed(sending, receive)
        finally:
            self.hub.remove(self.socket)
            self.forget_typing()
            sending.cancel()
            # Collected, so that a connection that broke while sending is nobody's unhandled error.
            await asyncio.gather(sending, return_exceptions=True)

    async def _until_closed(self, sending: "asyncio.Future[None]", receive: Receive) -> None:
        """Receive in the task that the server made, not in another one: a task is most of what an idle socket costs."""
        receiving = cast("asyncio.Task[None]", asyncio.current_task())

        def stop(_sending: object) -> None:
            receiving.cancel()

        sending.add_done_callback(stop)
        try:
            await self._receive_all(receive)
        except asyncio.CancelledError:
            if not sending.done():
                raise
            # Closed from this side; nobody asked for the task itself to end.
            receiving.uncancel()
        finally:
            sending.remove_done_callback(stop)

    async def _receive_all(self, receive: Receive) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            text = message.get("text")
            if text is None:
                self.socket.close(Close.UNSUPPORTED)
            elif len(text.encode("utf-8", "surrogatepass")) > MAX_FRAME_BYTES:
                self.socket.close(Close.TOO_BIG)
            else:
                await self._take(text)

    async def _take(self, text: str) -> None:
        try:
            self.limit.check(self.sender)
            self._refused = 0
            await self.handle(text)
        except TooMany as error:
            self._refused += 1
            if self._refused > MAX_REFUSED:
                self.socket.close(Close.TRY_AGAIN_LATER)
            elif self._refused == 1:
                self.refuse(error)
        except ChatError as error:
            self.refuse(error)

    def refuse(self, error: ChatError, **about: str) -> None:
        """Tell this socket why something was not done."""
        self.socket.tell({"type": "error", **about, **error.as_frame()})

    async def store(self, draft: Draft) -> None:
        """Write a message and tell its sender."""
        self.forget_typing()
        answer = await self.hub.writer.send(draft)
        if isinstance(answer, ChatError):
            self.refuse(answer, client_id=draft.client_id)
        else:
            self.socket.tell({"type": "message.accepted", "client_id": draft.client_id, **answer})

    async def pass_on_typing(self, verb: Callable[[], None]) -> None:
        """Tell that somebody writes, once a second at most; of what comes more often, the newest when its time has come.

        Raises the ChatError that the verb raises at once.
        """
        self.forget_typing()
        early = self._typed_at + TYPING_EVERY - self.hub.loop.time()
        if early > 0:
            # A slow line bunches frames: the last keystrokes must not be lost to what was late before them.
            self._held = self.hub.loop.call_later(early, self._tell_held, verb)
            return
        self._typed_at = self.hub.loop.time()
        await self.hub.reader.run(verb)

    def _tell_held(self, verb: Callable[[], None]) -> None:
        self._typed_at = self.hub.loop.time()
        self.hub.reader.start(verb)

    def forget_typing(self) -> None:
        """What was held back is out of date."""
        if self._held:
            self._held.cancel()
            self._held = None

    async def carry_out(self, verb: Callable[[], object]) -> None:
        """Have the writer call a verb. Raises the ChatError that it raises."""
        error = await self.hub.writer.do(verb)
        if error:
            raise error


class VisitorConsumer(Consumer[VisitorSocket]):
    """A tab of the public site."""

    limit = throttling.frames_of_visitor
    admit = staticmethod(admit_visitor)

    @property
    def sender(self) -> str:
        return str(self.socket.visitor)

    async def handle(self, text: str) -> None:
        match parse(visitor_frames, text):
            case Ping():
                self.socket.tell({"type": "pong"})
            case VisitorSend() as frame:
                await self._send(frame)
            case VisitorTyping(text=text):
                await self.pass_on_typing(lambda: visitor_types(visitor=self.socket.visitor, text=text))
            case mark:
                await self.carry_out(lambda: deeds.visitor_read(self.socket.visitor, mark))

    async def _send(self, frame: VisitorSend) -> None:
        try:
            throttling.check_visitor_message(visitor=self.socket.visitor, address=self.address)
        except TooMany as error:
            self.refuse(error, client_id=frame.client_id)
            return
        await self.store(Draft.by_visitor(self.socket.visitor, frame))


class AgentConsumer(Consumer[AgentSocket]):
    """A tab of Wagtail's admin."""

    limit = throttling.frames_of_agent
    admit = staticmethod(admit_agent)

    @property
    def sender(self) -> str:
        return str(self.socket.reach.agent)

    async def handle(self, text: str) -> None:
        match parse(agent_frames, text):
            case Ping():
                self.socket.tell({"type": "pong"})
            case AgentSend() as frame:
                await self.store(deeds.agent_draft(self.socket.reach, frame))
            case Watch(conversation=None):
                self.hub.viewing.leave(self.socket)
            case Watch(conversation=conversation):
                reach = self.socket.reach
                who = await self.hub.reader.run(lambda: deeds.who_watches(reach, cast(UUID, conversation)))
                self.hub.viewing.enter(self.socket, str(conversation), who)
            case AgentTyping(conversation=conversation):
                reach = self.socket.reach
                await self.pass_on_typing(lambda: agent_types(reach=reach, conversation=conversation))
            case mark:
                reach = self.socket.reach
                await self.carry_out(lambda: deeds.agent_read(reach, mark))


def application(
    consumer: type[VisitorConsumer] | type[AgentConsumer],
) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The ASGI application of a kind of socket: own origin, known person, then the consumer."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        admitted = await _admit(consumer, scope)
        if admitted is Close.NO_RIGHT:
            # Before the handshake is done, closing is answered as 403.
            await send({"type": "websocket.close"})
            return
        await send({"type": "websocket.accept"})
        if isinstance(admitted, Close):
            await send({"type": "websocket.close", "code": int(admitted)})
        else:
            await admitted.serve(receive, send)

    return serve


async def _admit(
    consumer: type[VisitorConsumer] | type[AgentConsumer], scope: Scope
) -> VisitorConsumer | AgentConsumer | Close:
    """The consumer of a socket that may be opened. The handshake ends here: an open socket has no use for it."""
    handshake = Handshake.of(scope)
    if not handshake.is_own:
        return Close.NO_RIGHT
    hub = hubs.current()
    admitted = await hub.reader.run(lambda: consumer.admit(handshake))
    if isinstance(admitted, Close):
        return admitted
    return consumer(hub=hub, socket=admitted, address=handshake.address)  # type: ignore[arg-type]
