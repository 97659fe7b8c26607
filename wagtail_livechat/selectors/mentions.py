"""Who is meant by `@name` in a note."""

import re
from collections.abc import Collection

from ..models import Agent, Conversation
from ..permissions import agents_for, reach_of, sees


def mentioned(body: str, conversation: Conversation, *, besides: Collection[Agent] = ()) -> list[Agent]:
    """The agents whose name follows an @ and who can see the conversation, and those `besides`."""
    if "@" not in body:
        return list(besides)
    found = [agent for agent in who_can_see(conversation) if _names(body, agent)]
    return [*besides, *(agent for agent in found if agent not in besides)]


def who_can_see(conversation: Conversation) -> list[Agent]:
    """The agents within whose reach a conversation is."""
    agents = agents_for(conversation.site)
    return [agent for agent in agents if (reach := reach_of(agent)) and sees(reach, conversation)]


def _names(body: str, agent: Agent) -> bool:
    names = {agent.name, agent.user.get_username()}
    return any(re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", body, re.IGNORECASE) for name in names)
