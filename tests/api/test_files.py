"""Files are served to those who may see the conversation, and to nobody else."""

import io
import time
from typing import Any
from uuid import uuid4

import pytest
from django.core import signing
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from tests import people
from tests.actions.test_attachments import a_picture, breaks
from tests.api.desks import code
from tests.people import AGENT_API, VISITOR_API, AnsweringPerson, Browser, VisitingPerson
from wagtail_livechat import permissions, shapes
from wagtail_livechat.models import Attachment
from wagtail_livechat.selectors.files import signed_url


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


def test_a_visitors_file_that_was_not_sent_yet_is_theirs_alone(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    visitor.writes("How?")
    url = shapes.attachment_shape(visitor.uploads())["url"]

    assert visitor.browser.client.get(url).status_code == 200
    for client in (manager.client, people.a_visitor().browser.client, Client()):
        assert client.get(url).status_code == 404


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


def test_a_picture_has_a_small_one_for_the_same_people(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    file = visitor.uploads("photo.png", a_picture(size=(1_200, 900)))
    message = visitor.sends("", attachments=(file.public_id,))
    [shape] = shapes.message_shape(message)["attachments"]
    small = str(shape["thumbnail"])

    for client in (visitor.browser.client, agent.client):
        answer = client.get(small)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert Image.open(io.BytesIO(contents(answer))).size == (480, 360)
        assert client.get(shape["url"])["Content-Type"] == "image/png"
    assert people.a_visitor().browser.client.get(small).status_code == 404
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")


def test_what_has_no_small_picture_is_served_whole(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    url = sent(visitor, agent)

    answer = agent.client.get(f"{url}?size=thumbnail")

    assert (answer["Content-Type"], contents(answer)) == ("text/plain", b"How")


def test_a_storage_that_fails_is_no_error_of_the_reader(
    visitor: VisitingPerson, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sent(visitor, agent)
    breaks(monkeypatch, "_open")

    assert agent.client.get(url).status_code == 503


# Signed links.


def test_a_signed_link_leads_to_the_file_whoever_asks(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    sent(visitor, agent)
    link = signed_url(Attachment.objects.get())

    answer = Client().get(link)

    assert (answer.status_code, contents(answer)) == (200, b"How")


@pytest.mark.parametrize("change", ["signature=x", "signature=", "altered", "of another file"])
def test_a_link_that_was_tampered_with_leads_nowhere(
    visitor: VisitingPerson, agent: AnsweringPerson, change: str
) -> None:
    url = sent(visitor, agent)
    link = signed_url(Attachment.objects.get())
    other = signed_url(agent.uploads())
    tried = {
        "altered": link[:-1] + ("a" if link[-1] != "a" else "b"),
        "of another file": f"{url}?{other.partition('?')[2]}",
    }

    for client in (Client(), agent.client):
        assert client.get(tried.get(change, f"{url}?{change}")).status_code == 404


def test_a_link_ends_after_thirty_days(
    visitor: VisitingPerson, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(visitor, agent)
    link = signed_url(Attachment.objects.get())
    now = time.time()

    monkeypatch.setattr(signing.time, "time", lambda: now + 29.9 * 86_400)
    assert Client().get(link).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 30.1 * 86_400)
    assert Client().get(link).status_code == 404


def test_a_link_to_a_file_that_was_deleted_or_not_sent_leads_nowhere(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    file = agent.uploads()
    unsent = signed_url(file)
    assert Client().get(unsent).status_code == 404
    message = agent.replies(visitor.writes("How?"), "", attachments=(file.public_id,))
    assert Client().get(unsent).status_code == 200

    agent.deletes(message)

    assert Client().get(unsent).status_code == 404


# Uploading.


def test_somebody_who_never_wrote_uploads_and_sends(browser: Browser) -> None:
    uploaded = browser.uploads(people.a_file("Kettle.txt"))

    assert uploaded.status_code == 201
    shape = uploaded.json()
    assert (shape["name"], shape["size"], shape["thumbnail"]) == ("Kettle.txt", 11, None)
    written = browser.writes("", attachment_ids=[shape["public_id"]])
    assert written.status_code == 201
    assert [file["name"] for file in written.json()["message"]["attachments"]] == ["Kettle.txt"]
    assert contents(browser.client.get(shape["url"])) == b"How to brew"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Livechat": ""},
        {"X-Livechat": "0"},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_of_another_site_uploads_nothing(browser: Browser, headers: dict[str, str]) -> None:
    assert code(browser.uploads(people.a_file(), **headers)) == (403, "origin")
    assert not Attachment.objects.exists()


def test_the_header_lets_nothing_in_but_files(browser: Browser) -> None:
    answer = browser.client.post(f"{VISITOR_API}messages", {"body": "Hello"}, headers={"X-Livechat": "1"})

    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("data", [{}, {"file": "no file"}, {"photo": people.a_file()}])
def test_a_request_without_a_file_is_refused(browser: Browser, data: dict[str, Any]) -> None:
    answer = browser.client.post(f"{VISITOR_API}attachments", data, headers={"X-Livechat": "1"})

    assert code(answer) == (422, "invalid")


@pytest.mark.parametrize(
    ("name", "given", "refusal"),
    [
        ("page.html", b"<html>", (422, "file_not_allowed")),
        ("page.png", b"<html>", (422, "file_not_allowed")),
        ("big.txt", b"x" * 101, (413, "file_too_big")),
        ("huge.txt", b"x" * 70_000, (413, "file_too_big")),
    ],
)
def test_what_may_not_be_sent_is_refused_on_both_sides(
    browser: Browser, agent: AnsweringPerson, settings: Settings, name: str, given: bytes, refusal: tuple[int, str]
) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_MAX_BYTES": 100}

    assert code(browser.uploads(people.a_file(name, given))) == refusal
    assert code(agent.client.post(f"{AGENT_API}attachments", {"file": people.a_file(name, given)})) == refusal


def test_what_says_itself_that_it_is_too_big_is_not_read(
    browser: Browser, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_MAX_BYTES": 100}
    read: list[object] = []
    monkeypatch.setattr(WSGIRequest, "_load_post_and_files", lambda _request: read.append(1))

    assert code(browser.uploads(people.a_file("huge.txt", b"x" * 70_000))) == (413, "file_too_big")
    assert not read


def test_a_visitors_own_limit_goes_before_that_of_the_address(settings: Settings, db: None) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_FILE_LIMITS": ((2, 60),), "ADDRESS_FILE_LIMIT": (3, 60)}
    first, second = people.a_visitor().browser, people.a_visitor().browser

    answers = [first.uploads(people.a_file()) for _number in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 429, 429]
    assert code(answers[-1]) == (429, "too_many")
    assert int(answers[-1]["Retry-After"]) > 0
    # The refused tries took nothing from the neighbour.
    assert second.uploads(people.a_file()).status_code == 201
    assert second.uploads(people.a_file()).status_code == 429


def test_a_blocked_visitor_is_told_that_the_chat_is_closed(visitor: VisitingPerson) -> None:
    visitor.visitor.blocked_at = timezone.now()
    visitor.visitor.save()

    assert code(visitor.browser.uploads(people.a_file())) == (403, "closed")


def test_the_limits_stand_in_the_config(browser: Browser) -> None:
    limits = browser.gets("config").json()["limits"]

    assert limits["file_bytes"] == 10 * 1024 * 1024
    assert limits["files"] == 10
    assert ".png" in limits["file_types"]
