"""Who is meant by `@name` in a note."""

import re
from collections.abc import Collection

from ..models import Agent, Conversation
from ..permissions import agents_for, reach_of, sees


def mentioned(body: str, conversation: Conversation, *, besides: Collection[Agent] = ()) -> list[Agent]:
    """The agents whose name follows an @ and who can see the conversation, and those `besides`."""
    if "@" not in body:
        return list(besides)
    # By name first: looking up somebody's reach takes queries, and a note holds up the messages behind it.
    named = [agent for agent in agents_for(conversation.site) if _names(body, agent) and agent not in besides]
    return [*besides, *(agent for agent in named if _can_see(agent, conversation))]


def who_can_see(conversation: Conversation) -> list[Agent]:
    """The agents within whose reach a conversation is."""
    return [agent for agent in agents_for(conversation.site) if _can_see(agent, conversation)]


def _can_see(agent: Agent, conversation: Conversation) -> bool:
    reach = reach_of(agent)
    return reach is not None and sees(reach, conversation)


def _names(body: str, agent: Agent) -> bool:
    names = {agent.name, agent.user.get_username()}
    return any(re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", body, re.IGNORECASE) for name in names)
