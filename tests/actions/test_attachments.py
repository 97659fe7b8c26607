"""Files that agents and visitors send."""

import io
import itertools
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import IO, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import shapes
from wagtail_livechat.actions import attachments, operations, visitors
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import (
    Closed,
    EmptyMessage,
    FileInfected,
    FileIsNotWhatItSays,
    FileMissing,
    FileNotAllowed,
    FileTooBig,
    FileUnscanned,
    NotFound,
    NoVisitor,
    StorageFailed,
)
from wagtail_livechat.models import Attachment, Conversation, Message, Shortcut, ShortcutFile, Visitor


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
        ("..", "file"),
        ("...", "file"),
        (".png", "png"),
        ("photo.png. .", "photo.png"),
        ("con.txt", "_con.txt"),
        ("LPT1.tar.zip", "_LPT1.tar.zip"),
        ("console.txt", "console.txt"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("a." + "x" * 300, "a." + "x" * 198),
        ("Card 4242 4242 4242 4242.png", "Card •••• •••• •••• 4242.png"),
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


def test_files_stand_in_a_message_as_they_were_chosen(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    uploaded_first, chosen_first = agent.uploads("b.txt"), agent.uploads("a.txt")

    agent.replies(visitor.writes("How?"), "", attachments=(chosen_first.public_id, uploaded_first.public_id))

    message = Message.objects.get(author="agent", kind="text")
    assert [file["name"] for file in shapes.message_shape(message)["attachments"]] == ["a.txt", "b.txt"]


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


def test_a_storage_that_does_not_give_a_shortcuts_file_is_told(
    agent: AnsweringPerson, shortcut: Shortcut, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch, "_open")

    with pytest.raises(StorageFailed):
        attachments.take_from_shortcut(shortcut=shortcut, by=agent.agent)


# What is in a file.


def an_archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, "<xml/>", zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def an_open_document(kind: str) -> bytes:
    return an_archive("content.xml", first=("mimetype", f"application/vnd.oasis.opendocument.{kind}"))


WORD = an_archive("[Content_Types].xml", "word/document.xml")
EXCEL = an_archive("[Content_Types].xml", "xl/workbook.xml")

GENUINE = [
    ("a.pdf", b"%PDF-1.7 ..."),
    ("a.zip", an_archive("a.txt")),
    ("a.zip", an_archive()),
    ("a.docx", WORD),
    ("a.xlsx", EXCEL),
    ("a.odt", an_open_document("text")),
    ("a.ods", an_open_document("spreadsheet")),
    ("a.mp3", b"ID3\x04\x00"),
    ("a.mp3", b"\xff\xfb\x90\x00"),
    ("a.mp4", b"\x00\x00\x00\x18ftypisom"),
    ("a.txt", "Grüße".encode()),
    ("a.txt", "Grüße".encode("latin-1")),
    ("a.csv", "Größe;Preis\n".encode("utf-16")),
    ("a.txt", b"<script>alert(1)</script>"),
]
FALSE = [
    ("a.pdf", b"<html>%PDF-1.7"),
    ("a.zip", b"<html>PK\x03\x04"),
    ("a.docx", EXCEL),
    ("a.docx", an_archive("word/document.xml")),
    ("a.docx", b"[Content_Types].xml word/"),
    ("a.xlsx", WORD),
    ("a.odt", an_open_document("spreadsheet")),
    ("a.ods", an_archive("mimetype")),
    ("a.odt", b"mimetype"),
    ("a.mp3", b"\xff\x00"),
    ("a.mp3", b"\xff"),
    ("a.mp3", b"<html>ID3"),
    ("a.mp4", b"ftypisom"),
    ("a.txt", b"MZ\x90\x00"),
    ("a.csv", b"x" * 70_000 + b"\x00"),
]


@pytest.mark.parametrize(("name", "contents"), GENUINE)
def test_a_file_that_is_what_its_name_says_is_kept_as_it_is(agent: AnsweringPerson, name: str, contents: bytes) -> None:
    file = agent.uploads(name, contents)

    with file.file.open("rb") as kept:
        assert kept.read() == contents
    assert not file.thumbnail


@pytest.mark.parametrize(("name", "contents"), FALSE)
def test_a_file_that_is_something_else_is_refused(agent: AnsweringPerson, name: str, contents: bytes) -> None:
    with pytest.raises(FileIsNotWhatItSays):
        agent.uploads(name, contents)


def test_of_a_type_that_a_site_adds_nothing_is_known(agent: AnsweringPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_TYPES": {".epub": "application/epub+zip"}}

    assert agent.uploads("a.epub", b"anything").content_type == "application/epub+zip"


# The site's virus scanner.


def finds_nothing(file: IO[bytes]) -> bool:
    return bool(file.read())


def finds_something(file: IO[bytes]) -> bool:
    return b"How" not in file.read()


def fails(file: IO[bytes]) -> bool:
    raise ConnectionError("no daemon")


def a_scanner(settings: Settings, scanner: Callable[[IO[bytes]], bool]) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_SCANNER": f"{__name__}.{scanner.__name__}"}


def test_a_file_in_which_the_scanner_finds_nothing_is_kept_whole(agent: AnsweringPerson, settings: Settings) -> None:
    a_scanner(settings, finds_nothing)

    with agent.uploads().file.open("rb") as kept:
        assert kept.read() == b"How to brew"
    assert agent.uploads("a.png", a_picture()).width == 40


@pytest.mark.parametrize(("scanner", "refusal"), [(finds_something, FileInfected), (fails, FileUnscanned)])
def test_a_file_that_is_not_known_to_be_clean_is_never_stored(
    agent: AnsweringPerson,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    scanner: Callable[[IO[bytes]], bool],
    refusal: type[Exception],
) -> None:
    a_scanner(settings, scanner)

    with pytest.raises(refusal):
        agent.uploads("holiday.txt")

    assert not Attachment.objects.exists()
    assert "holiday" not in caplog.text
    assert ("no daemon" in caplog.text) is (refusal is FileUnscanned)


# Storages that fail.


def breaks(monkeypatch: pytest.MonkeyPatch, deed: str, *, after: int = 0) -> None:
    """The storage fails from its next deed of this kind on, or a later one."""
    done = itertools.count()
    storage = type(storages["default"])
    works = getattr(storage, deed)

    def attempt(self: object, *args: Any, **kwargs: Any) -> Any:
        if next(done) >= after:
            raise OSError("disk full")
        return works(self, *args, **kwargs)

    monkeypatch.setattr(storage, deed, attempt)


@pytest.mark.parametrize("stored_before", [0, 1])
def test_a_storage_that_fails_leaves_nothing_behind(
    agent: AnsweringPerson,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    stored_before: int,
) -> None:
    names: list[str] = []
    place = attachments._place
    monkeypatch.setattr(attachments, "_place", lambda *given: names.append(place(*given)) or names[-1])
    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        breaks(broken, "_save", after=stored_before)
        with pytest.raises(StorageFailed):
            agent.uploads("photo.png", a_picture(size=(900, 900)))

    assert not Attachment.objects.exists()
    assert len(names) == 2
    assert not any(default_storage.exists(name) for name in names)


def test_what_the_storage_cannot_delete_now_goes_with_a_later_sweep(
    agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    file = agent.uploads()
    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        breaks(broken, "delete")
        attachments.discard(Attachment.objects.all())

    assert Attachment.objects.filter(uploader=None).exists()
    attachments.remove_orphans()
    assert not Attachment.objects.exists()
    assert not default_storage.exists(file.file.name)


# Orphans.


def days_ago(file: Attachment, days: float) -> Attachment:
    Attachment.objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(days=days))
    return file


def test_what_was_never_sent_goes_after_a_day(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    sent = days_ago(agent.uploads(), 2)
    agent.replies(visitor.writes("How?"), "", attachments=(sent.public_id,))
    fresh = days_ago(agent.uploads(), 0.9)
    photo = visitor.uploads("photo.png", a_picture(size=(900, 900)))
    old = [days_ago(agent.uploads(), 1.1), days_ago(photo, 1.1)]

    operations.sweep()

    assert set(Attachment.objects.all()) == {sent, fresh}
    for file in (old[0].file, photo.file, photo.thumbnail):
        assert not default_storage.exists(file.name)
    assert default_storage.exists(sent.file.name)


def test_a_sweep_removes_so_many_at_once(agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "BATCH", 2)
    for _number in range(3):
        days_ago(agent.uploads(), 2)

    attachments.remove_orphans()

    assert Attachment.objects.count() == 1


def test_the_thumbnail_goes_with_the_message(
    visitor: VisitingPerson, agent: AnsweringPerson, django_capture_on_commit_callbacks: Any
) -> None:
    file = agent.uploads("photo.png", a_picture(size=(900, 900)))
    message = agent.replies(visitor.writes("How?"), "", attachments=(file.public_id,))

    with django_capture_on_commit_callbacks(execute=True):
        agent.deletes(message)

    assert not default_storage.exists(file.thumbnail.name)
    assert not Attachment.objects.exists()


# Visitors.


def test_a_visitors_message_takes_the_visitors_files(visitor: VisitingPerson) -> None:
    files = (visitor.uploads("a.txt").public_id, visitor.uploads("b.txt").public_id)

    message = visitor.sends("", attachments=files)

    assert [file["name"] for file in shapes.message_shape(message)["attachments"]] == ["a.txt", "b.txt"]
    assert Conversation.objects.get().last_message_preview == "a.txt, b.txt"


@pytest.mark.parametrize("whose", ["an agent's", "another visitor's", "a sent one"])
def test_a_visitor_sends_their_own_files_only(visitor: VisitingPerson, agent: AnsweringPerson, whose: str) -> None:
    file = {"an agent's": agent, "another visitor's": people.a_visitor(), "a sent one": visitor}[whose].uploads()
    if whose == "a sent one":
        visitor.sends("Once", attachments=(file.public_id,))

    [result] = post([visitor.drafts("See here", attachments=(file.public_id,))])

    assert isinstance(result, FileMissing)


def test_an_agent_cannot_attach_a_visitors_file(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("How?")

    [result] = post([agent.drafts(conversation, "See here", attachments=(visitor.uploads().public_id,))])

    assert isinstance(result, FileMissing)


def test_a_first_message_with_a_file_of_somebody_else_begins_no_conversation(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    file = agent.uploads()

    [result] = post([visitor.drafts("Hello", attachments=(file.public_id,))])

    assert isinstance(result, FileMissing)
    assert not visitor.visitor.conversations.exists()


def test_a_file_that_is_named_twice_is_attached_once(visitor: VisitingPerson) -> None:
    file = visitor.uploads("a.txt").public_id

    message = visitor.sends("", attachments=(file, file))

    assert message.attachments.count() == 1
    assert Conversation.objects.get().last_message_preview == "a.txt"


def test_who_logs_in_before_sending_still_has_the_file(visitor: VisitingPerson) -> None:
    user = people.a_user("alice")
    visitors.identify(site=people.site(), token=None, user=user)
    file = visitor.uploads()

    merged = visitors.identify(site=people.site(), token=visitor.token, user=user).visitor

    assert merged != visitor.visitor
    message = VisitingPerson(merged).sends("", attachments=(file.public_id,))
    assert message.attachments.get() == file


def test_an_upload_that_crosses_the_login_is_refused(visitor: VisitingPerson) -> None:
    user = people.a_user("alice")
    visitors.identify(site=people.site(), token=None, user=user)
    visitors.identify(site=people.site(), token=visitor.token, user=user)

    with pytest.raises(NoVisitor):
        visitor.uploads()

    assert not Attachment.objects.exists()


def test_an_upload_of_a_visitor_who_was_deleted_is_refused(visitor: VisitingPerson) -> None:
    Visitor.objects.filter(pk=visitor.visitor.pk).delete()

    with pytest.raises(NoVisitor):
        visitor.uploads()


def test_a_blocked_visitor_uploads_nothing(visitor: VisitingPerson) -> None:
    Visitor.objects.filter(pk=visitor.visitor.pk).update(blocked_at=timezone.now())

    with pytest.raises(Closed):
        visitor.uploads()

    assert not Attachment.objects.exists()
