"""What happens in a conversation."""

from dataclasses import dataclass

from .. import shapes
from ..models import Agent, Conversation, Message, Platform
from ..shapes import Standing
from .envelope import Envelope, about, audience, charge_of, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationChanged:
    """A write that made or changed no message that everybody may see."""

    conversation: Conversation
    was: Standing | None

    def envelope(self) -> Envelope:
        return about(
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
        return about(
            self.message.conversation,
            self.was,
            agents={"type": self.type, "conversation": conversation, "message": message, "was": self.was},
            visitors=told if self.visible_to_visitor else {"type": "conversation.changed", "conversation": own},
        )


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
        told_to = audience(site=self.conversation.site_id, charges=(charge_of(self.conversation),))
        told_to["conversation"] = frame["conversation"]
        if self.agent is None:
            told = {**frame, "author": "visitor", "agent": None, "text": self.text, "stopped": self.stopped}
            return sealed("typing", told_to, agents=told, elsewhere={**told, "text": ""})
        told_to["watched"] = True
        told_to["visitor"] = self.conversation.visitor_id
        frame["author"] = "agent"
        is_heard = self.conversation.platform == Platform.WEBSITE and self.conversation.visitor.blocked_at is None
        return sealed(
            "typing",
            told_to,
            agents={**frame, "agent": shapes.colleague(self.agent), "text": "", "stopped": False},
            visitors={**frame, "agent": shapes.face(self.agent)} if is_heard else None,
        )
