"""Look-ups of keys on the way of each message, in plain SQL: Django takes longer to compile such a query than the
database takes to answer it."""

from collections.abc import Collection
from typing import Any

from django.db import connections, router

from ..models import Conversation, Message, Status


def latest_conversations(visitors: Collection[int], *, platform: str) -> dict[int, int]:
    """The key of each visitor's latest conversation on the platform, by the visitor's key; without visitors who ended
    theirs."""
    if not visitors:
        return {}
    conversation = Conversation._meta.db_table
    rows = _rows(
        f"SELECT visitor_id, id FROM {conversation} WHERE ended_at IS NULL AND id IN ("  # noqa: S608 - names only
        f"SELECT MAX(id) FROM {conversation} "
        f"WHERE visitor_id IN ({_places(visitors)}) AND platform = %s GROUP BY visitor_id)",
        [*visitors, platform],
    )
    return dict(rows)


def messages_sent_as(client_ids: Collection[str], *, visitors: Collection[int]) -> list[int]:
    """The keys of messages with one of these client ids, in all conversations of the visitors."""
    if not client_ids or not visitors:
        return []
    message, conversation = Message._meta.db_table, Conversation._meta.db_table
    rows = _rows(
        f"SELECT m.id FROM {message} m JOIN {conversation} c ON c.id = m.conversation_id "  # noqa: S608 - as above
        f"WHERE c.visitor_id IN ({_places(visitors)}) AND m.client_id IN ({_places(client_ids)})",
        [*visitors, *client_ids],
    )
    return [key for (key,) in rows]


def has_unread(visitor: int, *, platform: str) -> bool:
    """Whether an open conversation of the visitor on the platform has something that they have not read."""
    conversation = Conversation._meta.db_table
    sql = (
        f"SELECT id FROM {conversation} "  # noqa: S608 - as above
        "WHERE visitor_id = %s AND platform = %s AND status = %s AND visitor_unread > 0 LIMIT 1"
    )
    return bool(_rows(sql, [visitor, platform, Status.OPEN]))


def locked_conversations(keys: Collection[int]) -> list[int]:
    """Those of these conversations that exist, locked until the transaction ends.

    In the order of their keys: two processes that lock the same conversations in different orders would deadlock.
    """
    if not keys:
        return []
    connection = connections[router.db_for_write(Conversation)]
    locking = connection.ops.for_update_sql(no_key=True) if connection.features.has_select_for_update else ""
    table = Conversation._meta.db_table
    sql = f"SELECT id FROM {table} WHERE id IN ({_places(keys)}) ORDER BY id {locking}"  # noqa: S608 - as above
    return [key for (key,) in _rows(sql, [*keys])]


def _places(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows(sql: str, values: list[int | str]) -> list[Any]:
    with connections[router.db_for_write(Conversation)].cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
    return rows
