"""What a change of a group or a tag does to its conversations, however many there are."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from django.db.models import QuerySet

from ..events import Event
from ..models import Conversation, Status
from ..shapes import standing
from . import entries

#: How many conversations are locked and written by one statement.
BATCH: Final = 200


def change_each(
    conversations: QuerySet[Conversation], change: Callable[[Conversation], None], *, fields: Collection[str]
) -> list[Event]:
    """Change these `fields` of conversations under their locks, each with a new revision.

    The caller holds a transaction. Returned are the events of the open ones: resolved ones stand in no queue and are
    not counted, and there may be any number of them.
    """
    events: list[Event] = []
    for keys in _batches(conversations):
        rows = entries.locked(keys)
        for row in rows:
            was = standing(row)
            change(row)
            entries.next_revision(row)
            if row.status == Status.OPEN:
                events += entries.changed(row, was=was)
        Conversation.objects.bulk_update(rows, [*fields, "revision"])
    return events


def _batches(conversations: QuerySet[Conversation]) -> Iterator[Sequence[int]]:
    # Key order: two processes that lock the same conversations in different orders would deadlock.
    keys = iter(list(conversations.order_by("pk").values_list("pk", flat=True)))
    while batch := list(islice(keys, BATCH)):
        yield batch
