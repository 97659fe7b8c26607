"""How a thread grows: the one place that makes entries and counts revisions. Callers hold the conversation's lock."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from ..events import ConversationChanged, Event, MessageCreated
from ..exceptions import NotFound
from ..models import Agent, Author, Conversation, Kind, Message, Visitor
from ..selectors.keys import locked_conversations
from ..selectors.prepared import Prepared
from ..selectors.transcript import is_visible_to_visitor
from ..shapes import Standing, standing

#: How much of a message the list of conversations shows, in characters.
PREVIEW_LENGTH = 200


_with_relations = Prepared[Conversation](
    lambda keys: Conversation.objects.filter(pk__in=keys).select_related("visitor", "assignee__user").order_by("pk")
)


def locked(keys: Collection[int]) -> list[Conversation]:
    """These conversations, locked until the transaction ends (on SQLite the whole database is, see `checks`)."""
    # Locked first and read then: what is joined to a row that one had to wait for is as it was before the wait.
    return _with_relations.rows(locked_conversations(keys))


def lock(conversation: Conversation) -> Conversation:
    """The conversation as it is now, locked. Raises NotFound when it was deleted meanwhile."""
    found = locked([conversation.pk])
    if not found:
        raise NotFound
    return found[0]


def lock_visitors(visitors: Collection[int]) -> dict[int, Visitor]:
    """These visitors by key, locked before any conversation is: so that a visitor begins one conversation, not two."""
    if not visitors:
        return {}
    rows = Visitor.objects.filter(pk__in=visitors).select_for_update(no_key=True).order_by("pk")
    return {row.pk: row for row in rows}


def next_revision(conversation: Conversation) -> int:
    conversation.revision += 1
    return conversation.revision


def text_entry(
    conversation: Conversation, *, author: Author, body: str, client_id: str, agent: Agent | None
) -> Message:
    """An unsaved message; the conversation's preview and revision move with it."""
    now = timezone.now()
    conversation.last_message_at = now
    conversation.last_message_preview = " ".join(body.split())[:PREVIEW_LENGTH]
    conversation.last_message_author = author
    return Message(
        conversation=conversation,
        revision=next_revision(conversation),
        author=author,
        agent=agent,
        kind=Kind.TEXT,
        platform=conversation.platform,
        body=body,
        client_id=client_id,
        created_at=now,
    )


def event_entry(
    conversation: Conversation, *, event: str, by: Agent | None = None, data: Mapping[str, Any] | None = None
) -> Message:
    """An unsaved system entry: what happened, and by whom; None is the visitor or the system itself."""
    return Message(
        conversation=conversation,
        revision=next_revision(conversation),
        author=Author.SYSTEM,
        agent=by,
        kind=Kind.EVENT,
        platform=conversation.platform,
        event=event,
        event_data={"by": {"name": by.name} if by else None, **(data or {})},
        created_at=timezone.now(),
    )


def events_of(entries: Iterable[Message], *, was: Mapping[int, Standing | None]) -> list[Event]:
    """The events of saved entries. `was`, by conversation key, is how the conversation stood before.

    Only the first event of a conversation carries the change; the others say that nothing changed since. So a client
    that moves its counts by each event counts a batch once.
    """
    changed = dict(was)
    events: list[Event] = []
    for message in entries:
        conversation = message.conversation
        before = changed.pop(conversation.pk, standing(conversation))
        events.append(MessageCreated(message=message, was=before, visible_to_visitor=is_visible_to_visitor(message)))
    return events


def changed(conversation: Conversation, *, was: Standing) -> list[Event]:
    """The event of a write that made no entry."""
    return [ConversationChanged(conversation=conversation, was=was)]
