"""What may come in, for every door alike: JSON types as they are, unknown fields refused."""

import re
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

#: PostgreSQL cannot store NUL; a lone surrogate is no character and has no UTF-8.
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text itself. Raises ValueError for NUL and half characters."""
    if UNSTORABLE.search(text):
        raise ValueError("must not contain NUL or half characters")
    return text


Text = Annotated[str, AfterValidator(storable)]
ClientId = Annotated[Text, Field(min_length=1, max_length=64)]
#: A row's id: a number in JSON too, neither "5" nor true.
Id = Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)]
#: The body's own rules (empty, too long, bad characters) stand with the verb, which names what is wrong.
Body = str


class Strict(BaseModel):
    """Takes the named fields only."""

    # Frozen, they can be hashed, and pydantic copies no default that can be: the copies took most of the parsing.
    model_config = ConfigDict(extra="forbid", frozen=True)


class PageIn(Strict):
    """A page of the site, as the browser names it."""

    url: Annotated[Text, Field(max_length=4000)] = ""
    title: Annotated[Text, Field(max_length=1000)] = ""
    referrer: Annotated[Text, Field(max_length=4000)] = ""
    at: Annotated[Text, Field(max_length=40)] = ""


class MessageIn(Strict):
    client_id: ClientId
    body: Body


#: How many files go along with one message.
MOST_FILES: Final = 10
FileIds = Annotated[list[UUID], Field(max_length=MOST_FILES)]


class AgentMessageIn(MessageIn):
    note: bool = False
    attachment_ids: FileIds = []


#: What somebody answered to the site's own form fields, by label. What it may be stands with the verb.
Answers = Annotated[
    dict[
        Annotated[Text, Field(max_length=100)],
        Annotated[Text, Field(max_length=1000)] | Annotated[bool, Field(strict=True)],
    ],
    Field(max_length=50),
]


class ContactIn(Strict):
    """What visitors say of themselves; null leaves a field as it is."""

    name: Annotated[Text, Field(max_length=200)] | None = None
    email: Annotated[Text, Field(max_length=254)] | None = None
    phone: Annotated[Text, Field(max_length=60)] | None = None
    fields: Answers | None = None
    #: The version of the consent text that was agreed to.
    consent: Annotated[Text, Field(max_length=64)] | None = None
    #: A field that people do not see and programs fill in.
    website: Annotated[Text, Field(max_length=1000)] = ""


#: What a page says of its visitor, by name. What it may be stands with the verb.
Variables = dict[str, Any]
#: A group's id or name.
GroupClaim = Id | Annotated[Text, Field(max_length=200)]


class SessionClaimsIn(Strict):
    """What a page and its browser say of the visitor."""

    variables: Variables = {}
    group: GroupClaim | None = None
    #: Such as `Europe/Paris`.
    time_zone: Annotated[Text, Field(max_length=100)] = ""


class OwnIn(ContactIn):
    """The same from an open page. `from_page`: it was the page, not the visitor, that said who they are."""

    variables: Variables = {}
    group: GroupClaim | None = None
    language: Annotated[Text, Field(max_length=20)] | None = None
    from_page: bool = False


class FormIn(ContactIn):
    """What the visitor filled in beside the message."""

    group: Id | None = None


class VisitorMessageIn(MessageIn):
    page: PageIn = PageIn()
    conversation: UUID | Literal["new"] | None = None
    form: FormIn = FormIn()
    attachment_ids: FileIds = []
    #: The proactive message that this answers.
    rule: Id | None = None


class VisitorTypingIn(Strict):
    """What the visitor has typed so far."""

    text: Annotated[Text, Field(max_length=10_000)] = ""


class ReadIn(Strict):
    """How far somebody has read: the id of the last message seen."""

    up_to: Id


class ConversationReadIn(ReadIn):
    conversation: UUID
