"""What travels: an event as plain data, with its audience in it."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from typing_extensions import TypedDict

from ..models import Conversation
from ..permissions import Charge, Reach
from ..shapes import Standing

#: A frame as JSON text. Made once: `json.dumps` makes an encoder for each call that is not like its default.
frame_text: Final[Callable[[Mapping[str, Any]], str]] = json.JSONEncoder(separators=(",", ":")).encode


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


def charge_of(conversation: Conversation) -> Charge:
    """Who has charge of the conversation."""
    return (conversation.assignee_id, conversation.group_id)


def audience(*, site: int | None = None, charges: Iterable[Charge] | None = None) -> Audience:
    return {
        "site": site,
        "visitor": None,
        "conversation": None,
        "charges": None if charges is None else list(charges),
        "before": [],
        "watched": False,
        "users": [],
    }


def about(
    conversation: Conversation, was: Standing | None, *, agents: Mapping[str, Any], visitors: Mapping[str, Any]
) -> Envelope:
    """An envelope for those who see this conversation, and a farewell for those who no longer do."""
    now = charge_of(conversation)
    before = (was["assignee"], was["group"]) if was else now
    told_to: Audience = {
        **audience(site=conversation.site_id, charges=[now]),
        "visitor": conversation.visitor_id,
        "conversation": str(conversation.public_id),
        "before": [before],
    }
    if before == now:
        return sealed("conversation", told_to, agents=agents, visitors=visitors)
    gone = {"type": "conversation.gone", "conversation": str(conversation.public_id), "was": was}
    # Who did not see it before did not count it either.
    arrived = {**agents, "was": None}
    return sealed("conversation", told_to, agents=agents, visitors=visitors, gone=gone, arrived=arrived)


def sealed(
    kind: str,
    for_whom: Audience,
    *,
    agents: Mapping[str, Any] | None = None,
    visitors: Mapping[str, Any] | None = None,
    gone: Mapping[str, Any] | None = None,
    arrived: Mapping[str, Any] | None = None,
    elsewhere: Mapping[str, Any] | None = None,
) -> Envelope:
    return {
        "type": kind,
        "audience": for_whom,
        "agents": _text(agents),
        "visitors": _text(visitors),
        "gone": _text(gone),
        "arrived": _text(arrived),
        "elsewhere": _text(elsewhere),
    }


def _text(frame: Mapping[str, Any] | None) -> str | None:
    return None if frame is None else frame_text(frame)
