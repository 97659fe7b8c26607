"""What a thread and Wagtail's log tell of a team's work."""

import pytest
from wagtail.models import ModelLogEntry

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.models import Conversation, LoggedConversation, Message


@pytest.fixture
def colleague(db: None) -> AnsweringPerson:
    return people.an_agent("colleague")


@pytest.fixture
def conversation(visitor: VisitingPerson) -> Conversation:
    return visitor.writes("Is it in stock?")


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_what_agents_do_stands_in_wagtails_log(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    message = agent.replies(conversation, "Yes")
    agent.deletes(message)
    agent.tags(conversation, "order")
    agent.resolves(conversation)
    visitor.writes("One more thing")
    agent.leaves(conversation)
    manager.transfers(conversation, agent)

    log = ModelLogEntry.objects.for_instance(LoggedConversation.of(conversation)).order_by("pk")
    assert [(entry.action.removeprefix("wagtail_livechat."), entry.user) for entry in log] == [
        ("joined", agent.user),
        ("deleted_message", agent.user),
        ("tagged", agent.user),
        ("resolved", agent.user),
        ("left", agent.user),
        ("transferred", manager.user),
    ]
    assert log[2].data == {"added": ["order"], "removed": []}


def test_no_text_of_a_message_stands_in_the_log(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("My secret")
    agent.notes(conversation, "Another secret")
    agent.transfers(conversation, people.a_group("Sales"), note="A third secret")

    entries = ModelLogEntry.objects.for_instance(LoggedConversation.of(conversation))
    assert "secret" not in str(list(entries.values("label", "data")))


def test_the_story_of_a_thread_names_who_and_when(
    visitor: VisitingPerson, agent: AnsweringPerson, colleague: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.replies(conversation, "Yes")
    agent.transfers(conversation, colleague)
    colleague.leaves(conversation)
    manager.assigns(conversation, agent)
    agent.tags(conversation, "order")
    agent.resolves(conversation)
    agent.reopens(conversation)

    story = Message.objects.filter(conversation=conversation, kind="event").order_by("pk")
    assert [(entry.event, (entry.event_data["by"] or {}).get("name")) for entry in story] == [
        ("started", None),
        ("joined", "agent"),
        ("transferred", "agent"),
        ("left", "colleague"),
        ("assigned", "manager"),
        ("tagged", "agent"),
        ("resolved", "agent"),
        ("reopened", "agent"),
    ]
    assert all(entry.created_at for entry in story)
