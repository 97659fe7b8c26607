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
from ..permissions import RELATIONS, Reach, reachable


class Queue(StrEnum):
    ALL = "all"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    UNANSWERED = "unanswered"


class Counts(TypedDict):
    """Open conversations per queue; `unread` counts those with unread messages that are the agent's or nobody's.

    `groups` counts per group, by its key as text: JSON knows no other; a group without conversations is left out.
    """

    all: int
    mine: int
    unassigned: int
    unanswered: int
    unread: int
    groups: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a list is narrowed to; None: not by this. A conversation has all of the `tags`, by name."""

    site: int | None = None
    group: int | None = None
    agent: int | None = None
    tags: Sequence[str] = ()
    rating: int | None = None

    def of(self, found: QuerySet[Conversation]) -> QuerySet[Conversation]:
        keys = {"site": self.site, "group": self.group, "assignee": self.agent, "rating": self.rating}
        found = found.filter(**{name: key for name, key in keys.items() if key is not None})
        for tag in self.tags:
            found = found.filter(tags__name__iexact=tag)
        return found


@dataclass(frozen=True, slots=True)
class InboxPage:
    results: Sequence[Conversation]
    next_cursor: str | None


EVERYTHING: Final = Narrowed()

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
    reach: Reach,
    *,
    status: Status,
    queue: Queue,
    narrowed: Narrowed = EVERYTHING,
    cursor: str | None = None,
    limit: int,
) -> InboxPage:
    """One page of a queue: longest wait first where visitors wait, newest first elsewhere. Raises Invalid."""
    found = narrowed.of(reachable(reach)).filter(in_queue(queue, reach), status=status)
    by_wait = queue is Queue.UNANSWERED
    if cursor:
        found = found.filter(_after(cursor, by_wait=by_wait))
    ordered = found.order_by(*(_LONGEST_WAIT_FIRST if by_wait else _NEWEST_FIRST))
    rows = list(ordered.select_related(*RELATIONS)[: limit + 1])
    more = len(rows) > limit
    return InboxPage(rows[:limit], _cursor(rows[limit - 1], by_wait=by_wait) if more else None)


def counts(reach: Reach, *, site: int | None = None) -> Counts:
    """Two queries for the numbers beside all queues."""
    found = Narrowed(site=site).of(reachable(reach)).filter(status=Status.OPEN)
    numbers = found.aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=in_queue(Queue.MINE, reach)),
        unassigned=Count("pk", filter=in_queue(Queue.UNASSIGNED, reach)),
        unanswered=Count("pk", filter=in_queue(Queue.UNANSWERED, reach)),
        unread=Count("pk", filter=_to_read(reach)),
    )
    return cast(Counts, {**numbers, "groups": _counts_of_groups(found)})


def unread(reach: Reach) -> int:
    """The number beside the menu item."""
    return reachable(reach).filter(_to_read(reach), status=Status.OPEN).count()


def _to_read(reach: Reach) -> Q:
    own = Q(assignee=reach.agent) | Q(assignee__isnull=True)
    return own & Q(agent_unread__gt=0)


def _counts_of_groups(found: QuerySet[Conversation]) -> dict[str, int]:
    rows = found.filter(group__isnull=False).order_by().values_list("group").annotate(number=Count("pk"))
    return {str(group): number for group, number in rows}


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
