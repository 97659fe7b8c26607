"""What the outside sees of a row: the same shapes in API answers and in socket frames.

Times are ISO 8601 in UTC; ids of conversations and visitors are their `public_id`.
"""

from typing import Any, Literal

from typing_extensions import TypedDict

from .browsing import Edited, PageLink, VisitShape

Author = Literal["visitor", "agent", "bot", "system"]
Kind = Literal["text", "note", "event"]
ConversationStatus = Literal["open", "resolved"]
Presence = Literal["online", "away", "offline"]
AlertsChoice = Literal["all", "mine", "mine_and_unassigned", "none"]
FieldKind = Literal["text", "choice", "checkbox"]
AskedFor = Literal["no", "optional", "required"]
FormMoment = Literal["off", "before", "after"]
WhenAway = Literal["form", "stay", "hide"]
ShortcutScope = Literal["everyone", "group", "own"]


class Face(TypedDict):
    """Somebody who answers, as visitors see them."""

    name: str
    avatar: str | None


class Colleague(Face):
    """Somebody who answers, as other agents see them."""

    id: int


class ColleaguePresence(Colleague):
    """Somebody who answers: what they chose to be, and whether they are there."""

    status: Presence
    online: bool


class GroupName(TypedDict):
    """A set of agents who share a queue."""

    id: int
    name: str


class OfferedGroup(GroupName):
    """A group that a visitor may choose; `online`: one of its members is, and its hours are open."""

    online: bool


class GroupShape(GroupName):
    """A group as agents see it; `online` counts its members who are there."""

    site: int
    members: list[int]
    online: int


class TagShape(TypedDict):
    """A tag; `colour` as in `#0c6b5f`, or empty."""

    id: int
    name: str
    colour: str


class FileName(TypedDict):
    """A file that goes along with a shortcut."""

    name: str
    size: int


class ShortcutShape(TypedDict):
    """A canned reply: for everyone, for a group, or the agent's own."""

    id: int
    keyword: str
    body: str
    scope: ShortcutScope
    group: GroupName | None
    language: str
    files: list[FileName]


class AttachmentShape(TypedDict):
    """A file of a message: `size` in bytes; `width` and `height` in pixels, for images only."""

    public_id: str
    url: str
    name: str
    content_type: str
    size: int
    width: int | None
    height: int | None
    thumbnail: str | None


class Card(TypedDict):
    """What a link to this site leads to, as it was when the message was sent.

    `image`: the address of a small picture; `detail`: a line such as a price; `site`: the host.
    """

    url: str
    title: str
    description: str
    image: str | None
    detail: str
    site: str


class FormFieldShape(TypedDict):
    """A question of the site's own; `options` are a choice's."""

    label: str
    kind: FieldKind
    options: list[str]
    required: bool


class PrivacyText(TypedDict):
    """What stands below the forms; `link` may be empty."""

    text: str
    link: str


class ConsentText(PrivacyText):
    """What visitors are asked to agree to; `version` names it."""

    version: str


class RuleShape(TypedDict):
    """When the widget asks for a proactive message; empty texts and false ask for nothing."""

    id: int
    path: str
    seconds: int
    referrer: str
    returning: bool


class ProactiveMessage(TypedDict):
    """What an agent says before the visitor does."""

    id: int
    message: str
    agent: Face


class OwnSummary(TypedDict):
    """Who writes; `online`: on the site within the last minute."""

    public_id: str
    name: str
    email: str
    online: bool


class VisitorSummary(OwnSummary):
    """The same for agents, with where the visitor was last located; empty: unknown."""

    country_code: str
    city: str


class OwnDetails(OwnSummary):
    """A visitor as they see themselves. `fields`: answers to the site's own form fields, by label; `consented`: the
    versions of the consent text that they agreed to."""

    phone: str
    fields: dict[str, Any]
    consented: list[str]


class MergeShape(TypedDict):
    """That another visitor, who was known so then, became part of this one: by an agent, or when they logged in (`by` is
    null then)."""

    id: int
    visitor: VisitorSummary
    by: str | None
    at: str


class VisitorDetails(VisitorSummary):
    """A visitor as agents see them; `blocked`: the chat is closed to them. `consented_at`: when they last agreed to a
    consent text; `variables`: what the site's pages said, not verified; `time_zone`: the browser's, such as
    `Europe/Paris`; `edited`: who last wrote something down here, and when; `merges`: of the last day, the latest first,
    which can be undone."""

    phone: str
    note: str
    variables: dict[str, Any]
    time_zone: str
    edited: Edited | None
    merges: list[MergeShape]
    visit: VisitShape | None
    visits: int
    consented_at: str | None
    language: str
    fields: dict[str, Any]
    blocked: bool
    signed_in: bool
    created_at: str
    last_seen_at: str


class MessageShape(TypedDict):
    id: int
    revision: int
    client_id: str
    author: Author
    kind: Kind
    platform: str
    body: str
    attachments: list[AttachmentShape]
    cards: list[Card]
    agent: Colleague | None
    event: str | None
    event_data: dict[str, Any]
    delivery: str | None
    deleted: bool
    created_at: str


class VisitorConversation(TypedDict):
    """A conversation as its visitor sees it; `unread` counts the agents' messages. `ended`: by the visitor, the next
    message begins another one."""

    public_id: str
    revision: int
    status: ConversationStatus
    platform: str
    visitor: OwnSummary
    assignee: Face | None
    last_message_preview: str
    last_message_author: Author | Literal[""]
    last_message_at: str
    opened_at: str
    resolved_at: str | None
    unread: int
    visitor_read_id: int
    agent_read_id: int
    agent_read_at: str | None
    ended: bool
    rating: int | None
    rating_comment: str
    rated_at: str | None


class AgentConversation(TypedDict):
    """A conversation as agents see it; `unread` counts the visitor's messages. `offline`: it came while nobody was
    online; `ended`: by the visitor."""

    public_id: str
    revision: int
    status: ConversationStatus
    platform: str
    site: int
    visitor: VisitorSummary
    assignee: Colleague | None
    group: GroupName | None
    tags: list[str]
    page: PageLink
    last_message_preview: str
    last_message_author: Author | Literal[""]
    last_message_at: str
    opened_at: str
    resolved_at: str | None
    waiting_since: str | None
    unread: int
    visitor_read_id: int
    visitor_read_at: str | None
    agent_read_id: int
    offline: bool
    ended: bool
    rating: int | None
    rating_comment: str


class Standing(TypedDict):
    """What decides in which queues a conversation is listed, and how it is counted there."""

    status: ConversationStatus
    assignee: int | None
    group: int | None
    waiting: bool
    unread: int
