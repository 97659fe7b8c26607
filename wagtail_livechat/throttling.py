"""How much one visitor, socket or address may do. Counted per process, in memory."""

import time
from collections import deque
from collections.abc import Callable, Sequence

from . import conf
from .conf import Limit
from .exceptions import TooMany


class Throttle:
    """A sliding window of several limits for many keys.

    A refused try is not counted, so that who waits as told gets through.
    """

    #: Windows of keys that were silent are dropped once this many tries were counted.
    SWEEP_EVERY = 5_000

    def __init__(self, limits: Callable[[], Sequence[Limit]], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._tries: dict[str, deque[float]] = {}
        self._counted = 0

    def check(self, key: str) -> None:
        """Count one try. Raises TooMany with the seconds after which it may go again."""
        now = self._clock()
        tries = self._tries.setdefault(key, deque())
        limits = self._limits()
        self._forget(tries, before=now - max(seconds for _count, seconds in limits))
        wait = max(_wait(tries, limit, now) for limit in limits)
        if wait > 0:
            raise TooMany(retry_after=int(wait) + 1)
        tries.append(now)
        self._counted += 1
        if self._counted >= self.SWEEP_EVERY:
            self._sweep(now)

    def clear(self) -> None:
        """Forget everything; for tests."""
        self._tries.clear()

    @staticmethod
    def _forget(tries: deque[float], *, before: float) -> None:
        while tries and tries[0] <= before:
            tries.popleft()

    def _sweep(self, now: float) -> None:
        self._counted = 0
        oldest = now - max(seconds for _count, seconds in self._limits())
        self._tries = {key: tries for key, tries in self._tries.items() if tries and tries[-1] > oldest}


def _wait(tries: deque[float], limit: Limit, now: float) -> float:
    """Seconds until the limit lets one more through; 0 where it does so now."""
    count, seconds = limit
    if len(tries) < count:
        return 0
    return max(0.0, tries[-count] + seconds - now)


new_visitors = Throttle(lambda: [conf.current().ADDRESS_VISITOR_LIMIT])
messages_of_visitor = Throttle(lambda: conf.current().VISITOR_MESSAGE_LIMITS)
messages_from_address = Throttle(lambda: [conf.current().ADDRESS_MESSAGE_LIMIT])
forms_of_visitor = Throttle(lambda: conf.current().VISITOR_FORM_LIMITS)
files_of_visitor = Throttle(lambda: conf.current().VISITOR_FILE_LIMITS)
files_from_address = Throttle(lambda: [conf.current().ADDRESS_FILE_LIMIT])
page_views_of_visitor = Throttle(lambda: [conf.current().VISITOR_PAGE_VIEW_LIMIT])
rules_from_address = Throttle(lambda: [conf.current().ADDRESS_RULE_LIMIT])
transcripts_of_visitor = Throttle(lambda: conf.current().VISITOR_TRANSCRIPT_LIMITS)
transcripts_from_address = Throttle(lambda: [conf.current().ADDRESS_TRANSCRIPT_LIMIT])
#: On average once a second, as over a socket; a slow line may bunch a few.
typing_of_visitor = Throttle(lambda: [(3, 3)])
frames_of_visitor = Throttle(lambda: [conf.current().VISITOR_FRAME_LIMIT])
frames_of_agent = Throttle(lambda: [conf.current().AGENT_FRAME_LIMIT])


def check_visitor_message(*, visitor: int, address: str) -> None:
    """Count a message, whichever door it came through. Raises TooMany.

    The visitor's own limit goes first: who is over it takes nothing from the others behind the same address.
    """
    messages_of_visitor.check(str(visitor))
    messages_from_address.check(address)


def check_visitor_form(*, visitor: int) -> None:
    """Count a form that comes without a message. Raises TooMany."""
    forms_of_visitor.check(str(visitor))


def check_visitor_file(*, visitor: int, address: str) -> None:
    """Count a file that is uploaded, in the same order. Raises TooMany."""
    files_of_visitor.check(str(visitor))
    files_from_address.check(address)


def check_page_views(*, visitor: int) -> None:
    """Count what tells where a visitor is. Raises TooMany."""
    page_views_of_visitor.check(str(visitor))


def check_rule(*, address: str) -> None:
    """Count a question whether a proactive message shall be shown. Raises TooMany."""
    rules_from_address.check(address)


def check_visitor_transcript(*, visitor: int, address: str) -> None:
    """Count a transcript that is asked for, in the same order. Raises TooMany."""
    transcripts_of_visitor.check(str(visitor))
    transcripts_from_address.check(address)
