"""That somebody is writing: told to whom it concerns, and kept nowhere."""

from typing import Final
from uuid import UUID

from .. import broadcast, permissions
from ..events import Typing
from ..masking import dotted
from ..models import Agent
from ..permissions import Reach
from ..selectors.visitors import where_visitor_writes

#: Characters of what is written that agents are shown.
PREVIEW_LENGTH: Final = 2_000


def visitor_types(*, visitor: int, text: str) -> None:
    """Tell the agents that the visitor of this key writes and, where the site shows that, what; "" is then: no longer.

    Nothing is told of a visitor who is blocked, or whose next message begins a conversation.
    """
    place = where_visitor_writes(visitor)
    if place is None:
        return
    shown = dotted(text)[:PREVIEW_LENGTH] if place.previews_typing else ""
    stopped = place.previews_typing and not text.strip()
    broadcast.publish_passing([Typing(conversation=place.conversation, text=shown, stopped=stopped)])


def agent_types(*, reach: Reach, conversation: UUID) -> None:
    """Tell the visitor, and the agents who have the conversation open, that this agent writes. Raises NotFound."""
    row = permissions.conversation_for(reach, conversation)
    agent = Agent.objects.select_related("user__wagtail_userprofile").get(pk=reach.agent)
    broadcast.publish_passing([Typing(conversation=row, agent=agent)])
