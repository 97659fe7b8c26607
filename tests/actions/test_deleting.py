"""A message that its agent took back."""

import pytest
from django.core.files.storage import default_storage

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import shapes
from wagtail_livechat.actions import messages
from wagtail_livechat.exceptions import NotFound, NotTheAuthor
from wagtail_livechat.models import Attachment, Conversation, Message


def test_a_deleted_message_keeps_its_place_but_not_its_text(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    message = agent.replies(visitor.writes("Hello"), "My password is hunter2")
    before = message.revision

    deleted = agent.deletes(message)

    stored = Message.objects.get(pk=message.pk)
    assert (stored.body, stored.deleted_at is not None, stored.revision) == ("", True, before + 1)
    assert shapes.message_shape(deleted)["deleted"]
    assert Conversation.objects.get().revision == before + 1


def test_deleting_twice_changes_nothing(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    message = agent.replies(visitor.writes("Hello"), "Hi")
    agent.deletes(message)

    again = agent.deletes(message)

    assert again.revision == Conversation.objects.get().revision == message.revision + 1


def test_the_list_shows_the_newest_text_that_is_left(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    message = agent.replies(visitor.writes("Hello"), "Hi")

    agent.deletes(message)

    conversation = Conversation.objects.get()
    assert (conversation.last_message_preview, conversation.last_message_author) == ("Hello", "visitor")


def test_the_list_shows_nothing_where_no_text_is_left(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    message = agent.replies(conversation, "Hi")
    conversation.messages.filter(author="visitor").delete()

    agent.deletes(message)

    conversation.refresh_from_db()
    assert (conversation.last_message_preview, conversation.last_message_author) == ("", "")


def test_the_list_shows_the_files_of_a_newest_message_without_text(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "", attachments=(agent.uploads("guide.txt").public_id,))
    message = agent.replies(conversation, "Wrong window")

    agent.deletes(message)

    assert Conversation.objects.get().last_message_preview == "guide.txt"


def test_a_visitor_has_not_to_read_what_was_deleted(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "Hi")
    message = agent.replies(conversation, "Wrong window")

    agent.deletes(message)

    assert Conversation.objects.get().visitor_unread == 1


def test_a_note_can_be_deleted(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    note = agent.notes(visitor.writes("Hello"), "@agent look")

    agent.deletes(note)

    note.refresh_from_db()
    assert (note.body, note.event_data) == ("", {})


def test_files_go_with_the_message(
    visitor: VisitingPerson, agent: AnsweringPerson, django_capture_on_commit_callbacks: object
) -> None:
    file = agent.uploads()
    message = agent.replies(visitor.writes("Hello"), "", attachments=(file.public_id,))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        agent.deletes(message)

    assert not Attachment.objects.exists()
    assert not default_storage.exists(file.file.name)
    message.refresh_from_db()
    assert not message.has_files


@pytest.mark.parametrize("whose", ["the visitor's", "a colleague's", "the system's"])
def test_nobody_deletes_what_somebody_else_wrote(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, whose: str
) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "Hi")
    found = {
        "the visitor's": conversation.messages.filter(author="visitor"),
        "a colleague's": conversation.messages.filter(author="agent"),
        "the system's": conversation.messages.filter(event="joined"),
    }
    message = found[whose].select_related("conversation").get()

    with pytest.raises(NotTheAuthor):
        (agent if whose == "the system's" else manager).deletes(message)

    message.refresh_from_db()
    assert message.deleted_at is None


def test_a_message_of_another_conversation_is_not_found(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    message = agent.replies(people.a_visitor().writes("Hello"), "Hi")

    with pytest.raises(NotFound):
        messages.delete(conversation=conversation, key=message.pk, by=agent.agent, reach=agent.reach)


def test_a_message_out_of_reach_is_not_found(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    message = agent.replies(visitor.writes("Hello"), "Hi")
    manager.assigns(message.conversation, manager)

    with pytest.raises(NotFound):
        agent.deletes(message)
