"""Files that agents send."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import shapes
from wagtail_livechat.actions import attachments
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import EmptyMessage, FileMissing, FileNotAllowed, FileTooBig, NotFound
from wagtail_livechat.models import Attachment, Conversation, Message, Shortcut, ShortcutFile


def a_picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, form)
    return buffer.getvalue()


def test_a_file_waits_for_its_message(agent: AnsweringPerson) -> None:
    file = agent.uploads("guide.pdf", b"%PDF-1.4")

    assert (file.name, file.content_type, file.size, file.width) == ("guide.pdf", "application/pdf", 8, None)
    assert (file.uploader, file.message) == (agent.agent, None)
    assert "guide" not in file.file.name


@pytest.mark.parametrize(("name", "form"), [("a.png", "PNG"), ("a.JPG", "JPEG"), ("a.gif", "GIF"), ("a.webp", "WEBP")])
def test_a_picture_is_measured(agent: AnsweringPerson, name: str, form: str) -> None:
    file = agent.uploads(name, a_picture(form))

    assert (file.width, file.height) == (40, 30)
    with file.file.open("rb") as kept:
        assert kept.read() == a_picture(form)


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("run.exe", b"MZ"),
        ("no ending", b"text"),
        ("empty.txt", b""),
        ("page.png", b"<script>alert(1)</script>"),
        ("photo.png", a_picture("JPEG")),
        ("cut.png", a_picture()[:20]),
    ],
)
def test_what_a_browser_might_run_or_what_is_not_what_it_says_is_refused(
    agent: AnsweringPerson, name: str, contents: bytes
) -> None:
    with pytest.raises(FileNotAllowed):
        agent.uploads(name, contents)

    assert not Attachment.objects.exists()


def test_a_file_beyond_the_limit_is_refused(agent: AnsweringPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_MAX_BYTES": 3}

    agent.uploads("a.txt", b"123")
    with pytest.raises(FileTooBig):
        agent.uploads("a.txt", b"1234")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\guide.txt", "guide.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("  ", "file"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
        ("Übersicht – März.pdf", "Übersicht – März.pdf"),
    ],
)
def test_a_name_is_the_last_part_of_the_path_and_fits(given: str, kept: str) -> None:
    assert attachments.safe_name(given) == kept


def test_a_message_takes_its_files(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    file = agent.uploads()

    message = agent.replies(visitor.writes("How?"), "See here", attachments=(file.public_id,))

    [shape] = shapes.message_shape(message)["attachments"]
    assert (shape["name"], shape["url"]) == ("guide.txt", f"/livechat/files/{file.public_id}/guide.txt")
    assert Conversation.objects.get().last_message_preview == "See here"


def test_a_message_of_files_alone_needs_no_text(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    files = (agent.uploads("a.txt").public_id, agent.uploads("b.txt").public_id)

    agent.replies(visitor.writes("How?"), "", attachments=files)

    assert Conversation.objects.get().last_message_preview == "a.txt, b.txt"


def test_a_message_without_text_and_files_is_empty(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    [result] = post([agent.drafts(visitor.writes("How?"), " ")])

    assert isinstance(result, EmptyMessage)


@pytest.mark.parametrize("whose", ["a colleague's", "a sent one", "none"])
def test_a_file_that_is_not_there_for_the_sender_refuses_the_message(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, whose: str
) -> None:
    conversation = visitor.writes("How?")
    file = agent.uploads()
    if whose == "a sent one":
        agent.replies(conversation, "Once", attachments=(file.public_id,))
    if whose == "none":
        Attachment.objects.all().delete()
    sender = manager if whose == "a colleague's" else agent

    [result] = post([sender.drafts(conversation, "See here", attachments=(file.public_id,))])

    assert isinstance(result, FileMissing)
    assert not Message.objects.filter(body="See here").exists()


def test_two_drafts_of_one_batch_cannot_take_the_same_file(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("How?")
    files = (agent.uploads().public_id,)

    first, second = post([agent.drafts(conversation, text, attachments=files) for text in ("one", "two")])

    assert isinstance(first, Message)
    assert isinstance(second, FileMissing)


def test_a_visitor_cannot_attach_an_agents_file(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    file = agent.uploads()

    [result] = post([visitor.drafts("See here", attachments=(file.public_id,))])

    assert isinstance(result, FileMissing)


@pytest.fixture
def shortcut(db: None) -> Shortcut:
    shortcut = Shortcut.objects.create(site=people.site(), keyword="guide", body="Here is how")
    ShortcutFile.objects.create(
        shortcut=shortcut, file=ContentFile(b"How to brew", name="guide.txt"), name="guide.txt", size=11
    )
    return shortcut


def test_a_shortcuts_files_are_copied_for_each_message(agent: AnsweringPerson, shortcut: Shortcut) -> None:
    [first] = attachments.take_from_shortcut(shortcut=shortcut, by=agent.agent)
    [second] = attachments.take_from_shortcut(shortcut=shortcut, by=agent.agent)

    assert first.name == second.name == "guide.txt"
    assert first.file.name != second.file.name != shortcut.files.get().file.name
    assert first.uploader == agent.agent


def test_a_shortcuts_file_that_is_gone_from_the_storage_is_not_found(
    agent: AnsweringPerson, shortcut: Shortcut
) -> None:
    file = shortcut.files.get().file
    file.storage.delete(file.name)

    with pytest.raises(NotFound):
        attachments.take_from_shortcut(shortcut=shortcut, by=agent.agent)
