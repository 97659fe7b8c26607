"""What the API takes and gives. What rows look like stands in `shapes`, what sockets take too in `inputs`."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from ..inputs import Id, PageIn, Strict, Text
from ..models import AgentPresence
from ..selectors.inbox import Counts
from ..shapes import (
    AgentConversation,
    ColleaguePresence,
    Face,
    MessageShape,
    Presence,
    VisitorConversation,
    VisitorDetails,
    VisitorSummary,
)


class SessionIn(Strict):
    page: PageIn = PageIn()
    pages: Annotated[list[PageIn], Field(max_length=50)] = []
    language: Annotated[Text, Field(max_length=20)] = ""


class AssignIn(Strict):
    agent: Id | None


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


class Colleagues(Schema):
    agents: list[ColleaguePresence]


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
    status: Presence
    online: bool
    sites: list[SiteOut]
    manages: list[int]
    unread: int
    worker: WorkerLine | None
