"""What is broadcast: one frozen dataclass per event, its audience in it as data.

An event knows who it is for and what each side is told; it does not know who listens. `envelope` turns it into plain
data, which travels through the channel layer or a Relay row and is opened by the hub of each process.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from typing_extensions import TypedDict

from . import shapes
from .models import Agent, Conversation, Message, Platform, Visitor
from .permissions import Charge, Reach
from .shapes import Standing


class Audience(TypedDict):
    """Whom an event is for. None means: not narrowed by this.

    `charges`: it is about conversations of the site that these agents and groups have charge of; whoever may see one of
    them hears it. `before`: who had charge until now; whoever could see it then and cannot now is told that it is gone.
    `conversation`: the one that it is about; `watched`: for those who have it open only. `users` names the users whose
    sockets it is about.
    """

    site: int | None
    visitor: int | None
    conversation: str | None
    charges: list[Charge] | None
    before: list[Charge]
    watched: bool
    users: list[str]


class Envelope(TypedDict):
    """An event as plain data. A frame is JSON text, written once for all sockets; None: not for that side."""

    type: str
    audience: Audience
    agents: str | None
    visitors: str | None
    #: Where somebody else is in charge now: for agents who lost sight of the conversation, and who see it only now.
    gone: str | None
    arrived: str | None
    #: For agents who do not have the conversation open, now and then; None: they are told what the others are.
    elsewhere: str | None


def frame_for(reach: Reach, envelope: Envelope) -> str | None:
    """What an agent with this reach is told of an event."""
    audience = envelope["audience"]
    site, charges = audience["site"], audience["charges"]
    if site is None or charges is None:
        return envelope["agents"]
    sees = reach.sees_any(site=site, charges=charges)
    if envelope["gone"] is None:
        return envelope["agents"] if sees else None
    saw = reach.sees_any(site=site, charges=audience["before"])
    if sees:
        return envelope["agents"] if saw else envelope["arrived"]
    return envelope["gone"] if saw else None


class Event(Protocol):
    """Anything that can be put into an envelope."""

    def envelope(self) -> Envelope: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationChanged:
    """A write that made or changed no message that everybody may see."""

    conversation: Conversation
    was: Standing | None

    def envelope(self) -> Envelope:
        return _about(
            self.conversation,
            self.was,
            agents={
                "type": "conversation.changed",
                "conversation": shapes.conversation_for_agents(self.conversation),
                "was": self.was,
            },
            visitors={
                "type": "conversation.changed",
                "conversation": shapes.conversation_for_visitor(self.conversation),
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCreated:
    """A new entry in a thread, or one that changed. A visitor who may not see it is told only that the conversation
    moved on."""

    message: Message
    was: Standing | None
    visible_to_visitor: bool
    type: str = "message.created"

    def envelope(self) -> Envelope:
        message = shapes.message_shape(self.message)
        at = {"revision": self.message.revision}
        conversation = {**shapes.conversation_for_agents(self.message.conversation), **at}
        own = {**shapes.conversation_for_visitor(self.message.conversation), **at}
        told = {"type": self.type, "conversation": own, "message": message}
        return _about(
            self.message.conversation,
            self.was,
            agents={"type": self.type, "conversation": conversation, "message": message, "was": self.was},
            visitors=told if self.visible_to_visitor else {"type": "conversation.changed", "conversation": own},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPresenceChanged:
    """An agent came, left or chose another status. Visitors hear of it through `SitePresenceChanged`."""

    agent: Agent
    online: bool

    def envelope(self) -> Envelope:
        agent = shapes.colleague_presence(self.agent, online=self.online)
        return _sealed("presence", _audience(), agents={"type": "presence", "agent": agent})


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePresenceChanged:
    """Whether somebody is there for the visitors of a site, and who (up to three faces)."""

    site: int
    agents: list[shapes.Face]

    def envelope(self) -> Envelope:
        frame = {"type": "presence", "online": bool(self.agents), "agents": self.agents}
        return _sealed("presence", _audience(site=self.site), visitors=frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorChanged:
    """What is known of a visitor changed; told to those who may see one of the visitor's conversations."""

    visitor: Visitor
    charges: tuple[Charge, ...]

    def envelope(self) -> Envelope:
        frame = {"type": "visitor.changed", "visitor": shapes.visitor_details(self.visitor)}
        return _sealed("visitor", _audience(site=self.visitor.site_id, charges=self.charges), agents=frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorPresenceChanged:
    """A visitor came to the site or left it; told to those who may see one of the open conversations."""

    visitor: Visitor
    charges: tuple[Charge, ...]

    def envelope(self) -> Envelope:
        visitor = {"public_id": str(self.visitor.public_id), "online": self.visitor.is_present}
        audience = _audience(site=self.visitor.site_id, charges=self.charges)
        return _sealed("visitor", audience, agents={"type": "presence", "visitor": visitor})


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """Somebody writes. The visitor: told to all who may see the conversation, `text` only to those who have it open.
    An agent: told to those who have it open, and to the visitor while they are on the site and may write."""

    conversation: Conversation
    agent: Agent | None = None
    text: str = ""
    #: The visitor's box is empty again.
    stopped: bool = False

    def envelope(self) -> Envelope:
        frame = {"type": "typing", "conversation": str(self.conversation.public_id)}
        audience = _audience(site=self.conversation.site_id, charges=(charge_of(self.conversation),))
        audience["conversation"] = frame["conversation"]
        if self.agent is None:
            told = {**frame, "author": "visitor", "agent": None, "text": self.text, "stopped": self.stopped}
            return _sealed("typing", audience, agents=told, elsewhere={**told, "text": ""})
        audience["watched"] = True
        audience["visitor"] = self.conversation.visitor_id
        frame["author"] = "agent"
        is_heard = self.conversation.platform == Platform.WEBSITE and self.conversation.visitor.blocked_at is None
        return _sealed(
            "typing",
            audience,
            agents={**frame, "agent": shapes.colleague(self.agent), "text": "", "stopped": False},
            visitors={**frame, "agent": shapes.face(self.agent)} if is_heard else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsChanged:
    """Groups, tags or shortcuts of a site were made, changed or deleted; told to all of its agents."""

    site: int

    def envelope(self) -> Envelope:
        # What nobody has charge of is in everybody's reach.
        audience = _audience(site=self.site, charges=[(None, None)])
        return _sealed("groups", audience, agents={"type": "groups.changed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsChanged:
    """Rights or sessions of these users may have changed: their sockets must be looked at again. Nothing is told."""

    users: tuple[str, ...]

    def envelope(self) -> Envelope:
        return _sealed("rights", {**_audience(), "users": list(self.users)})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorIdentified:
    """A visitor logged in: the open tabs were let in as somebody else and must ask anew who they are. Nothing is told."""

    visitor: int

    def envelope(self) -> Envelope:
        return _sealed("identity", {**_audience(), "visitor": self.visitor})


def charge_of(conversation: Conversation) -> Charge:
    """Who has charge of the conversation."""
    return (conversation.assignee_id, conversation.group_id)


def _audience(*, site: int | None = None, charges: Iterable[Charge] | None = None) -> Audience:
    return {
        "site": site,
        "visitor": None,
        "conversation": None,
        "charges": None if charges is None else list(charges),
        "before": [],
        "watched": False,
        "users": [],
    }


def _about(
    conversation: Conversation, was: Standing | None, *, agents: Mapping[str, Any], visitors: Mapping[str, Any]
) -> Envelope:
    """An envelope for those who see this conversation, and a farewell for those who no longer do."""
    now = charge_of(conversation)
    before = (was["assignee"], was["group"]) if was else now
    audience: Audience = {
        **_audience(site=conversation.site_id, charges=[now]),
        "visitor": conversation.visitor_id,
        "conversation": str(conversation.public_id),
        "before": [before],
    }
    if before == now:
        return _sealed("conversation", audience, agents=agents, visitors=visitors)
    gone = {"type": "conversation.gone", "conversation": str(conversation.public_id), "was": was}
    # Who did not see it before did not count it either.
    arrived = {**agents, "was": None}
    return _sealed("conversation", audience, agents=agents, visitors=visitors, gone=gone, arrived=arrived)


def _sealed(
    kind: str,
    audience: Audience,
    *,
    agents: Mapping[str, Any] | None = None,
    visitors: Mapping[str, Any] | None = None,
    gone: Mapping[str, Any] | None = None,
    arrived: Mapping[str, Any] | None = None,
    elsewhere: Mapping[str, Any] | None = None,
) -> Envelope:
    return {
        "type": kind,
        "audience": audience,
        "agents": _text(agents),
        "visitors": _text(visitors),
        "gone": _text(gone),
        "arrived": _text(arrived),
        "elsewhere": _text(elsewhere),
    }


def _text(frame: Mapping[str, Any] | None) -> str | None:
    return None if frame is None else json.dumps(frame, separators=(",", ":"))
