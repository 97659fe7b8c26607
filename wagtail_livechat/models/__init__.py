"""Nouns: what is stored. No rules here; see `actions`."""

from .agents import Agent, AgentPresence, AgentStatus, Alerts
from .attachments import Attachment
from .conversations import Conversation, Platform, Status
from .groups import AgentGroup, AgentGroupMember, Assignment
from .log import LoggedConversation
from .messages import Author, Kind, Message
from .operations import Heartbeat, Relay
from .settings import LiveChatSettings
from .shortcuts import Shortcut, ShortcutFile
from .tags import TAG_MAX_LENGTH, Tag
from .visitors import Visitor, VisitorToken

__all__ = [
    "TAG_MAX_LENGTH",
    "Agent",
    "AgentGroup",
    "AgentGroupMember",
    "AgentPresence",
    "AgentStatus",
    "Alerts",
    "Assignment",
    "Attachment",
    "Author",
    "Conversation",
    "Heartbeat",
    "Kind",
    "LiveChatSettings",
    "LoggedConversation",
    "Message",
    "Platform",
    "Relay",
    "Shortcut",
    "ShortcutFile",
    "Status",
    "Tag",
    "Visitor",
    "VisitorToken",
]
