"""The list of conversations: queues, pages, counts."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, cast

from django.db.models import Count, Q, QuerySet
from typing_extensions import TypedDict

from ..exceptions import Invalid
from ..models import Conversation, Status
from ..permissions import Reach, reachable


class Queue(StrEnum):
    ALL = "all"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    UNANSWERED = "unanswered"


class Counts(TypedDict):
    """Open conversations per queue; `unread` counts those with unread messages that are the agent's or nobody's."""

    all: int
    mine: int
    unassigned: int
    unanswered: int
    unread: int


@dataclass(frozen=True, slots=True)
class InboxPage:
    results: Sequence[Conversation]
    next_cursor: str | None


_LONGEST_WAIT_FIRST: Final = ("waiting_since", "pk")
_NEWEST_FIRST: Final = ("-last_message_at", "-pk")


def in_queue(queue: Queue, reach: Reach) -> Q:
    """Which conversations a queue lists."""
    match queue:
        case Queue.MINE:
            return Q(assignee=reach.agent)
        case Queue.UNASSIGNED:
            return Q(assignee__isnull=True)
        case Queue.UNANSWERED:
            return Q(waiting_since__isnull=False)
        case _:
            return Q()


def page(
    reach: Reach, *, status: Status, queue: Queue, site: int | None = None, cursor: str | None = None, limit: int
) -> InboxPage:
    """One page of a queue: longest wait first where visitors wait, newest first elsewhere. Raises Invalid."""
    found = _of_site(reachable(reach), site).filter(in_queue(queue, reach), status=status)
    by_wait = queue is Queue.UNANSWERED
    if cursor:
        found = found.filter(_after(cursor, by_wait=by_wait))
    ordered = found.order_by(*(_LONGEST_WAIT_FIRST if by_wait else _NEWEST_FIRST))
    rows = list(ordered.select_related("visitor", "assignee__user")[: limit + 1])
    more = len(rows) > limit
    return InboxPage(rows[:limit], _cursor(rows[limit - 1], by_wait=by_wait) if more else None)


def counts(reach: Reach, *, site: int | None = None) -> Counts:
    """One query for the numbers beside all queues."""
    own = Q(assignee=reach.agent) | Q(assignee__isnull=True)
    found = _of_site(reachable(reach), site).filter(status=Status.OPEN)
    numbers = found.aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=in_queue(Queue.MINE, reach)),
        unassigned=Count("pk", filter=in_queue(Queue.UNASSIGNED, reach)),
        unanswered=Count("pk", filter=in_queue(Queue.UNANSWERED, reach)),
        unread=Count("pk", filter=own & Q(agent_unread__gt=0)),
    )
    return cast(Counts, numbers)


def _of_site(found: QuerySet[Conversation], site: int | None) -> QuerySet[Conversation]:
    return found if site is None else found.filter(site=site)


def _cursor(row: Conversation, *, by_wait: bool) -> str:
    at = row.waiting_since if by_wait else row.last_message_at
    text = f"{at.isoformat() if at else ''}|{row.pk}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def _after(cursor: str, *, by_wait: bool) -> Q:
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
        at_text, key_text = text.split("|")
        at, key = datetime.fromisoformat(at_text), int(key_text)
        if at.tzinfo is None:
            raise ValueError("no time zone")
        # Overflows at the ends of the calendar.
        at = at.astimezone(UTC)
    except (ValueError, OverflowError, binascii.Error) as error:
        raise Invalid from error
    if by_wait:
        return Q(waiting_since__gt=at) | Q(waiting_since=at, pk__gt=key)
    return Q(last_message_at__lt=at) | Q(last_message_at=at, pk__lt=key)
