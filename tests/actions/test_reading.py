"""When each side read what the other wrote."""

import pytest

from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import shapes
from wagtail_livechat.models import Conversation


def row() -> Conversation:
    return Conversation.objects.select_related("visitor").get()


def test_nobody_has_read_what_was_just_written(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    assert (conversation.agent_read_at, conversation.visitor_read_at) == (None, None)


def test_the_moment_is_kept_when_an_agent_reads(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    message = visitor.sends("Hello")

    read = agent.reads(message)

    assert read.agent_read_at is not None
    assert read.agent_read_at >= message.created_at
    assert shapes.conversation_for_visitor(row())["agent_read_at"] == shapes.moment(read.agent_read_at)


def test_the_moment_is_kept_when_a_visitor_reads(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    reply = agent.replies(visitor.writes("Hello"), "Hi")

    read = visitor.reads(reply)

    assert read.visitor_read_at is not None
    assert read.visitor_read_at >= reply.created_at
    assert shapes.conversation_for_agents(row())["visitor_read_at"] == shapes.moment(read.visitor_read_at)


def test_who_replies_has_read(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    reply = agent.replies(visitor.writes("Hello"), "Hi")

    assert row().agent_read_at == reply.created_at


def test_a_reply_to_what_was_read_before_leaves_the_moment(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    read = agent.reads(visitor.sends("Hello"))

    agent.replies(read, "Hi")

    assert row().agent_read_at == read.agent_read_at


def test_a_reply_by_somebody_else_than_the_assignee_reads_nothing(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    agent.takes(conversation)

    manager.replies(conversation, "Hi")

    assert row().agent_read_at is None


@pytest.mark.parametrize("happening", ["event", "note"])
def test_what_nobody_wrote_to_them_is_nothing_that_the_visitor_has_seen(
    visitor: VisitingPerson, agent: AnsweringPerson, happening: str
) -> None:
    reply = agent.replies(visitor.writes("Hello"), "Hi")
    before = visitor.reads(reply).visitor_read_at

    if happening == "note":
        agent.notes(reply.conversation, "Ask the warehouse")
    else:
        agent.resolves(reply.conversation)
    visitor.reads(reply.conversation.messages.latest("pk"))

    assert row().visitor_read_at == before


def test_what_nobody_wrote_to_them_is_nothing_that_agents_have_seen(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    before = agent.reads(visitor.sends("Hello")).agent_read_at
    joined = agent.takes(row())
    assert joined is not None

    read = agent.reads(joined)

    assert (read.agent_read_id, read.agent_read_at) == (joined.pk, before)


def test_reading_one_of_two_counts(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    first = agent.replies(conversation, "Hi")
    agent.replies(conversation, "How can I help?")

    read = visitor.reads(first)

    assert (read.visitor_unread, read.visitor_read_at is not None) == (1, True)
