"""A message on its way in, and what can be said of it without a database."""

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from .. import conf
from ..exceptions import BadCharacter, ChatError, EmptyMessage, MessageTooLong
from ..inputs import UNSTORABLE, VisitorMessageIn
from ..masking import masked
from ..permissions import Reach
from ..selectors.cards import SiteCard
from . import contact as contacts
from .contact import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message on its way in: from the visitor `visitor`, or from the agent of `reach` into `conversation`.

    With `reach` and `visitor` an agent speaks to this visitor, in the open conversation or in one that begins.
    """

    client_id: str
    body: str
    visitor: int | None = None
    reach: Reach | None = None
    #: A conversation's public id; "new" to begin another one; None for the visitor's latest.
    conversation: UUID | Literal["new"] | None = None
    #: For agents only: not for the visitor.
    note: bool = False
    #: Files that the sender uploaded, by public id.
    attachments: tuple[UUID, ...] = ()
    #: Which group the visitor chose, for a conversation that begins.
    group: int | None = None
    #: What the visitor says of themselves along with it.
    contact: Contact | None = None
    #: The proactive message that it answers.
    rule: int | None = None
    #: What its links to the sites lead to.
    cards: tuple[SiteCard, ...] = ()
    page_url: str = ""
    page_title: str = ""

    @property
    def locks_visitor(self) -> bool:
        """Whether the visitor must be locked even where there is a conversation to go on with."""
        return self.conversation == "new" or self.contact is not None or self.reach is not None

    @classmethod
    def by_visitor(cls, visitor: int, given: VisitorMessageIn) -> "Draft":
        """A visitor's message, whichever door it came through."""
        return cls(
            visitor=visitor,
            client_id=given.client_id,
            body=given.body,
            conversation=given.conversation,
            group=given.form.group,
            contact=Contact.of(given.form),
            attachments=tuple(given.attachment_ids),
            rule=given.rule,
            page_url=given.page.url,
            page_title=given.page.title,
        )


def refusal(draft: Draft) -> ChatError | None:
    """Why this cannot be a message, whatever stands in the database; None where it can."""
    body = draft.body
    if not body.strip() and not draft.attachments:
        return EmptyMessage()
    if len(body) > conf.current().MESSAGE_MAX_LENGTH:
        return MessageTooLong()
    if UNSTORABLE.search(body):
        return BadCharacter()
    if draft.contact and draft.visitor is not None:
        return contacts.refusal(draft.contact, visitor=draft.visitor)
    return None


def without_card_numbers(draft: Draft) -> Draft:
    """The draft as it may be kept. What limits a text applies to it as it was typed, before this."""
    typed = draft.body, draft.page_url, draft.page_title
    body, page_url, page_title = kept = tuple(map(masked, typed))
    return draft if kept == typed else replace(draft, body=body, page_url=page_url, page_title=page_title)
