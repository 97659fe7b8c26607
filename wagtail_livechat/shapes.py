"""What the outside sees of a row: the same shapes in API answers and in socket frames.

Times are ISO 8601 in UTC; ids of conversations and visitors are their `public_id`.
"""

from datetime import UTC, datetime
from typing import Any, Literal, cast

from typing_extensions import TypedDict

from .models import Agent, Conversation, Message, Visitor

Author = Literal["visitor", "agent", "bot", "system"]
Kind = Literal["text", "note", "event"]
ConversationStatus = Literal["open", "resolved"]
Presence = Literal["online", "away", "offline"]


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


class PageLink(TypedDict):
    url: str
    title: str


class VisitorSummary(TypedDict):
    public_id: str
    name: str
    email: str


class VisitorDetails(VisitorSummary):
    """A visitor as agents see them."""

    phone: str
    note: str
    language: str
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
    attachments: list[dict[str, Any]]
    agent: Face | None
    event: str | None
    event_data: dict[str, Any]
    delivery: str | None
    created_at: str


class VisitorConversation(TypedDict):
    """A conversation as its visitor sees it; `unread` counts the agents' messages."""

    public_id: str
    revision: int
    status: ConversationStatus
    platform: str
    visitor: VisitorSummary
    assignee: Face | None
    last_message_preview: str
    last_message_author: Author | Literal[""]
    last_message_at: str
    opened_at: str
    resolved_at: str | None
    unread: int
    visitor_read_id: int
    agent_read_id: int


class AgentConversation(TypedDict):
    """A conversation as agents see it; `unread` counts the visitor's messages."""

    public_id: str
    revision: int
    status: ConversationStatus
    platform: str
    site: int
    visitor: VisitorSummary
    assignee: Colleague | None
    group: None
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
    agent_read_id: int
    rating: int | None


class Standing(TypedDict):
    """What decides in which queues a conversation is listed, and how it is counted there."""

    status: ConversationStatus
    assignee: int | None
    group: None
    waiting: bool
    unread: int


def moment(value: datetime) -> str:
    """A time as every answer and frame gives it, e.g. `2026-01-31T09:00:00.000000Z`."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def optional_moment(value: datetime | None) -> str | None:
    return moment(value) if value else None


def face(agent: Agent) -> Face:
    return {"name": agent.name, "avatar": None}


def colleague(agent: Agent) -> Colleague:
    return {"id": agent.pk, "name": agent.name, "avatar": None}


def colleague_presence(agent: Agent, *, online: bool) -> ColleaguePresence:
    return {**colleague(agent), "status": cast(Presence, agent.status), "online": online}


def visitor_summary(visitor: Visitor) -> VisitorSummary:
    return {"public_id": str(visitor.public_id), "name": visitor.name, "email": visitor.email}


def visitor_details(visitor: Visitor) -> VisitorDetails:
    return {
        **visitor_summary(visitor),
        "phone": visitor.phone,
        "note": visitor.note,
        "language": visitor.language,
        "signed_in": visitor.user_id is not None,
        "created_at": moment(visitor.created_at),
        "last_seen_at": moment(visitor.last_seen_at),
    }


def message_shape(message: Message) -> MessageShape:
    return {
        "id": message.pk,
        "revision": message.revision,
        "client_id": message.client_id,
        "author": cast(Author, message.author),
        "kind": cast(Kind, message.kind),
        "platform": message.platform,
        "body": message.body,
        "attachments": [],
        "agent": face(message.agent) if message.agent else None,
        "event": message.event or None,
        "event_data": message.event_data,
        "delivery": None,
        "created_at": moment(message.created_at),
    }


def conversation_for_visitor(conversation: Conversation) -> VisitorConversation:
    return {
        "public_id": str(conversation.public_id),
        "revision": conversation.revision,
        "status": cast(ConversationStatus, conversation.status),
        "platform": conversation.platform,
        "visitor": visitor_summary(conversation.visitor),
        "assignee": face(conversation.assignee) if conversation.assignee else None,
        "last_message_preview": conversation.last_message_preview,
        "last_message_author": cast(Author, conversation.last_message_author),
        "last_message_at": moment(conversation.last_message_at),
        "opened_at": moment(conversation.opened_at),
        "resolved_at": optional_moment(conversation.resolved_at),
        "unread": conversation.visitor_unread,
        "visitor_read_id": conversation.visitor_read_id,
        "agent_read_id": conversation.agent_read_id,
    }


def conversation_for_agents(conversation: Conversation) -> AgentConversation:
    return {
        "public_id": str(conversation.public_id),
        "revision": conversation.revision,
        "status": cast(ConversationStatus, conversation.status),
        "platform": conversation.platform,
        "site": conversation.site_id,
        "visitor": visitor_summary(conversation.visitor),
        "assignee": colleague(conversation.assignee) if conversation.assignee else None,
        "group": None,
        "tags": [],
        "page": {"url": conversation.page_url, "title": conversation.page_title},
        "last_message_preview": conversation.last_message_preview,
        "last_message_author": cast(Author, conversation.last_message_author),
        "last_message_at": moment(conversation.last_message_at),
        "opened_at": moment(conversation.opened_at),
        "resolved_at": optional_moment(conversation.resolved_at),
        "waiting_since": optional_moment(conversation.waiting_since),
        "unread": conversation.agent_unread,
        "visitor_read_id": conversation.visitor_read_id,
        "agent_read_id": conversation.agent_read_id,
        "rating": None,
    }


def standing(conversation: Conversation) -> Standing:
    return {
        "status": cast(ConversationStatus, conversation.status),
        "assignee": conversation.assignee_id,
        "group": None,
        "waiting": conversation.waiting_since is not None,
        "unread": conversation.agent_unread,
    }
