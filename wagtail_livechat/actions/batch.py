"""Storing some messages at once: every rule about a message stands here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ..exceptions import ChatError, ColleagueInCharge, FileMissing, NotAllowed, NotFound, VisitorBlocked
from ..models import Agent, Attachment, Author, Conversation, Kind, Message, Platform, Status, Visitor
from ..permissions import Reach, check_in_reach, check_open, sees
from ..selectors.drafts import keys_of, unsent_files
from ..selectors.keys import latest_conversations
from ..selectors.mentions import mentioned
from ..selectors.presence import may_answer
from ..shapes import Standing, standing
from . import beginnings, entries
from . import contact as contacts
from .assignment import put_in_charge, returned
from .changes import Changes
from .contact import Statement
from .drafts import Draft
from .repeats import Sent


@dataclass(slots=True)
class Batch:
    """The conversations that some drafts need, locked, and what the drafts make of them."""

    conversations: dict[int, Conversation]
    #: A visitor's latest website conversation, unless they ended it.
    latest: dict[int, Conversation]
    visitors: dict[int, Visitor]
    agents: dict[int, Agent]
    sent: Sent = field(default_factory=Sent)
    #: Files that these drafts may take, by public id.
    files: dict[UUID, Attachment] = field(default_factory=dict)
    attached: list[tuple[Attachment, Message]] = field(default_factory=list)
    placed: Changes[Attachment] = field(default_factory=lambda: Changes(("message_id", "position")))
    was: dict[int, Standing | None] = field(default_factory=dict)
    moved: Changes[Conversation] = field(default_factory=lambda: Changes(entries.MOVED))
    made: list[Message] = field(default_factory=list)
    #: Of whom something new is known, by key.
    told: dict[int, Visitor] = field(default_factory=dict)

    @classmethod
    def locked_for(cls, drafts: Sequence[Draft]) -> "Batch":
        writers = {draft.visitor for draft in drafts if draft.visitor is not None}
        latest = latest_conversations(writers, platform=Platform.WEBSITE)
        asking = {draft.visitor for draft in drafts if draft.visitor is not None and draft.locks_visitor}
        visitors = entries.lock_visitors(beginning := (writers - latest.keys()) | asking)
        # Somebody may have begun a conversation between the look and the lock.
        latest |= latest_conversations(beginning, platform=Platform.WEBSITE)
        named = {draft.conversation for draft in drafts if isinstance(draft.conversation, UUID)}
        rows = {row.pk: row for row in entries.locked([*latest.values(), *keys_of(named)])}
        agents = {draft.reach.agent for draft in drafts if draft.reach}
        batch = cls(
            conversations=rows,
            # One may have been deleted between the look and the lock.
            latest={visitor: rows[key] for visitor, key in latest.items() if key in rows},
            visitors=visitors | {row.visitor_id: row.visitor for row in rows.values()},
            agents=Agent.objects.select_related("user").in_bulk(agents) if agents else {},
        )
        batch.sent = Sent.as_any_of(batch._senders(drafts))
        batch.files = unsent_files({file for draft in drafts for file in draft.attachments})
        return batch

    def _senders(self, drafts: Sequence[Draft]) -> set[tuple[int, str, str]]:
        """In whose conversations, on which side and as what each draft may have been sent before."""
        named = {row.public_id: row.visitor_id for row in self.conversations.values()}
        found = set()
        for draft in drafts:
            visitor = named.get(draft.conversation) if isinstance(draft.conversation, UUID) else draft.visitor
            if visitor is not None:
                found.add((visitor, str(Author.AGENT if draft.reach else Author.VISITOR), draft.client_id))
        return found

    def write(self, draft: Draft) -> Message | ChatError:
        try:
            self._check_open(draft)
            statement = self._checked_contact(draft)
            conversation = self._conversation_for(draft)
            if repeated := self._repeated(draft, conversation):
                repeated.repeated = True
                return repeated
            self._check_files(draft)
        except ChatError as error:
            return error
        if statement:
            self._write_down(statement, conversation.visitor)
        return self._write_new(draft, conversation)

    def _repeated(self, draft: Draft, conversation: Conversation) -> Message | None:
        if draft.reach:
            return self.sent.by_agent(draft.client_id, conversation.pk)
        return self.sent.by_visitor(draft.client_id, conversation.visitor_id)

    def _checked_contact(self, draft: Draft) -> Statement | None:
        """What the visitor says of themselves, checked before anything is written."""
        if draft.contact is None or draft.visitor is None:
            return None
        is_repeated = self.sent.by_visitor(draft.client_id, draft.visitor) is not None
        visitor = self.visitors.get(draft.visitor)
        return contacts.checked(visitor, draft.contact) if visitor and not is_repeated else None

    def _write_down(self, statement: Statement, visitor: Visitor) -> None:
        if contacts.write_down(visitor, statement):
            self.told[visitor.pk] = self.visitors[visitor.pk] = visitor
        for row in self.conversations.values():
            if row.visitor_id == visitor.pk:
                row.visitor = visitor

    def _check_open(self, draft: Draft) -> None:
        visitor = None if draft.visitor is None or draft.reach else self.visitors.get(draft.visitor)
        if visitor:
            check_open(visitor)

    def _check_files(self, draft: Draft) -> None:
        if not all(self._may_attach(file, draft) for file in draft.attachments):
            raise FileMissing

    def _may_attach(self, public_id: UUID, draft: Draft) -> bool:
        file = self.files.get(public_id)
        sender = (draft.reach.agent, None) if draft.reach else (None, draft.visitor)
        return file is not None and (file.uploader_id, file.visitor_id) == sender

    def _write_new(self, draft: Draft, conversation: Conversation) -> Message:
        self.was.setdefault(conversation.pk, standing(conversation))
        self.moved.note(conversation)
        if conversation.revision == 0:
            self.made += beginnings.first_entries(draft, conversation)
        if draft.reach is None:
            message = self._visitor_writes(draft, conversation)
        elif draft.note:
            message = self._agent_notes(draft, conversation, self.agents[draft.reach.agent])
        else:
            message = self._agent_writes(draft, conversation, self.agents[draft.reach.agent])
        self._attach(draft, message)
        message.cards = [card for site, card in draft.cards if site == conversation.site_id]
        self.made.append(message)
        self.sent.add(message)
        return message

    def _conversation_for(self, draft: Draft) -> Conversation:
        if isinstance(draft.conversation, UUID):
            return self._named(draft)
        if draft.visitor is None:
            raise NotFound
        if draft.reach:
            return self._approached(draft, draft.reach, self.visitors.get(draft.visitor))
        # One that was ended between the look and the lock is opened again: the message crossed the ending.
        latest = self.latest.get(draft.visitor)
        if latest and not (draft.conversation == "new" and latest.status == Status.RESOLVED):
            return latest
        # A draft that was sent twice must not begin a second conversation.
        repeated = self.sent.by_visitor(draft.client_id, draft.visitor)
        return repeated.conversation if repeated else self._begin(draft, self.visitors.get(draft.visitor))

    def _approached(self, draft: Draft, reach: Reach, visitor: Visitor | None) -> Conversation:
        """Where an agent speaks to a visitor: in the open conversation, else in one that begins."""
        agent = self._agent_of(reach)
        if visitor is None or visitor.site_id not in reach.sites:
            raise NotFound
        if visitor.blocked_at is not None:
            raise VisitorBlocked
        if repeated := self.sent.to_visitor(draft.client_id, visitor.pk, by=agent.pk):
            check_in_reach(reach, repeated.conversation)
            return repeated.conversation
        latest = self.latest.get(visitor.pk)
        if latest is None or latest.status == Status.RESOLVED:
            return self._begin(draft, visitor, by=agent)
        if not sees(reach, latest):
            raise ColleagueInCharge
        return latest

    def _named(self, draft: Draft) -> Conversation:
        for conversation in self.conversations.values():
            if conversation.public_id == draft.conversation:
                if draft.reach:
                    check_in_reach(draft.reach, conversation)
                    self._agent_of(draft.reach)
                elif conversation.visitor_id != draft.visitor:
                    raise NotFound
                return conversation
        raise NotFound

    def _agent_of(self, reach: Reach) -> Agent:
        agent = self.agents.get(reach.agent)
        if agent is None:
            # The user was deleted while the socket was open.
            raise NotAllowed
        return agent

    def _begin(self, draft: Draft, visitor: Visitor | None, *, by: Agent | None = None) -> Conversation:
        # Before there is a conversation, which would stay empty.
        self._check_files(draft)
        conversation = beginnings.begin_by_agent(visitor, by) if visitor and by else beginnings.begin(draft, visitor)
        self.conversations[conversation.pk] = self.latest[conversation.visitor_id] = conversation
        self.was[conversation.pk] = None
        return conversation

    def _visitor_writes(self, draft: Draft, conversation: Conversation) -> Message:
        if self._reopen(conversation, by=None):
            self._keep_or_return(conversation)
            conversation.offline_at = beginnings.offline_at(conversation)
        message = entries.text_entry(
            conversation,
            author=Author.VISITOR,
            body=draft.body,
            client_id=draft.client_id,
            agent=None,
            preview=self._names_of_files(draft),
        )
        conversation.agent_unread += 1
        conversation.waiting_since = conversation.waiting_since or message.created_at
        return message

    def _keep_or_return(self, conversation: Conversation) -> None:
        """Who answered before goes on, unless they may no longer answer."""
        if conversation.assignee and not may_answer(conversation.assignee, conversation.site):
            self.made.append(returned(conversation, why="inactive"))

    def _agent_notes(self, draft: Draft, conversation: Conversation, agent: Agent) -> Message:
        return entries.note_entry(
            conversation,
            agent=agent,
            body=draft.body,
            client_id=draft.client_id,
            mentions=mentioned(draft.body, conversation),
        )

    def _agent_writes(self, draft: Draft, conversation: Conversation, agent: Agent) -> Message:
        self._reopen(conversation, by=agent)
        if conversation.assignee is None:
            put_in_charge(conversation, agent)
            self.made.append(entries.event_entry(conversation, event="joined", by=agent))
        message = entries.text_entry(
            conversation,
            author=Author.AGENT,
            body=draft.body,
            client_id=draft.client_id,
            agent=agent,
            preview=self._names_of_files(draft),
        )
        conversation.visitor_unread += 1
        # Answered: the mark in the list has done its work; that it came while nobody was there stays in the thread.
        conversation.offline_at = None
        entries.note_response(conversation, message)
        if conversation.assignee_id == agent.pk and conversation.agent_unread:
            conversation.agent_read_at = message.created_at
            conversation.agent_unread = 0
        return message

    def _reopen(self, conversation: Conversation, *, by: Agent | None) -> bool:
        """Whether it had to be opened again."""
        if conversation.status != Status.RESOLVED:
            return False
        self.made.append(entries.reopened(conversation, by=by))
        return True

    def _names_of_files(self, draft: Draft) -> str:
        return ", ".join(self.files[file].name for file in dict.fromkeys(draft.attachments))

    def _attach(self, draft: Draft, message: Message) -> None:
        message.has_files = bool(draft.attachments)
        for position, public_id in enumerate(dict.fromkeys(draft.attachments)):
            # Taken out, so that another draft of this batch cannot have it too.
            file = self.files.pop(public_id)
            self.placed.note(file)
            file.position = position
            self.attached.append((file, message))

    def waiting_groups(self) -> set[int]:
        """The groups whose rule may give one of these conversations to somebody."""
        conversations = [message.conversation for message in self.made]
        return {row.group_id for row in conversations if row.group_id is not None and row.assignee_id is None}

    def save(self) -> None:
        """Three statements, whatever the number of drafts: the entries, then their files and conversations."""
        if not self.made:
            return
        Message.objects.bulk_create(self.made)
        for file, message in self.attached:
            file.message = message
        self.placed.save()
        for message in self.made:
            conversation = message.conversation
            if _is_reply(message) and conversation.assignee_id == message.agent_id:
                conversation.agent_read_id = message.pk
        self.moved.save()


def _is_reply(message: Message) -> bool:
    return message.author == Author.AGENT and message.kind == Kind.TEXT
