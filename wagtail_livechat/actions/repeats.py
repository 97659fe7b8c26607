"""What was sent before: a message that is sent twice is stored once."""

from collections.abc import Collection
from dataclasses import dataclass, field

from ..models import Author, Message
from ..selectors.drafts import sent_messages
from ..selectors.keys import messages_sent_as


@dataclass(slots=True)
class Sent:
    """Messages by what makes two of them the same one: the author's side, the sender's id for it, and whose it is, a
    visitor's or a conversation's key."""

    messages: dict[tuple[str, str, int], Message] = field(default_factory=dict)

    @classmethod
    def as_any_of(cls, given: Collection[tuple[int, str, str]]) -> "Sent":
        """Those in all conversations of a visitor, by the visitor's key, the author's side and the sender's id."""
        sent = cls()
        keys = messages_sent_as(given)
        for message in sent_messages(keys) if keys else ():
            sent.add(message)
        return sent

    def add(self, message: Message) -> None:
        conversation = message.conversation
        owner = conversation.visitor_id if message.author == Author.VISITOR else conversation.pk
        self.messages[message.author, message.client_id, owner] = message

    def by_visitor(self, client_id: str, visitor: int) -> Message | None:
        """In any of the visitor's conversations."""
        return self.messages.get((Author.VISITOR, client_id, visitor))

    def by_agent(self, client_id: str, conversation: int) -> Message | None:
        """In the same conversation."""
        return self.messages.get((Author.AGENT, client_id, conversation))

    def to_visitor(self, client_id: str, visitor: int, *, by: int) -> Message | None:
        """By this agent, in any of the visitor's conversations."""
        wanted = (by, client_id, visitor)
        for message in self.messages.values():
            if (message.agent_id, message.client_id, message.conversation.visitor_id) == wanted:
                return message
        return None
