"""Writing in a conversation."""

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, events_of, texts_of
from wagtail_livechat.actions import messages, visitors
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import (
    BadCharacter,
    ChatError,
    EmptyMessage,
    MessageTooLong,
    NotFound,
    NoVisitor,
)
from wagtail_livechat.models import Conversation, Message, Status


def test_the_first_message_begins_a_conversation(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Is it in stock?", page_url="https://shop.example/guji", page_title="Guji")

    conversation.refresh_from_db()
    assert conversation.status == Status.OPEN
    assert (conversation.page_url, conversation.page_title) == ("https://shop.example/guji", "Guji")
    assert events_of(conversation) == ["started"]
    assert texts_of(conversation) == ["Is it in stock?"]


def test_the_next_message_joins_the_same_conversation(visitor: VisitingPerson) -> None:
    first = visitor.writes("Hello")

    second = visitor.writes("Anybody there?")

    assert second == first
    assert texts_of(first) == ["Hello", "Anybody there?"]


def test_each_entry_has_a_revision_of_its_own(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "Hi")

    conversation.refresh_from_db()
    revisions = list(conversation.messages.order_by("pk").values_list("revision", flat=True))
    assert revisions == [1, 2, 3, 4]
    assert conversation.revision == 4


def test_a_message_sent_twice_is_stored_once(visitor: VisitingPerson) -> None:
    first = visitor.sends("Hello", client_id="same")

    second = visitor.sends("Hello", client_id="same")

    assert second.pk == first.pk
    assert (first.repeated, second.repeated) == (False, True)
    assert Message.objects.filter(client_id="same").count() == 1


def test_a_message_sent_twice_in_one_batch_is_stored_once(visitor: VisitingPerson) -> None:
    draft = visitor.drafts("Hello")

    first, second = post([draft, draft])

    assert first is second
    assert Conversation.objects.count() == 1
    assert texts_of(people.stored(first).conversation) == ["Hello"]


def test_a_new_conversation_asked_for_twice_begins_once(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    manager.resolves(visitor.writes("Hello"))
    draft = visitor.drafts("Something else", conversation="new")

    post([draft, draft])
    post([draft])

    assert Conversation.objects.count() == 2


def test_another_visitors_client_id_is_another_message(visitor: VisitingPerson) -> None:
    mine = visitor.sends("Hello", client_id="same")

    theirs = people.a_visitor().sends("Hello", client_id="same")

    assert mine.pk != theirs.pk


def test_an_agents_client_id_counts_within_one_conversation(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    one, other = visitor.writes("Hello"), people.a_visitor().writes("Hello")

    first = agent.replies(one, "Hi", client_id="same")
    again = agent.replies(one, "Hi", client_id="same")
    elsewhere = agent.replies(other, "Hi", client_id="same")

    assert again.pk == first.pk
    assert elsewhere.pk != first.pk


def test_a_resolved_conversation_opens_again_when_the_visitor_writes(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    manager.resolves(conversation)

    visitor.writes("Hello again")

    conversation.refresh_from_db()
    assert conversation.status == Status.OPEN
    assert conversation.resolved_at is None
    assert events_of(conversation) == ["started", "resolved", "reopened"]


def test_a_resolved_conversation_opens_again_when_an_agent_writes(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    manager.resolves(conversation)

    agent.replies(conversation, "One more thing")

    conversation.refresh_from_db()
    assert conversation.status == Status.OPEN


def test_a_new_conversation_begins_on_a_resolved_one_only(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    first = visitor.writes("Hello")
    assert visitor.writes("Still here", conversation="new") == first
    manager.resolves(first)

    second = visitor.writes("Something else", conversation="new")

    assert second != first
    first.refresh_from_db()
    assert first.status == Status.RESOLVED


def test_a_named_conversation_takes_the_message(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    first = visitor.writes("Hello")
    manager.resolves(first)
    visitor.writes("Something else", conversation="new")

    assert visitor.writes("About the first", conversation=first.public_id) == first


def test_the_first_reply_assigns_the_conversation(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")

    agent.replies(conversation, "Hi")

    conversation.refresh_from_db()
    assert conversation.assignee == agent.agent
    assert events_of(conversation) == ["started", "joined"]


def test_a_later_reply_of_somebody_else_leaves_the_assignee(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "Hi")

    manager.replies(conversation, "May I add something")

    conversation.refresh_from_db()
    assert conversation.assignee == agent.agent


def test_a_visitor_waits_from_the_first_message_that_nobody_answered(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    first = visitor.sends("Hello")
    visitor.writes("Anybody there?")
    conversation = first.conversation
    conversation.refresh_from_db()
    assert conversation.waiting_since == first.created_at

    reply = agent.replies(conversation, "Hi")

    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    assert conversation.first_response_seconds == reply.response_seconds == 0


def test_a_second_response_leaves_the_first_response_time(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "Hi")
    Conversation.objects.update(first_response_seconds=7)
    visitor.writes("One more thing")

    agent.replies(conversation, "Yes?")

    conversation.refresh_from_db()
    assert conversation.first_response_seconds == 7


def test_unread_messages_are_counted_for_each_side(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    visitor.writes("Anybody there?")
    conversation.refresh_from_db()
    assert (conversation.agent_unread, conversation.visitor_unread) == (2, 0)

    reply = agent.replies(conversation, "Hi")

    conversation.refresh_from_db()
    assert (conversation.agent_unread, conversation.visitor_unread) == (0, 1)
    assert conversation.agent_read_id == reply.pk


def test_the_list_shows_one_line_of_the_last_message(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Two\n  lines " + "x" * 300)

    conversation.refresh_from_db()
    assert conversation.last_message_preview.startswith("Two lines xxx")
    assert len(conversation.last_message_preview) == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", EmptyMessage),
        (" \n\t ", EmptyMessage),
        ("x" * 10_001, MessageTooLong),
        ("nul \x00", BadCharacter),
        ("half \ud83d", BadCharacter),
    ],
)
def test_a_body_that_is_no_message_is_refused(visitor: VisitingPerson, body: str, error: type[ChatError]) -> None:
    [result] = post([visitor.drafts(body)])

    assert isinstance(result, error)
    assert not Message.objects.exists()


def test_the_longest_body_is_taken(visitor: VisitingPerson) -> None:
    assert visitor.sends("x" * 10_000).pk


def test_a_foreign_conversation_is_not_found(visitor: VisitingPerson) -> None:
    foreign = people.a_visitor().writes("Mine")

    [result] = post([visitor.drafts("Let me in", conversation=foreign.public_id)])

    assert isinstance(result, NotFound)
    assert texts_of(foreign) == ["Mine"]


def test_a_visitor_who_is_gone_cannot_write(visitor: VisitingPerson) -> None:
    visitor.visitor.delete()

    [result] = post([messages.Draft(visitor=10**9, client_id="a", body="Hello")])

    assert isinstance(result, NoVisitor)


def test_a_tab_that_missed_a_login_cannot_begin_a_thread_that_nobody_finds_again(visitor: VisitingPerson) -> None:
    alice = people.a_user("alice")
    visitors.identify(site=people.site(), token=None, user=alice)
    visitors.identify(site=people.site(), token=visitor.token, user=alice)

    [result] = post([visitor.drafts("Hello")])

    assert isinstance(result, NoVisitor)


def test_an_agent_has_to_name_a_conversation(agent: AnsweringPerson) -> None:
    [result] = post([messages.Draft(reach=agent.reach, client_id="a", body="Hello")])

    assert isinstance(result, NotFound)


def test_an_agent_cannot_write_out_of_reach(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    manager.replies(conversation, "Mine")

    [result] = post([agent.drafts(conversation, "Me too")])

    assert isinstance(result, NotFound)
