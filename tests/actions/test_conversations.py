"""What agents do with a conversation, and how far each side has read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, events_of
from wagtail_livechat.actions import conversations
from wagtail_livechat.exceptions import CannotAssign, NotFound
from wagtail_livechat.models import Conversation, Message, Status


def test_resolving_notes_who_and_when(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.takes(conversation)
    Conversation.objects.update(opened_at=timezone.now() - timedelta(minutes=2))

    entry = agent.resolves(conversation)

    conversation.refresh_from_db()
    assert conversation.status == Status.RESOLVED
    assert conversation.resolved_by == agent.agent
    assert conversation.resolved_at is not None
    assert conversation.resolution_seconds == 120
    assert entry is not None
    assert (entry.event, entry.event_data) == ("resolved", {"by": {"id": agent.agent.pk, "name": "agent"}})


def test_nobody_waits_in_a_resolved_conversation(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")

    manager.resolves(conversation)

    conversation.refresh_from_db()
    assert conversation.waiting_since is None


def test_resolving_twice_changes_nothing(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    manager.resolves(conversation)

    assert manager.resolves(conversation) is None
    assert events_of(conversation) == ["started", "resolved"]


def test_reopening_forgets_the_resolution(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    manager.resolves(conversation)

    agent.reopens(conversation)

    conversation.refresh_from_db()
    assert conversation.status == Status.OPEN
    assert (conversation.resolved_at, conversation.resolved_by) == (None, None)
    assert events_of(conversation) == ["started", "resolved", "reopened"]


def test_reopening_an_open_conversation_changes_nothing(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")

    assert agent.reopens(conversation) is None
    assert events_of(conversation) == ["started"]


def test_assigning_says_who_to_whom(visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")

    entry = manager.assigns(conversation, agent)

    conversation.refresh_from_db()
    assert conversation.assignee == agent.agent
    assert entry is not None
    assert entry.event_data == {
        "by": {"id": manager.agent.pk, "name": "manager"},
        "to": {"id": agent.agent.pk, "name": "agent", "avatar": None},
    }


def test_nobody_can_be_put_in_charge(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.assigns(conversation, agent)

    entry = agent.assigns(conversation, None)

    conversation.refresh_from_db()
    assert conversation.assignee is None
    assert entry is not None
    assert entry.event_data["to"] is None


def test_assigning_to_who_is_in_charge_changes_nothing(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.assigns(conversation, agent)

    assert agent.assigns(conversation, agent) is None
    assert agent.assigns(people.a_visitor().writes("Hello"), None) is None


def test_an_agent_without_rights_on_the_site_cannot_be_put_in_charge(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    elsewhere = people.an_agent_of(people.another_site(), "elsewhere")

    with pytest.raises(CannotAssign):
        manager.assigns(conversation, elsewhere)


def test_a_deactivated_agent_cannot_be_put_in_charge(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.user.is_active = False
    agent.user.save()

    with pytest.raises(CannotAssign):
        manager.assigns(conversation, agent)


@pytest.mark.parametrize("deed", ["resolves", "reopens"])
def test_what_went_out_of_reach_meanwhile_is_not_found(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, deed: str
) -> None:
    conversation = visitor.writes("Is it in stock?")
    manager.assigns(conversation, manager)

    with pytest.raises(NotFound):
        getattr(agent, deed)(conversation)
    with pytest.raises(NotFound):
        agent.assigns(conversation, agent)
    with pytest.raises(NotFound):
        agent.reads(conversation.messages.latest("pk"))


def test_the_assignee_reads(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.assigns(conversation, agent)
    first = visitor.sends("And in blue?")
    visitor.writes("Hello?")

    agent.reads(first)

    conversation.refresh_from_db()
    assert (conversation.agent_unread, conversation.agent_read_id) == (1, first.pk)


def test_anyone_reads_for_all_while_nobody_is_in_charge(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    message = visitor.sends("Is it in stock?")

    assert agent.reads(message).agent_unread == 0


def test_reading_by_others_than_the_assignee_changes_nothing(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    message = visitor.sends("Is it in stock?")
    agent.assigns(message.conversation, agent)

    unchanged = manager.reads(message)

    assert (unchanged.agent_unread, unchanged.agent_read_id) == (1, 0)


def test_a_read_mark_never_moves_back(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    first, second = visitor.sends("one"), visitor.sends("two")
    agent.reads(second)
    before = Conversation.objects.get().revision

    agent.reads(first)

    after = Conversation.objects.get()
    assert (after.agent_read_id, after.revision) == (second.pk, before)


def test_a_read_mark_never_runs_ahead_of_the_thread(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    last = visitor.sends("one")

    read = conversations.read_by_agent(conversation=last.conversation, up_to=2**63 - 1, reach=agent.reach)

    assert read.agent_read_id == last.pk


def test_a_visitor_reads(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    first = agent.replies(conversation, "Yes")
    agent.replies(conversation, "Three of them")

    read = visitor.reads(first)

    assert (read.visitor_unread, read.visitor_read_id) == (1, first.pk)


def test_a_visitor_who_read_everything_changes_nothing_by_reading_again(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    reply = agent.replies(visitor.writes("Is it in stock?"), "Yes")
    read = visitor.reads(reply)

    assert visitor.reads(reply).revision == read.revision


def test_every_write_takes_the_next_revision(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    deeds = [
        agent.takes,
        lambda row: agent.tags(row, "order"),
        agent.resolves,
        agent.reopens,
        lambda _row: agent.reads(Message.objects.latest("pk")),
        agent.leaves,
    ]
    seen = [Conversation.objects.get().revision]

    for deed in deeds:
        deed(conversation)
        seen.append(Conversation.objects.get().revision)

    assert seen == [2, 3, 4, 5, 6, 7, 8]


def test_a_conversation_that_was_deleted_meanwhile_is_not_found(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    Conversation.objects.filter(pk=conversation.pk).delete()

    with pytest.raises(NotFound):
        manager.resolves(conversation)
