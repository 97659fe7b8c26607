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


def messages_sent_as(sent: Collection[tuple[int, str, str]]) -> list[int]:
    """The keys of messages in all conversations of a visitor, by the visitor's key, the author's side and the sender's
    id for it."""
    if not sent:
        return []
    message, conversation = Message._meta.db_table, Conversation._meta.db_table
    # Each is one look into the index of `livechat_message_sent_once`, however long the conversation is.
    rows = _rows(
        f"SELECT m.id FROM (VALUES {', '.join(['(%s, %s, %s)'] * len(sent))}) AS given "  # noqa: S608 - as above
        f"JOIN {conversation} c ON c.visitor_id = column1 "
        f"JOIN {message} m ON m.conversation_id = c.id AND m.author = column2 AND m.client_id = column3 "
        "WHERE m.client_id <> ''",
        [value for each in sent for value in each],
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
