"""The same deed for several conversations: each its own transaction, so that one refusal harms only itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ..exceptions import ChatError, Invalid
from ..models import Agent, AgentGroup, Conversation
from ..permissions import Reach, conversation_for
from . import conversations, tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What to do with each: `action` is a key of DEEDS, the rest is what it needs."""

    action: str
    agent: Agent | None = None
    group: AgentGroup | None = None
    tags: Sequence[str] = ()


def carry_out(*, ids: Sequence[UUID], deed: Deed, by: Agent, reach: Reach) -> list[Conversation | ChatError]:
    """One result for each id, in its order: the conversation as it is now, or why it was refused."""
    return [_attempt(public_id, deed, by, reach) for public_id in ids]


def _attempt(public_id: UUID, deed: Deed, by: Agent, reach: Reach) -> Conversation | ChatError:
    try:
        return DEEDS[deed.action](conversation_for(reach, public_id), deed, by, reach)
    except ChatError as error:
        return error


def _resolve(row: Conversation, _deed: Deed, by: Agent, reach: Reach) -> Conversation:
    return conversations.resolve(conversation=row, by=by, reach=reach)[0]


def _reopen(row: Conversation, _deed: Deed, by: Agent, reach: Reach) -> Conversation:
    return conversations.reopen(conversation=row, by=by, reach=reach)[0]


def _assign(row: Conversation, deed: Deed, by: Agent, reach: Reach) -> Conversation:
    return conversations.assign(conversation=row, to=deed.agent, by=by, reach=reach)[0]


def _transfer(row: Conversation, deed: Deed, by: Agent, reach: Reach) -> Conversation:
    to = deed.agent or deed.group
    if to is None:
        raise Invalid
    return conversations.transfer(conversation=row, to=to, by=by, reach=reach)[0]


def _tag(row: Conversation, deed: Deed, by: Agent, reach: Reach) -> Conversation:
    """Adds to what each has: a set for several at once would take tags away that nobody looked at."""
    return tags.set_tags(conversation=row, names=[*row.tag_names, *deed.tags], by=by, reach=reach)[0]


def _read(row: Conversation, _deed: Deed, _by: Agent, reach: Reach) -> Conversation:
    return conversations.read_by_agent(conversation=row, up_to=2**63 - 1, reach=reach)


DEEDS: Final[Mapping[str, Callable[[Conversation, Deed, Agent, Reach], Conversation]]] = {
    "resolve": _resolve,
    "reopen": _reopen,
    "assign": _assign,
    "transfer": _transfer,
    "tag": _tag,
    "read": _read,
}
