"""Files are served to those who may see the conversation, and to nobody else."""

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import people
from tests.actions.test_attachments import a_picture
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import permissions, shapes
from wagtail_livechat.models import Attachment


def sent(visitor: VisitingPerson, agent: AnsweringPerson, name: str = "guide.txt", contents: bytes = b"How") -> str:
    """Where the file is that the agent sent."""
    file = agent.uploads(name, contents)
    message = agent.replies(visitor.writes("How?"), "", attachments=(file.public_id,))
    return shapes.message_shape(message)["attachments"][0]["url"]


def contents(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_both_sides_of_the_conversation_get_the_file(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    url = sent(visitor, agent)

    for client in (visitor.browser.client, agent.client):
        answer = client.get(url)
        assert (answer.status_code, contents(answer)) == (200, b"How")


def test_nobody_else_gets_the_file(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    url = sent(visitor, agent)

    for client in (Client(), people.a_visitor().browser.client):
        assert client.get(url).status_code == 404


def test_a_visitor_gets_no_file_of_a_note(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    file = agent.uploads()
    note = agent.notes(visitor.writes("How?"), "For us", attachments=(file.public_id,))
    url = shapes.message_shape(note)["attachments"][0]["url"]

    assert visitor.browser.client.get(url).status_code == 404
    assert agent.client.get(url).status_code == 200


def test_a_file_that_was_not_sent_yet_is_the_uploaders_alone(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    visitor.writes("How?")
    url = shapes.attachment_shape(agent.uploads())["url"]

    assert agent.client.get(url).status_code == 200
    assert manager.client.get(url).status_code == 404
    assert visitor.browser.client.get(url).status_code == 404


def test_a_missing_file_is_the_same_as_a_foreign_one(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    url = sent(visitor, agent)
    file = Attachment.objects.get().file
    file.storage.delete(file.name)

    assert agent.client.get(url).status_code == 404
    assert agent.client.get(f"/livechat/files/{uuid4()}/guide.txt").status_code == 404


def test_who_lost_the_last_right_on_the_way_gets_nothing(
    agent: AnsweringPerson, visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sent(visitor, agent)
    monkeypatch.setattr(permissions, "reach_of", lambda _agent: None)

    assert agent.client.get(url).status_code == 404


def test_a_host_that_is_no_site_serves_nobody(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    url = sent(visitor, agent)
    people.site().delete()

    assert visitor.browser.client.get(url).status_code == 404


def test_a_picture_is_shown_and_everything_else_is_saved(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    picture = agent.client.get(sent(visitor, agent, "photo.png", a_picture()))
    text = agent.client.get(sent(visitor, agent, "notes.txt", b"<script>alert(1)</script>"))

    assert picture["Content-Disposition"] == 'inline; filename="photo.png"'
    assert text["Content-Disposition"] == 'attachment; filename="notes.txt"'
    for answer in (picture, text):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_a_file_is_for_reading_only(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    assert agent.client.post(sent(visitor, agent)).status_code == 405
