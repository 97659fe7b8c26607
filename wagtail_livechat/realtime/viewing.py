"""Who has which conversation open, in this process and in the others."""

import time
from collections.abc import Callable, Mapping
from typing import Final

from ..shapes import Colleague
from .sockets import AgentSocket

#: A process tells the others this often, in seconds, what its agents look at; one that is silent for longer than
#: FORGET_AFTER is gone.
TELL_EVERY: Final = 10.0
FORGET_AFTER: Final = 25.0

#: Who looks at which conversation, by its public id.
Viewers = Mapping[str, list[Colleague]]


class Viewing:
    """Tells those who watch a conversation who else does."""

    def __init__(self, *, tell_others: Callable[[Viewers], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell_others = tell_others
        self._clock = clock
        self._here: dict[str, dict[AgentSocket, Colleague]] = {}
        self._elsewhere: dict[str, tuple[float, Viewers]] = {}

    def enter(self, socket: AgentSocket, conversation: str, who: Colleague) -> None:
        """An agent has opened a conversation; what the socket watched before it watches no longer."""
        self._take_out(socket)
        socket.watching = conversation
        self._here.setdefault(conversation, {})[socket] = who
        self._changed_here(conversation)

    def leave(self, socket: AgentSocket) -> None:
        """The socket watches nothing any more."""
        if socket.watching is None:
            return
        conversation = socket.watching
        self._take_out(socket)
        self._changed_here(conversation)

    def heard(self, origin: str, viewers: Viewers) -> None:
        """Another process says what its agents look at."""
        _at, before = self._elsewhere.get(origin, (0.0, {}))
        self._elsewhere[origin] = (self._clock(), viewers)
        for conversation in before.keys() | viewers.keys():
            if before.get(conversation) != viewers.get(conversation):
                self._tell(conversation)

    def beat(self) -> None:
        """Tell the other processes again, and forget those that were silent for long."""
        self._tell_others(self._viewers_here())
        oldest = self._clock() - FORGET_AFTER
        for origin in [origin for origin, (at, _viewers) in self._elsewhere.items() if at < oldest]:
            _at, viewers = self._elsewhere.pop(origin)
            for conversation in viewers:
                self._tell(conversation)

    def viewers(self, conversation: str) -> list[Colleague]:
        """Everybody who looks at a conversation, each once."""
        found = {who["id"]: who for who in self._here.get(conversation, {}).values()}
        for _at, viewers in self._elsewhere.values():
            found |= {who["id"]: who for who in viewers.get(conversation, [])}
        return [found[key] for key in sorted(found)]

    def _take_out(self, socket: AgentSocket) -> None:
        watchers = self._here.get(socket.watching or "", {})
        watchers.pop(socket, None)
        if socket.watching is not None and not watchers:
            self._here.pop(socket.watching, None)
        socket.watching = None

    def _changed_here(self, conversation: str) -> None:
        self._tell(conversation)
        self._tell_others(self._viewers_here())

    def _viewers_here(self) -> Viewers:
        return {conversation: list(watchers.values()) for conversation, watchers in self._here.items()}

    def _tell(self, conversation: str) -> None:
        frame = {"type": "viewing", "conversation": conversation, "agents": self.viewers(conversation)}
        for socket in self._here.get(conversation, {}):
            socket.tell(frame)
