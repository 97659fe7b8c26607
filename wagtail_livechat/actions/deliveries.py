"""E-mails on their way out: asked for, sent by the queue worker, tried again, given up."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connections, router, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from .. import mail, queue
from ..exceptions import BadEmail
from ..models import Agent, Conversation, Delivery, DeliveryKind, DeliveryState, Message
from ..permissions import Reach, check_in_reach
from ..selectors.letters import transcript_letter
from ..shapes import standing
from . import entries
from .contact import is_email

logger = logging.getLogger(__name__)

#: How long to wait after each try that did not work; after one more it is given up.
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
MOST_ATTEMPTS: Final = len(WAITS) + 1
#: Longer than any try takes; a worker that died is waited for this long.
LEASE: Final = timedelta(minutes=10)
#: How many the sweep looks after at once.
BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a try came to. `error`: the class of what went wrong; `why`: what agents are told of a failed delivery."""

    state: DeliveryState
    due_at: datetime | None = None
    error: str = ""
    why: str = ""


def checked_address(text: str) -> str:
    """An address that mail can be sent to. Raises BadEmail, also for one with a card number in it."""
    address = text.strip()
    if not is_email(address):
        raise BadEmail
    return address


def ask_for_transcript(
    *, conversation: Conversation, email: str, by: Agent | None = None, reach: Reach | None = None
) -> tuple[Conversation, Message]:
    """Have what the visitor may read of a conversation sent to an address, in the visitor's language.

    `by` and `reach` are the agent's who asks; without them it is the visitor. Raises BadEmail, and NotFound when the
    conversation went out of reach meanwhile.
    """
    address = checked_address(email)
    with transaction.atomic():
        conversation = entries.lock(conversation)
        if reach:
            check_in_reach(reach, conversation)
        delivery = Delivery.objects.create(
            kind=DeliveryKind.TRANSCRIPT,
            conversation=conversation,
            agent=by,
            recipient=address,
            language=conversation.visitor.language,
        )
        entry = _record(conversation, event="transcript_asked", by=by)
        _enqueue(delivery.pk)
    return conversation, entry


def deliver(*, delivery: int) -> Delivery | None:
    """Send what is due, unless another worker has it. Called by the queue worker; how it stands then is returned.

    Should the process die between the sending and the note of it, the e-mail is sent a second time.
    """
    taken = _claim(delivery)
    return _settle(taken, _attempt(taken)) if taken else None


def deliver_due() -> None:
    """Once a minute: what is to be tried again, and what a lost task or a worker that died left behind."""
    found = _ready(Delivery.objects.all()).order_by("due_at", "pk").values_list("pk", flat=True)
    for key in list(found[:BATCH]):
        queue.enqueue("deliver", key)


def _enqueue(key: int) -> None:
    # Robust: the sweep finds what the broker did not take.
    transaction.on_commit(lambda: queue.enqueue("deliver", key), robust=True)


def _ready(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    now = timezone.now()
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return deliveries.filter(is_free, state=DeliveryState.DUE, due_at__lte=now)


def _claim(key: int) -> Delivery | None:
    """The delivery, for this worker alone until its lease ends; None where there is nothing to do."""
    can_skip = connections[router.db_for_write(Delivery)].features.has_select_for_update_skip_locked
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(of=("self",), skip_locked=can_skip)
        taken = _ready(rows.select_related("conversation__site", "conversation__visitor").filter(pk=key)).first()
        if taken:
            taken.attempts += 1
            taken.leased_until = timezone.now() + LEASE
            taken.save(update_fields=["attempts", "leased_until"])
    return taken


def _attempt(taken: Delivery) -> Outcome:
    """Outside of any transaction: a mail server may take its time."""
    if taken.attempts > MOST_ATTEMPTS:
        # Its workers died of it, each time.
        return Outcome(DeliveryState.FAILED, error=taken.error, why="unreachable")
    try:
        mail.send(transcript_letter(taken))
    except mail.Refused as error:
        return Outcome(DeliveryState.FAILED, error=error.why, why="refused")
    except mail.Unsent as error:
        return _later(taken, error.why)
    except Exception as error:
        logger.exception("Live chat delivery %d could not be written", taken.pk)
        return _later(taken, type(error).__name__)
    return Outcome(DeliveryState.SENT)


def _later(taken: Delivery, error: str) -> Outcome:
    if taken.attempts >= MOST_ATTEMPTS:
        return Outcome(DeliveryState.FAILED, error=error, why="unreachable")
    return Outcome(DeliveryState.DUE, due_at=timezone.now() + WAITS[taken.attempts - 1], error=error)


def _settle(taken: Delivery, outcome: Outcome) -> Delivery | None:
    """Note what a try came to, and tell of it in the thread where that is the end of the matter.

    Nothing happens where the lease ran out and another worker took it over, or the conversation is gone.
    """
    with transaction.atomic():
        conversations = entries.locked([taken.conversation_id])
        held = Delivery.objects.select_for_update().filter(pk=taken.pk, leased_until=taken.leased_until).first()
        if held is None:
            return None
        [conversation] = conversations
        _note(held, outcome)
        if held.state == DeliveryState.SENT:
            _record(conversation, event="transcript_sent")
        elif held.state == DeliveryState.FAILED:
            logger.warning("Live chat delivery %d failed: %s", held.pk, held.error)
            _record(conversation, event="transcript_failed", why=outcome.why)
    return held


def _note(held: Delivery, outcome: Outcome) -> None:
    held.state, held.error, held.leased_until = outcome.state, outcome.error[:100], None
    held.due_at = outcome.due_at or held.due_at
    held.sent_at = timezone.now() if outcome.state == DeliveryState.SENT else None
    held.save()


def _record(conversation: Conversation, *, event: str, by: Agent | None = None, **data: Any) -> Message:
    was = standing(conversation)
    entry = entries.event_entry(conversation, event=event, by=by, data=data)
    entries.record(conversation, was=was, messages=[entry])
    return entry
