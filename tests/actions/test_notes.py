"""Notes: seen by agents only, and changing nothing that a visitor could notice."""

import json

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import shapes
from wagtail_livechat.models import Conversation
from wagtail_livechat.selectors import transcript
from wagtail_livechat.selectors.transcript import Viewer


def test_a_note_changes_nothing_but_the_revision(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    before = shapes.conversation_for_agents(visitor.writes("Is it in stock?"))

    note = agent.notes(Conversation.objects.get(), "Ask the warehouse")

    after = shapes.conversation_for_agents(note.conversation)
    assert after == {**before, "revision": before["revision"] + 1}
    assert note.response_seconds is None


def test_a_note_leaves_a_resolved_conversation_resolved(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    manager.resolves(conversation)

    note = manager.notes(conversation, "It was")

    assert note.conversation.status == "resolved"


def test_a_visitor_sees_no_note_anywhere(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.notes(conversation, "A secret among us")
    agent.replies(conversation, "Yes")
    browser = visitor.browser

    seen = [
        browser.posts("session").content,
        browser.gets("conversations").content,
        *(
            browser.gets("messages", conversation=conversation.public_id, **position).content
            for position in ({}, {"after": 0}, {"before": 2**62})
        ),
        json.dumps(shapes.conversation_for_visitor(Conversation.objects.select_related("visitor").get())).encode(),
    ]

    assert not [answer for answer in seen if b"secret" in answer]


def test_a_note_is_no_unread_message_of_the_visitor(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    message = visitor.sends("Is it in stock?")
    agent.notes(message.conversation, "Ask the warehouse")
    agent.replies(message.conversation, "Yes")

    visitor.reads(message)

    assert Conversation.objects.get().visitor_unread == 1


def test_agents_read_notes_in_the_thread(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = agent.notes(visitor.writes("Is it in stock?"), "Ask the warehouse").conversation

    page = transcript.latest(conversation, Viewer.AGENT, limit=50)

    assert [message.kind for message in page.messages] == ["event", "text", "note"]


@pytest.fixture
def team(db: None) -> dict[str, AnsweringPerson]:
    people_of_the_team = {
        "Tom": people.an_agent("tom", first_name="Tom"),
        "Tommy": people.an_agent("tommy", first_name="Tommy"),
        "Élodie Brûlé": people.an_agent("elodie", first_name="Élodie", last_name="Brûlé"),
    }
    people.an_agent_of(people.another_site(), "elsewhere")
    return people_of_the_team


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Tom can we hold one?", ["Tom"]),
        ("@tommy, please", ["Tommy"]),
        ("@TOM and @Tommy!", ["Tom", "Tommy"]),
        ("@élodie brûlé knows", ["Élodie Brûlé"]),
        ("@elodie knows", ["Élodie Brûlé"]),
        ("write to tom@tommy.example", []),
        ("@Tomato soup", []),
        ("Tom should see this", []),
        ("@elsewhere cannot see it", []),
        ("@nobody", []),
    ],
)
def test_a_note_mentions_the_agents_whose_names_follow_an_at(
    visitor: VisitingPerson, team: dict[str, AnsweringPerson], agent: AnsweringPerson, text: str, names: list[str]
) -> None:
    note = agent.notes(visitor.writes("Hello"), text)

    assert note.event_data == {"mentions": [team[name].agent.pk for name in names]}


def test_who_cannot_see_the_conversation_is_not_mentioned(
    visitor: VisitingPerson, team: dict[str, AnsweringPerson], agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    agent.takes(conversation)

    note = agent.notes(conversation, "@Tom can we hold one?")

    assert note.event_data == {"mentions": []}
