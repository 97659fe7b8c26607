"""What the API takes and gives. What rows look like stands in `shapes`, what sockets take too in `inputs`."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from ..inputs import Id, PageIn, SessionClaimsIn, Strict, Text
from ..models import AgentPresence, Alerts
from ..selectors.inbox import Counts
from ..shapes import (
    AgentConversation,
    AlertsChoice,
    AskedFor,
    AttachmentShape,
    Card,
    ColleaguePresence,
    ConsentText,
    Face,
    FormFieldShape,
    FormMoment,
    GroupName,
    GroupShape,
    MessageShape,
    OfferedGroup,
    OwnDetails,
    Presence,
    PrivacyText,
    ProactiveMessage,
    ShortcutShape,
    TagShape,
    VisitorConversation,
    VisitorDetails,
    WhenAway,
)


class SessionIn(SessionClaimsIn):
    page: PageIn = PageIn()
    pages: Annotated[list[PageIn], Field(max_length=50)] = []
    language: Annotated[Text, Field(max_length=20)] = ""


class EndIn(Strict):
    """Which conversation; null: the latest."""

    conversation: UUID | None = None


class RatingIn(EndIn):
    """1 is the worst, 5 the best."""

    score: Annotated[int, Field(strict=True, ge=1, le=5)]
    comment: Annotated[Text, Field(max_length=2000)] = ""


#: What an address is stands with the verb.
Email = Annotated[Text, Field(max_length=1000)]


class TranscriptIn(EndIn):
    email: Email


class SendTranscriptIn(Strict):
    email: Email


class AssignIn(Strict):
    agent: Id | None


class TransferIn(Strict):
    """Exactly one of `agent` and `group`."""

    agent: Id | None = None
    group: Id | None = None
    note: Annotated[Text, Field(max_length=10_000)] = ""


#: Longer ones are refused by the verb, which says how long a tag may be.
TagNames = Annotated[list[Annotated[Text, Field(max_length=1000)]], Field(max_length=100)]


class TagsIn(Strict):
    tags: TagNames


class BulkIn(Strict):
    """What to do with each; `agent`, `group` and `tags` are what the action needs."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    action: Literal["resolve", "reopen", "assign", "transfer", "tag", "read"]
    agent: Id | None = None
    group: Id | None = None
    tags: TagNames = []


class MeIn(Strict):
    """Fields left out stay as they are; null is none of their values."""

    status: AgentPresence = None  # type: ignore[assignment]
    alerts: Alerts = None  # type: ignore[assignment]
    opens_next: bool = None  # type: ignore[assignment]


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
    """Characters of a message, bytes of a file, the ends of the names of files, how many files go along."""

    message_length: int
    file_bytes: int
    file_types: list[str]
    files: int


class FormOut(Schema):
    """What visitors are asked: at which moment, what of who they are, which group, and the site's own fields."""

    moment: FormMoment
    name: AskedFor
    email: AskedFor
    phone: AskedFor
    groups: list[OfferedGroup]
    fields: list[FormFieldShape]


class Config(Schema):
    """Site-level data only: the same for everybody, so that it can be cached.

    `online`: the site is `open` and somebody is there; `agents` is empty while it is closed. `reopens_at` is null while it
    is open, `closes_at` while it is closed, and both where that is further away than 60 days or never.
    """

    online: bool
    open: bool
    when_away: WhenAway
    expected_reply_s: int | None
    reopens_at: str | None
    closes_at: str | None
    agents: list[Face]
    form: FormOut
    consent: ConsentText | None
    privacy: PrivacyText
    previews_typing: bool
    asks_rating: bool
    texts: dict[str, str]
    look: Look
    limits: Limits


class SessionOut(Schema):
    visitor: OwnDetails
    conversation: VisitorConversation | None
    messages: list[MessageShape]
    revision: int
    more: bool
    online: bool
    blocked: bool


class RuleOut(Schema):
    """The proactive message, where it shall be shown to who asks now."""

    rule: ProactiveMessage | None


class VisitorChange(Schema):
    conversation: VisitorConversation
    message: MessageShape | None = None


class Accepted(Schema):
    """It will be done; there is no more to say yet."""


class AgentThread(Schema):
    conversation: AgentConversation
    messages: list[MessageShape]
    more: bool


class AgentChange(Schema):
    conversation: AgentConversation
    message: MessageShape | None = None


class BulkError(Schema):
    code: str
    detail: str


class BulkResult(Schema):
    """What became of one conversation: as it is now, or why it was refused."""

    id: UUID
    conversation: AgentConversation | None
    error: BulkError | None


class BulkOut(Schema):
    results: list[BulkResult]


class ConversationDetail(Schema):
    conversation: AgentConversation
    visitor: VisitorDetails


class InboxOut(Schema):
    results: list[AgentConversation]
    next_cursor: str | None
    counts: Counts


class AgentConversations(Schema):
    conversations: list[AgentConversation]


class Colleagues(Schema):
    agents: list[ColleaguePresence]


class Groups(Schema):
    groups: list[GroupShape]


class Tags(Schema):
    tags: list[TagShape]


class Shortcuts(Schema):
    shortcuts: list[ShortcutShape]


class Pages(Schema):
    pages: list[Card]


class Attachments(Schema):
    attachments: list[AttachmentShape]


class SiteOut(Schema):
    """`visitors`: how many are on the site now."""

    id: int
    name: str
    visitors: int


class WorkerLine(Schema):
    """One line for managers: the queue worker does not run, and how to start it."""

    detail: str


class MeOut(Schema):
    """`customer_data`: the sites that show what their shops know of customers, to this agent."""

    id: int
    name: str
    avatar: str | None
    status: Presence
    online: bool
    sites: list[SiteOut]
    manages: list[int]
    customer_data: list[int]
    groups: list[GroupName]
    alerts: AlertsChoice
    opens_next: bool
    unread: int
    worker: WorkerLine | None
