"""How a visitor ends a conversation, and what comes after."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import people
from tests.actions.waiting import assignee_of, waiting_in
from tests.people import AnsweringPerson, VisitingPerson, client_id, events_of, texts_of
from wagtail_livechat.models import AgentGroup, Conversation, Status


def test_ending_resolves_without_an_agent(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Is it in stock?")

    entry = visitor.ends(conversation)

    conversation.refresh_from_db()
    assert conversation.status == Status.RESOLVED
    assert conversation.ended_at == conversation.resolved_at is not None
    assert (conversation.resolved_by, conversation.waiting_since) == (None, None)
    assert conversation.resolution_seconds == 0
    assert entry is not None
    assert (entry.event, entry.event_data) == ("ended", {"by": None})


def test_ending_twice_changes_nothing(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    visitor.ends(conversation)

    assert visitor.ends(conversation) is None
    assert events_of(conversation) == ["started", "ended"]


def test_what_an_agent_resolved_keeps_when_and_by_whom(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    manager.resolves(conversation)
    resolved_at = Conversation.objects.get().resolved_at

    visitor.ends(conversation)

    conversation.refresh_from_db()
    assert (conversation.resolved_by, conversation.resolved_at) == (manager.agent, resolved_at)
    assert conversation.ended_at is not None


@pytest.mark.parametrize("wanted", [None, "new"])
def test_the_next_message_begins_another_conversation(visitor: VisitingPerson, wanted: Any) -> None:
    ended = visitor.writes("Is it in stock?")
    visitor.ends(ended)

    begun = visitor.writes("Hello again", conversation=wanted)

    assert begun != ended
    assert visitor.writes("Are you there?") == begun
    assert texts_of(ended) == ["Is it in stock?"]
    ended.refresh_from_db()
    assert ended.status == Status.RESOLVED


def test_an_earlier_one_that_was_not_ended_is_not_taken_up_instead(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    earlier = visitor.writes("Is it in stock?")
    manager.resolves(earlier)
    ended = visitor.writes("Hello", conversation="new")
    visitor.ends(ended)

    assert visitor.writes("Hello again") not in (earlier, ended)


def test_a_message_that_names_the_ended_one_opens_it_again(visitor: VisitingPerson) -> None:
    ended = visitor.writes("Is it in stock?")
    visitor.ends(ended)

    visitor.writes("Wait", conversation=ended.public_id)

    ended.refresh_from_db()
    assert (ended.status, ended.ended_at) == (Status.OPEN, None)
    assert visitor.writes("One more thing") == ended


def test_a_message_that_was_stored_before_the_end_is_not_stored_again(visitor: VisitingPerson) -> None:
    sent = client_id()
    ended = visitor.writes("Is it in stock?", client_id=sent)
    visitor.ends(ended)

    again = visitor.sends("Is it in stock?", client_id=sent)

    assert again.repeated
    assert again.conversation == ended
    assert Conversation.objects.count() == 1


def test_an_agent_may_open_it_again(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    ended = visitor.writes("Is it in stock?")
    visitor.ends(ended)

    agent.reopens(ended)

    ended.refresh_from_db()
    assert ended.ended_at is None
    assert ended.waiting_since is not None
    assert visitor.writes("Thank you") == ended


def test_an_agents_answer_opens_it_again(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    ended = visitor.writes("Is it in stock?")
    visitor.ends(ended)

    agent.replies(ended, "Yes, it is")

    ended.refresh_from_db()
    assert (ended.status, ended.ended_at) == (Status.OPEN, None)


def test_its_agent_has_room_for_the_next_who_waits(
    visitor: VisitingPerson, group: AgentGroup, anna: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    AgentGroup.objects.update(most_at_once=1)
    anna.comes_online()
    conversation = people.in_group(visitor.writes("Is it in stock?"), group)
    with committing():
        anna.takes(conversation)
    waiting = waiting_in(group)

    with committing():
        visitor.ends(conversation)

    assert assignee_of(waiting) == "anna"
