"""Group commit: what arrived from sockets during the last commit goes into the next."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .. import broadcast, conf, shapes
from ..actions.drafts import Draft
from ..actions.messages import post
from ..events import Envelope
from ..exceptions import Busy, ChatError
from ..models import Message
from .database import DatabaseThread

logger = logging.getLogger(__name__)

#: The fields of `message.accepted`, or why there is none.
Answer = dict[str, Any] | ChatError


@dataclass(slots=True)
class _Waiting:
    """Something to write, and the one who waits for it."""

    work: Draft | Callable[[], object]
    done: "asyncio.Future[Answer | None]"


class Writer:
    """The one way in which sockets write: a queue, a thread, a connection."""

    def __init__(self, *, thread: DatabaseThread, publish: Callable[[Sequence[Envelope]], None]) -> None:
        self._thread = thread
        self._publish = publish
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()

    async def send(self, draft: Draft) -> Answer:
        """Store a message; its shapes, once it is committed. A refusal is returned, not raised."""
        answer = await self._wait_for(draft)
        return answer if answer is not None else Busy(retry_after=2)

    async def do(self, verb: Callable[[], object]) -> ChatError | None:
        """Carry out another verb in the same thread; the error that it raised, if any."""
        answer = await self._wait_for(verb)
        return answer if isinstance(answer, ChatError) else None

    async def run(self) -> None:
        """Write, batch after batch, until cancelled."""
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty():
                batch.append(self._queue.get_nowait())
            await self._write(batch)

    async def _wait_for(self, work: Draft | Callable[[], object]) -> Answer | None:
        if self._queue.qsize() >= conf.current().WRITER_QUEUE_SIZE:
            return Busy(retry_after=2)
        done: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(_Waiting(work, done))
        return await done

    async def _write(self, batch: list[_Waiting]) -> None:
        try:
            answers, envelopes = await self._thread.run(lambda: _carry_out([waiting.work for waiting in batch]))
        except Exception:
            logger.exception("%d live chat frame(s) could not be written", len(batch))
            answers, envelopes = [Busy(retry_after=2)] * len(batch), []
        for waiting, answer in zip(batch, answers, strict=True):
            # Who closed the socket meanwhile waits no longer.
            if not waiting.done.done():
                waiting.done.set_result(answer)
        self._publish(envelopes)


def _carry_out(works: Sequence[Draft | Callable[[], object]]) -> tuple[list[Answer | None], list[Envelope]]:
    drafts = [(index, work) for index, work in enumerate(works) if isinstance(work, Draft)]
    answers: dict[int, Answer | None] = {}
    with broadcast.collected() as envelopes:
        results = post([draft for _index, draft in drafts])
        for (index, draft), result in zip(drafts, results, strict=True):
            answers[index] = _answer(draft, result)
        for index, work in enumerate(works):
            if not isinstance(work, Draft):
                answers[index] = _attempt(work)
    return [answers[index] for index in range(len(works))], envelopes


def _answer(draft: Draft, result: Message | ChatError) -> Answer:
    if isinstance(result, ChatError):
        return result
    shape = shapes.conversation_for_agents if draft.reach else shapes.conversation_for_visitor
    return {"message": shapes.message_shape(result), "conversation": shape(result.conversation)}


def _attempt(verb: Callable[[], object]) -> ChatError | None:
    try:
        verb()
    except ChatError as error:
        return error
    except Exception:
        logger.exception("A live chat frame could not be carried out")
        return Busy(retry_after=2)
    return None
