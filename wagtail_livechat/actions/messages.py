"""Writing in a conversation: every rule about a message stands here, whichever door it came through."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from .. import broadcast, conf
from ..exceptions import BadCharacter, Busy, ChatError, EmptyMessage, MessageTooLong, NotAllowed, NotFound, NoVisitor
from ..models import Agent, Author, Conversation, Message, Platform, Status, Visitor
from ..permissions import Reach, check_in_reach
from ..selectors.keys import latest_conversations, messages_sent_as
from ..shapes import Standing, colleague, standing
from . import entries

logger = logging.getLogger(__name__)

#: The columns that a message may move on its conversation.
_MOVED = (
    "status",
    "revision",
    "assignee",
    "resolved_at",
    "resolved_by",
    "last_message_at",
    "last_message_preview",
    "last_message_author",
    "waiting_since",
    "first_response_seconds",
    "agent_unread",
    "visitor_unread",
    "agent_read_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message on its way in: from the visitor `visitor`, or from the agent of `reach` into `conversation`."""

    client_id: str
    body: str
    visitor: int | None = None
    reach: Reach | None = None
    #: A conversation's public id; "new" to begin another one; None for the visitor's latest.
    conversation: UUID | Literal["new"] | None = None
    page_url: str = ""
    page_title: str = ""


def post(drafts: Sequence[Draft]) -> list[Message | ChatError]:
    """Store messages in one transaction; one result per draft, in its order.

    A message whose `client_id` is known is returned as it was stored, with `repeated` set. A refused draft gives its
    ChatError. Where the transaction fails, each draft is tried alone: one bad draft harms only itself.
    """
    results: dict[int, Message | ChatError] = {}
    sound: dict[int, Draft] = {}
    for index, draft in enumerate(drafts):
        error = refusal(draft.body)
        if error:
            results[index] = error
        else:
            sound[index] = draft
    if sound:
        results.update(zip(sound, _store(list(sound.values())), strict=True))
    return [results[index] for index in range(len(drafts))]


def refusal(body: str) -> ChatError | None:
    """Why this text cannot be a message; None where it can."""
    if not body.strip():
        return EmptyMessage()
    if len(body) > conf.current().MESSAGE_MAX_LENGTH:
        return MessageTooLong()
    # PostgreSQL cannot store NUL; a lone surrogate is no character and has no UTF-8.
    if "\x00" in body or any("\ud800" <= character <= "\udfff" for character in body):
        return BadCharacter()
    return None


def _store(drafts: list[Draft]) -> list[Message | ChatError]:
    try:
        return _store_together(drafts)
    except DatabaseError:
        logger.exception("%d live chat message(s) could not be stored together", len(drafts))
        # The connection itself may be what broke.
        close_old_connections()
    if len(drafts) == 1:
        return [Busy(retry_after=2)]
    return [result for draft in drafts for result in _store([draft])]


def _store_together(drafts: list[Draft]) -> list[Message | ChatError]:
    with transaction.atomic():
        batch = _Batch.locked_for(drafts)
        results = [batch.write(draft) for draft in drafts]
        batch.save()
        broadcast.publish(entries.events_of(batch.made, was=batch.was))
    return results


