"""Reading a thread: who may see which entry, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from ..models import Conversation, Kind, Message


class Viewer(StrEnum):
    VISITOR = "visitor"
    AGENT = "agent"


#: The system entries that a visitor may read.
EVENTS_FOR_VISITORS: Final = frozenset({"resolved", "reopened"})


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
    messages = list(found.order_by("revision")[: limit + 1])
    return Page(messages[:limit], more=len(messages) > limit)


def latest(conversation: Conversation, viewer: Viewer, *, before: int | None = None, limit: int) -> Page:
    """The newest entries, or those before the entry with the id `before`."""
    found = _thread(conversation, viewer).filter(revision__lte=conversation.revision)
    if before is not None:
        found = found.filter(pk__lt=before)
    messages = list(found.order_by("-pk")[: limit + 1])
    return Page(messages[:limit][::-1], more=len(messages) > limit)


def _thread(conversation: Conversation, viewer: Viewer) -> QuerySet[Message]:
    found = Message.objects.filter(visible_to(viewer), conversation=conversation)
    return found.select_related("agent__user")
