"""Reading a thread: who may see which entry, page by page."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.models import Conversation, Kind, Message
from wagtail_livechat.selectors import transcript
from wagtail_livechat.selectors.transcript import Viewer


@pytest.fixture
def conversation(visitor: VisitingPerson, agent: AnsweringPerson) -> Conversation:
    """started, one, joined, two, resolved, reopened, three"""
    row = visitor.writes("one")
    agent.replies(row, "two")
    agent.resolves(row)
    visitor.writes("three")
    row.refresh_from_db()
    return row


def told(messages: object) -> list[str]:
    return [message.body or message.event for message in messages]  # type: ignore[attr-defined]


def test_an_agent_reads_the_whole_log(conversation: Conversation) -> None:
    page = transcript.page(conversation, Viewer.AGENT, after=None, before=None, limit=50)

    assert told(page.messages) == ["started", "one", "joined", "two", "resolved", "reopened", "three"]
    assert not page.more


def test_a_visitor_reads_what_was_said_and_how_it_ended(conversation: Conversation) -> None:
    page = transcript.page(conversation, Viewer.VISITOR, after=None, before=None, limit=50)

    assert told(page.messages) == ["one", "two", "resolved", "reopened", "three"]


def test_a_note_is_for_agents_only(conversation: Conversation) -> None:
    Message.objects.filter(body="two").update(kind=Kind.NOTE)

    for_visitor = transcript.page(conversation, Viewer.VISITOR, after=0, before=None, limit=50)
    for_agent = transcript.page(conversation, Viewer.AGENT, after=0, before=None, limit=50)

    assert "two" not in told(for_visitor.messages)
    assert "two" in told(for_agent.messages)


def test_the_rule_is_the_same_for_a_query_and_for_an_entry_in_hand(conversation: Conversation) -> None:
    Message.objects.filter(body="two").update(kind=Kind.NOTE)
    visible = set(Message.objects.filter(transcript.visible_to(Viewer.VISITOR)))

    assert visible == {message for message in Message.objects.all() if transcript.is_visible_to_visitor(message)}


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_going_on_after_the_last_revision_reads_everything(conversation: Conversation, limit: int) -> None:
    read, after = [], 0
    while True:
        page = transcript.page(conversation, Viewer.AGENT, after=after, before=None, limit=limit)
        read += page.messages
        if not page.more:
            break
        after = read[-1].revision

    assert told(read) == ["started", "one", "joined", "two", "resolved", "reopened", "three"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_scrolling_back_reads_everything(conversation: Conversation, limit: int) -> None:
    read: list[Message] = []
    more, before = True, None
    while more:
        page = transcript.page(conversation, Viewer.AGENT, after=None, before=before, limit=limit)
        read[:0] = page.messages
        more, before = page.more, read[0].pk

    assert told(read) == ["started", "one", "joined", "two", "resolved", "reopened", "three"]


def test_a_message_that_was_changed_is_returned_again(conversation: Conversation) -> None:
    first = Message.objects.get(body="one")
    first.revision = conversation.revision = conversation.revision + 1
    first.save()

    page = transcript.page(conversation, Viewer.VISITOR, after=conversation.revision - 1, before=None, limit=50)

    assert page.messages == [first]


def test_nothing_newer_than_the_conversation_in_hand_is_returned(
    conversation: Conversation, visitor: VisitingPerson
) -> None:
    visitor.writes("four")

    for after in (None, 0):
        page = transcript.page(conversation, Viewer.VISITOR, after=after, before=None, limit=50)
        assert told(page.messages)[-1] == "three"


def test_a_page_is_one_query(conversation: Conversation, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        page = transcript.page(conversation, Viewer.AGENT, after=0, before=None, limit=50)
        _names = [message.agent and message.agent.name for message in page.messages]