@dataclass(slots=True)
class _Batch:
    """The conversations that some drafts need, locked, and what the drafts make of them."""

    conversations: dict[int, Conversation]
    #: A visitor's latest website conversation.
    latest: dict[int, Conversation]
    visitors: dict[int, Visitor]
    agents: dict[int, Agent]
    known: dict[tuple[str, str, int], Message] = field(default_factory=dict)
    was: dict[int, Standing | None] = field(default_factory=dict)
    made: list[Message] = field(default_factory=list)

    @classmethod
    def locked_for(cls, drafts: Sequence[Draft]) -> "_Batch":
        writers = {draft.visitor for draft in drafts if draft.visitor is not None}
        latest = latest_conversations(writers, platform=Platform.WEBSITE)
        asking = {draft.visitor for draft in drafts if draft.visitor is not None and draft.conversation == "new"}
        visitors = entries.lock_visitors(beginning := (writers - latest.keys()) | asking)
        # Somebody may have begun a conversation between the look and the lock.
        latest |= latest_conversations(beginning, platform=Platform.WEBSITE)
        named = {draft.conversation for draft in drafts if isinstance(draft.conversation, UUID)}
        rows = {row.pk: row for row in entries.locked([*latest.values(), *_keys_of(named)])}
        agents = {draft.reach.agent for draft in drafts if draft.reach}
        batch = cls(
            conversations=rows,
            # One may have been deleted between the look and the lock.
            latest={visitor: rows[key] for visitor, key in latest.items() if key in rows},
            visitors=visitors | {row.visitor_id: row.visitor for row in rows.values()},
            agents=Agent.objects.select_related("user").in_bulk(agents) if agents else {},
        )
        batch.known = batch._known({draft.client_id for draft in drafts})
        return batch

    def _known(self, client_ids: set[str]) -> dict[tuple[str, str, int], Message]:
        """Messages that these drafts repeat: a visitor's in any of their conversations, an agent's in the same one."""
        keys = messages_sent_as(client_ids, visitors={row.visitor_id for row in self.conversations.values()})
        return {_identity(message): message for message in _with_relations(keys)} if keys else {}

    def write(self, draft: Draft) -> Message | ChatError:
        try:
            conversation = self._conversation_for(draft)
        except ChatError as error:
            return error
        author = Author.VISITOR if draft.reach is None else Author.AGENT
        owner = conversation.visitor_id if author is Author.VISITOR else conversation.pk
        repeated = self.known.get((author, draft.client_id, owner))
        if repeated:
            repeated.repeated = True
            return repeated
        return self._write_new(draft, conversation)

    def _write_new(self, draft: Draft, conversation: Conversation) -> Message:
        self.was.setdefault(conversation.pk, standing(conversation))
        if conversation.revision == 0:
            page = {"page": {"url": conversation.page_url, "title": conversation.page_title}}
            self.made.append(entries.event_entry(conversation, event="started", data=page))
        if draft.reach is None:
            message = self._visitor_writes(draft, conversation)
        else:
            message = self._agent_writes(draft, conversation, self.agents[draft.reach.agent])
        self.made.append(message)
        self.known[_identity(message)] = message
        return message

    def _conversation_for(self, draft: Draft) -> Conversation:
        if isinstance(draft.conversation, UUID):
            return self._named(draft)
        if draft.visitor is None:
            raise NotFound
        latest = self.latest.get(draft.visitor)
        if latest and not (draft.conversation == "new" and latest.status == Status.RESOLVED):
            return latest
        # A draft that was sent twice must not begin a second conversation.
        repeated = self.known.get((Author.VISITOR, draft.client_id, draft.visitor))
        return repeated.conversation if repeated else self._begin(draft, self.visitors.get(draft.visitor))

    def _named(self, draft: Draft) -> Conversation:
        for conversation in self.conversations.values():
            if conversation.public_id == draft.conversation:
                if draft.reach:
                    self._check_agent(draft.reach, conversation)
                elif conversation.visitor_id != draft.visitor:
                    raise NotFound
                return conversation
        raise NotFound

    def _check_agent(self, reach: Reach, conversation: Conversation) -> None:
        check_in_reach(reach, conversation)
        if reach.agent not in self.agents:
            # The user was deleted while the socket was open.
            raise NotAllowed

    def _begin(self, draft: Draft, visitor: Visitor | None) -> Conversation:
        # Without a token: another tab logged in, and the conversations moved to the user's visitor.
        if visitor is None or not visitor.tokens.exists():
            raise NoVisitor
        conversation = Conversation.objects.create(
            site_id=visitor.site_id,
            visitor=visitor,
            platform=Platform.WEBSITE,
            page_url=draft.page_url[:2000],
            page_title=draft.page_title[:300],
        )
        self.conversations[conversation.pk] = self.latest[visitor.pk] = conversation
        self.was[conversation.pk] = None
        return conversation

    def _visitor_writes(self, draft: Draft, conversation: Conversation) -> Message:
        self._reopen(conversation, by=None)
        message = entries.text_entry(
            conversation, author=Author.VISITOR, body=draft.body, client_id=draft.client_id, agent=None
        )
        conversation.agent_unread += 1
        conversation.waiting_since = conversation.waiting_since or message.created_at
        return message

    def _agent_writes(self, draft: Draft, conversation: Conversation, agent: Agent) -> Message:
        self._reopen(conversation, by=agent)
        if conversation.assignee is None:
            conversation.assignee = agent
            taken = {"to": colleague(agent)}
            self.made.append(entries.event_entry(conversation, event="assigned", by=agent, data=taken))
        message = entries.text_entry(
            conversation, author=Author.AGENT, body=draft.body, client_id=draft.client_id, agent=agent
        )
        conversation.visitor_unread += 1
        if conversation.waiting_since:
            message.response_seconds = _seconds_since(conversation.waiting_since)
            if conversation.first_response_seconds is None:
                conversation.first_response_seconds = message.response_seconds
            conversation.waiting_since = None
        if conversation.assignee_id == agent.pk:
            conversation.agent_unread = 0
        return message

    def _reopen(self, conversation: Conversation, *, by: Agent | None) -> None:
        if conversation.status == Status.RESOLVED:
            self.made.append(reopened(conversation, by=by))

    def save(self) -> None:
        """Two statements, whatever the number of drafts: the entries, then their conversations."""
        if not self.made:
            return
        Message.objects.bulk_create(self.made)
        for message in self.made:
            conversation = message.conversation
            if message.author == Author.AGENT and conversation.assignee_id == message.agent_id:
                conversation.agent_read_id = message.pk
        Conversation.objects.bulk_create(
            {message.conversation_id: message.conversation for message in self.made}.values(),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_MOVED,
        )


def reopened(conversation: Conversation, *, by: Agent | None) -> Message:
    """Open a resolved conversation again; the unsaved entry that says so."""
    conversation.status = Status.OPEN
    conversation.resolved_at = None
    conversation.resolved_by = None
    return entries.event_entry(conversation, event="reopened", by=by)


def _identity(message: Message) -> tuple[str, str, int]:
    """What makes two messages the same one: its author's side, the sender's id for it, and whose it is."""
    if message.author == Author.VISITOR:
        return (message.author, message.client_id, message.conversation.visitor_id)
    return (message.author, message.client_id, message.conversation_id)


def _with_relations(keys: Iterable[int]) -> Iterable[Message]:
    relations = ("agent__user", "conversation__visitor", "conversation__assignee__user")
    return Message.objects.filter(pk__in=keys).select_related(*relations)


def _keys_of(names: set[UUID]) -> Iterable[int]:
    return Conversation.objects.filter(public_id__in=names).values_list("pk", flat=True) if names else []


def _seconds_since(then: datetime) -> int:
    return max(0, int((timezone.now() - then).total_seconds()))
