"""A message on its way in, and what can be said of it without a database."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from .. import conf
from ..exceptions import BadCharacter, ChatError, EmptyMessage, MessageTooLong
from ..permissions import Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message on its way in: from the visitor `visitor`, or from the agent of `reach` into `conversation`."""

    client_id: str
    body: str
    visitor: int | None = None
    reach: Reach | None = None
    #: A conversation's public id; "new" to begin another one; None for the visitor's latest.
    conversation: UUID | Literal["new"] | None = None
    #: For agents only: not for the visitor.
    note: bool = False
    #: Files that the agent uploaded, by public id.
    attachments: tuple[UUID, ...] = ()
    #: Which group the visitor chose, for a conversation that begins.
    group: int | None = None
    page_url: str = ""
    page_title: str = ""


def refusal(draft: Draft) -> ChatError | None:
    """Why this cannot be a message, whatever stands in the database; None where it can."""
    body = draft.body
    if not body.strip() and not draft.attachments:
        return EmptyMessage()
    if len(body) > conf.current().MESSAGE_MAX_LENGTH:
        return MessageTooLong()
    # PostgreSQL cannot store NUL; a lone surrogate is no character and has no UTF-8.
    if "\x00" in body or any("\ud800" <= character <= "\udfff" for character in body):
        return BadCharacter()
    return None
