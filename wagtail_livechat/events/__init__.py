"""What is broadcast: one frozen dataclass per event, its audience in it as data.

An event knows who it is for and what each side is told; it does not know who listens. `envelope` turns it into plain
data, which travels through the channel layer or a Relay row and is opened by the hub of each process.
"""

from .conversations import ConversationChanged, MessageCreated, Typing
from .envelope import Audience, Envelope, Event, charge_of, frame_for, frame_text
from .people import (
    AgentPresenceChanged,
    GroupsChanged,
    RightsChanged,
    SitePresenceChanged,
    VisitorChanged,
    VisitorIdentified,
    VisitorPresenceChanged,
    VisitsChanged,
)

__all__ = [
    "AgentPresenceChanged",
    "Audience",
    "ConversationChanged",
    "Envelope",
    "Event",
    "GroupsChanged",
    "MessageCreated",
    "RightsChanged",
    "SitePresenceChanged",
    "Typing",
    "VisitorChanged",
    "VisitorIdentified",
    "VisitorPresenceChanged",
    "VisitsChanged",
    "charge_of",
    "frame_for",
    "frame_text",
]
