"""Conversations that wait in a group, and who got them."""

from tests import people
from wagtail_livechat.models import AgentGroup, Conversation


def waiting_in(group: AgentGroup, text: str = "Hello") -> Conversation:
    return people.in_group(people.a_visitor().writes(text), group)


def assignee_of(conversation: Conversation) -> str | None:
    conversation.refresh_from_db()
    return conversation.assignee.name if conversation.assignee else None
