"""Reading a thread: who may see which entry, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet, prefetch_related_objects

from ..models import Author, Conversation, Kind, Message


class Viewer(StrEnum):
    VISITOR = "visitor"
    AGENT = "agent"


#: The system entries that a visitor may read.
EVENTS_FOR_VISITORS: Final = frozenset({"resolved", "reopened", "ended", "rating_asked", "rated"})


def visible_to(viewer: Viewer) -> Q:
    """Which entries this side may read; the only statement of that rule as a query."""
    if viewer is Viewer.AGENT:
        return Q()
    return Q(kind=Kind.TEXT) | Q(kind=Kind.EVENT, event__in=EVENTS_FOR_VISITORS)


def is_visible_to_visitor(message: Message) -> bool:
    """The same rule for an entry in hand."""
    return message.kind == Kind.TEXT or (message.kind == Kind.EVENT and message.event in EVENTS_FOR_VISITORS)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries in reading order. `more`: there are further ones in the direction that was asked for."""

    messages: Sequence[Message]
    more: bool


def page(conversation: Conversation, viewer: Viewer, *, after: int | None, before: int | None, limit: int) -> Page:
    """What a client asks for: what came `after` a revision, or else the newest entries, or those `before` an id."""
    if after is not None:
        return since(conversation, viewer, revision=after, limit=limit)
    return latest(conversation, viewer, before=before, limit=limit)


def since(conversation: Conversation, viewer: Viewer, *, revision: int, limit: int) -> Page:
    """What was made or changed after `revision`, oldest change first.

    Nothing newer than the `conversation` in hand is returned, so that the two belong together.
    """
    found = _thread(conversation, viewer).filter(revision__gt=revision, revision__lte=conversation.revision)
    messages = _with_files(found.order_by("revision")[: limit + 1])
    return Page(messages[:limit], more=len(messages) > limit)


def latest(conversation: Conversation, viewer: Viewer, *, before: int | None = None, limit: int) -> Page:
    """The newest entries, or those before the entry with the id `before`."""
    found = _thread(conversation, viewer).filter(revision__lte=conversation.revision)
    if before is not None:
        found = found.filter(pk__lt=before)
    messages = _with_files(found.order_by("-pk")[: limit + 1])
    return Page(messages[:limit][::-1], more=len(messages) > limit)


def waiting_since(conversation: Conversation) -> datetime | None:
    """When the visitor's first message came that no agent answered; None where there is none."""
    texts = conversation.messages.filter(kind=Kind.TEXT).order_by("pk")
    answered = texts.exclude(author=Author.VISITOR).values_list("pk", flat=True).last() or 0
    found = texts.filter(author=Author.VISITOR, pk__gt=answered).values_list("created_at", flat=True)
    return found.first()


def newest_text(conversation: Conversation) -> Message | None:
    """The newest message that was not deleted."""
    return conversation.messages.filter(kind=Kind.TEXT, deleted_at=None).order_by("pk").last()


def newest_event(conversation: Conversation, *events: str) -> Message | None:
    """The newest entry of the thread about one of these events."""
    return conversation.messages.filter(kind=Kind.EVENT, event__in=events).order_by("pk").last()


def names_of_files(message: Message) -> str:
    """What stands for the text of a message that has none."""
    return ", ".join(message.attachments.values_list("name", flat=True))


def unread_by_visitor(conversation: Conversation, *, after: int) -> int:
    """How many messages of agents came after the one that the visitor read last."""
    texts = conversation.messages.filter(author=Author.AGENT, kind=Kind.TEXT, deleted_at=None)
    return texts.filter(pk__gt=after).count()


def _thread(conversation: Conversation, viewer: Viewer) -> QuerySet[Message]:
    found = Message.objects.filter(visible_to(viewer), conversation=conversation)
    return found.select_related("agent__user__wagtail_userprofile")


def _with_files(found: QuerySet[Message]) -> list[Message]:
    """One query more where some of the messages have files."""
    messages = list(found)
    prefetch_related_objects([message for message in messages if message.has_files], "attachments")
    return messages
