"""Nouns: what is stored. No rules here; see `actions`."""

from .agents import Agent, AgentPresence, AgentStatus
from .conversations import Conversation, Platform, Status
from .messages import Author, Kind, Message
from .operations import Heartbeat, Relay
from .settings import LiveChatSettings
from .visitors import Visitor, VisitorToken

__all__ = [
    "Agent",
    "AgentPresence",
    "AgentStatus",
    "Author",
    "Conversation",
    "Heartbeat",
    "Kind",
    "LiveChatSettings",
    "Message",
    "Platform",
    "Relay",
    "Status",
    "Visitor",
    "VisitorToken",
]
