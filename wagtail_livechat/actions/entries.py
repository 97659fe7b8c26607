"""How a thread grows: the one place that makes entries and counts revisions. Callers hold the conversation's lock."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from .. import broadcast
from ..events import ConversationChanged, Event, MessageCreated
from ..exceptions import NotFound
from ..models import Agent, Author, Conversation, Kind, LoggedConversation, Message, Status, Visitor
from ..permissions import RELATIONS
from ..selectors.keys import locked_conversations
from ..selectors.prepared import Prepared
from ..selectors.transcript import is_visible_to_visitor
from ..shapes import Standing, standing

#: How much of a message the list of conversations shows, in characters.
PREVIEW_LENGTH = 200
#: The columns that a message may move on its conversation.
MOVED = (
    "status",
    "revision",
    "assignee_id",
    "assigned_at",
    "left_by_id",
    "resolved_at",
    "resolved_by_id",
    "ended_at",
    "last_message_at",
    "last_message_preview",
    "last_message_author",
    "waiting_since",
    "offline_at",
    "first_response_seconds",
    "agent_unread",
    "visitor_unread",
    "agent_read_id",
    "agent_read_at",
)


_with_relations = Prepared[Conversation](
    lambda keys: Conversation.objects.filter(pk__in=keys).select_related(*RELATIONS).order_by("pk")
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
    conversation: Conversation, *, author: Author, body: str, client_id: str, agent: Agent | None, preview: str = ""
) -> Message:
    """An unsaved message; the conversation's preview and revision move with it.

    `preview` stands in the list for a message without a text.
    """
    now = timezone.now()
    conversation.last_message_at = now
    conversation.last_message_preview = preview_of(body or preview)
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


def note_entry(
    conversation: Conversation, *, agent: Agent, body: str, client_id: str, mentions: Collection[Agent]
) -> Message:
    """An unsaved note; only the conversation's revision moves with it: a visitor must not notice it."""
    return Message(
        conversation=conversation,
        revision=next_revision(conversation),
        author=Author.AGENT,
        agent=agent,
        kind=Kind.NOTE,
        platform=conversation.platform,
        body=body,
        client_id=client_id,
        event_data={"mentions": [mentioned.pk for mentioned in mentions]},
        created_at=timezone.now(),
    )


def preview_of(body: str) -> str:
    """What the list of conversations shows of a text: one line."""
    return " ".join(body.split())[:PREVIEW_LENGTH]


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
        event_data={"by": {"id": by.pk, "name": by.name} if by else None, **(data or {})},
        created_at=timezone.now(),
    )


def note_response(conversation: Conversation, reply: Message) -> None:
    """An unsaved reply answers a visitor who waited: how long, and that the wait is over."""
    if conversation.waiting_since is None:
        return
    waited = reply.created_at - conversation.waiting_since
    reply.response_seconds = max(0, int(waited.total_seconds()))
    if conversation.first_response_seconds is None:
        conversation.first_response_seconds = reply.response_seconds
    conversation.waiting_since = None


def resolve(conversation: Conversation, *, at: datetime, by: Agent | None) -> None:
    """Close an open conversation; None is the visitor. The caller makes the entry that says so, and saves."""
    conversation.status = Status.RESOLVED
    conversation.resolved_at = at
    conversation.resolved_by = by
    conversation.resolution_seconds = max(0, int((at - conversation.opened_at).total_seconds()))
    conversation.waiting_since = None


def reopened(conversation: Conversation, *, by: Agent | None) -> Message:
    """Open a resolved conversation again, also one that its visitor ended; the unsaved entry that says so."""
    conversation.status = Status.OPEN
    conversation.resolved_at = None
    conversation.resolved_by = None
    conversation.ended_at = None
    return event_entry(conversation, event="reopened", by=by)


def note_in_log(messages: Iterable[Message]) -> None:
    """Write what agents did, as these saved entries tell it, into Wagtail's log."""
    for message in messages:
        if message.event and message.agent:
            log(
                LoggedConversation.of(message.conversation),
                f"wagtail_livechat.{message.event}",
                user=message.agent.user,
                data={key: value for key, value in message.event_data.items() if key != "by"},
            )


def note_visitor_in_log(visitor: Visitor, *, action: str, by: Agent, data: Mapping[str, Any] | None = None) -> None:
    """Write what an agent did to a visitor without a conversation into Wagtail's log. Nothing there says who they are,
    and as nobody holds a right on visitors, only superusers read it."""
    log(
        visitor,
        f"wagtail_livechat.{action}",
        user=by.user,
        title=f"visitor {visitor.public_id}",
        data=dict(data or {}),
    )


def record(conversation: Conversation, *, was: Standing, messages: Iterable[Message]) -> None:
    """Save a changed conversation with its new entries, note them in Wagtail's log, and tell of them."""
    made = list(messages)
    for message in made:
        message.save()
    conversation.save()
    note_in_log(made)
    broadcast.publish(events_of(made, was={conversation.pk: was}))


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


def updated(message: Message, *, was: Standing) -> Event:
    """The event of a message that changed."""
    visible = is_visible_to_visitor(message)
    return MessageCreated(message=message, was=was, visible_to_visitor=visible, type="message.updated")


def changed(conversation: Conversation, *, was: Standing) -> list[Event]:
    """The event of a write that made no entry."""
    return [ConversationChanged(conversation=conversation, was=was)]


def record_change(conversation: Conversation, *, was: Standing) -> None:
    """Save a conversation that changed without an entry, and tell of it."""
    next_revision(conversation)
    conversation.save()
    broadcast.publish(changed(conversation, was=was))
