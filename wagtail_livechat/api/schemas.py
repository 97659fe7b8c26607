"""What the API takes and gives. Unknown fields are refused; what rows look like stands in `shapes`."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from ..models import AgentPresence
from ..selectors.inbox import Counts
from ..shapes import (
    AgentConversation,
    Colleague,
    Face,
    MessageShape,
    VisitorConversation,
    VisitorDetails,
    VisitorSummary,
)


def _storable(text: str) -> str:
    """PostgreSQL cannot store NUL, and a lone surrogate has no UTF-8."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("must not contain NUL or half characters")
    return text


Text = Annotated[str, AfterValidator(_storable)]
ClientId = Annotated[Text, Field(min_length=1, max_length=64)]
MessageId = Annotated[int, Field(ge=0, le=2**63 - 1)]
#: The body's own rules (empty, too long, bad characters) stand with the verb, which names what is wrong.
Body = str


class Strict(Schema):
    """Takes the named fields and the right JSON types only."""

    model_config = ConfigDict(extra="forbid")


class PageIn(Strict):
    url: Annotated[Text, Field(max_length=4000)] = ""
    title: Annotated[Text, Field(max_length=1000)] = ""
    referrer: Annotated[Text, Field(max_length=4000)] = ""
    at: Annotated[Text, Field(max_length=40)] = ""


class SessionIn(Strict):
    page: PageIn = PageIn()
    pages: Annotated[list[PageIn], Field(max_length=50)] = []
    language: Annotated[Text, Field(max_length=20)] = ""


class VisitorMessageIn(Strict):
    client_id: ClientId
    body: Body
    page: PageIn = PageIn()
    conversation: UUID | Literal["new"] | None = None


class AgentMessageIn(Strict):
    client_id: ClientId
    body: Body


class VisitorReadIn(Strict):
    conversation: UUID
    up_to: MessageId


class ReadIn(Strict):
    up_to: MessageId


class AssignIn(Strict):
    agent: int | None


class MeIn(Strict):
    status: AgentPresence


class VisitorIn(Strict):
    name: Annotated[Text, Field(max_length=200)] | None = None
    email: Annotated[Text, Field(max_length=254)] | None = None
    phone: Annotated[Text, Field(max_length=60)] | None = None
    note: Annotated[Text, Field(max_length=10_000)] | None = None


class Look(Schema):
    title: str
    greeting: str
    offline_text: str
    colour: str
    position: str
    scheme: str


class Limits(Schema):
    message_length: int


class Config(Schema):
    """Site-level data only: the same for everybody, so that it can be cached."""

    online: bool
    expected_reply_s: int | None
    reopens_at: str | None
    agents: list[Face]
    form: dict[str, Any] | None
    texts: dict[str, str]
    look: Look
    limits: Limits


class SessionOut(Schema):
    visitor: VisitorSummary
    conversation: VisitorConversation | None
    messages: list[MessageShape]
    revision: int
    more: bool
    online: bool


class VisitorConversations(Schema):
    conversations: list[VisitorConversation]


class VisitorThread(Schema):
    conversation: VisitorConversation
    messages: list[MessageShape]
    more: bool


class VisitorChange(Schema):
    conversation: VisitorConversation
    message: MessageShape | None = None


class AgentThread(Schema):
    conversation: AgentConversation
    messages: list[MessageShape]
    more: bool


class AgentChange(Schema):
    conversation: AgentConversation
    message: MessageShape | None = None


class ConversationDetail(Schema):
    conversation: AgentConversation
    visitor: VisitorDetails


class InboxOut(Schema):
    results: list[AgentConversation]
    next_cursor: str | None
    counts: Counts


class ColleagueOut(Colleague):
    status: str
    online: bool


class Colleagues(Schema):
    agents: list[ColleagueOut]


class SiteOut(Schema):
    id: int
    name: str


class WorkerLine(Schema):
    """One line for managers: the queue worker does not run, and how to start it."""

    detail: str


class MeOut(Schema):
    id: int
    name: str
    avatar: str | None
    status: str
    online: bool
    sites: list[SiteOut]
    manages: list[int]
    unread: int
    worker: WorkerLine | None
