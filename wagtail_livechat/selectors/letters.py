"""What stands in an e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..mail import Letter
from ..models import Attachment, Author, Conversation, Delivery, LiveChatSettings, Message
from .availability import hours_of
from .files import signed_url
from .transcript import Viewer, latest

#: How many entries of a thread a transcript has; the newest.
ENTRIES: Final = 2_000


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a message, and where to fetch it for as long as the link is valid."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a thread. `who` is empty for a visitor without a name; `event` is empty for a message."""

    at: datetime
    event: str
    who: str
    is_visitor: bool
    is_deleted: bool
    text: str
    score: int | None
    files: Sequence[FileLine]


def transcript_letter(delivery: Delivery) -> Letter:
    """All of a conversation that its visitor may read, for whom it is to be sent to."""
    conversation = delivery.conversation
    found = latest(conversation, Viewer.VISITOR, limit=ENTRIES)
    chat = _name_of(conversation)
    return Letter(
        template="transcript",
        recipient=delivery.recipient,
        language=delivery.language,
        time_zone=hours_of(conversation.site).zone,
        context={
            "chat": chat,
            "site": conversation.site.root_url,
            "began_at": conversation.opened_at,
            "lines": [_line(message, conversation, chat) for message in found.messages],
            "is_cut": found.more,
        },
    )


def _line(message: Message, conversation: Conversation, chat: str) -> Line:
    is_visitor = message.author == Author.VISITOR
    agent = message.agent.name if message.agent else chat
    files = message.attachments.all() if message.has_files else []
    return Line(
        at=message.created_at,
        event=message.event,
        who=conversation.visitor.name if is_visitor else agent,
        is_visitor=is_visitor,
        is_deleted=message.deleted_at is not None,
        text=message.body,
        score=message.event_data.get("score"),
        files=[_file(attachment, conversation) for attachment in files],
    )


def _file(attachment: Attachment, conversation: Conversation) -> FileLine:
    return FileLine(attachment.name, f"{conversation.site.root_url}{signed_url(attachment)}")


def _name_of(conversation: Conversation) -> str:
    site = conversation.site
    return LiveChatSettings.for_site(site).title or site.site_name or str(site.hostname)
