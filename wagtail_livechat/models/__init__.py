"""Nouns: what is stored. No rules here; see `actions`."""

from .agents import Agent, AgentPresence, AgentStatus, Alerts
from .attachments import Attachment
from .consents import Consent
from .conversations import Conversation, Platform, Status
from .deliveries import Delivery, DeliveryKind, DeliveryState
from .groups import AgentGroup, AgentGroupMember, Assignment
from .hours import Holiday, OpeningHours, OpeningTime, Weekday
from .log import LoggedConversation
from .merges import VisitorMerge
from .messages import Author, Kind, Message
from .operations import Heartbeat, Relay
from .rules import ProactiveRule
from .settings import Asked, FieldKind, FormField, FormMoment, LiveChatSettings, Recorded, WhenAway
from .shortcuts import Shortcut, ShortcutFile
from .tags import TAG_MAX_LENGTH, Tag
from .visitors import Visitor, VisitorToken
from .visits import Device, PageView, Visit

__all__ = [
    "TAG_MAX_LENGTH",
    "Agent",
    "AgentGroup",
    "AgentGroupMember",
    "AgentPresence",
    "AgentStatus",
    "Alerts",
    "Asked",
    "Assignment",
    "Attachment",
    "Author",
    "Consent",
    "Conversation",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Device",
    "FieldKind",
    "FormField",
    "FormMoment",
    "Heartbeat",
    "Holiday",
    "Kind",
    "LiveChatSettings",
    "LoggedConversation",
    "Message",
    "OpeningHours",
    "OpeningTime",
    "PageView",
    "Platform",
    "ProactiveRule",
    "Recorded",
    "Relay",
    "Shortcut",
    "ShortcutFile",
    "Status",
    "Tag",
    "Visit",
    "Visitor",
    "VisitorMerge",
    "VisitorToken",
    "Weekday",
    "WhenAway",
]
