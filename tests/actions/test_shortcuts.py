"""What managers and agents do with shortcuts."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat import broadcast
from wagtail_livechat.actions import groups, shortcuts
from wagtail_livechat.events import Event, GroupsChanged
from wagtail_livechat.exceptions import (
    EmptyShortcut,
    FileInfected,
    FileNotAllowed,
    NoSuchGroup,
    NotAllowed,
    TooManyFiles,
)
from wagtail_livechat.models import Shortcut, ShortcutFile


def a_file(name: str = "brewing.txt", contents: bytes = b"93 degrees") -> "ContentFile[bytes]":
    return ContentFile(contents, name=name)


def draft(**fields: object) -> Shortcut:
    return Shortcut(**{"site": people.site(), "keyword": "hello", "body": "Hello {visitor}!", **fields})


def test_a_manager_makes_one_for_everyone(manager: AnsweringPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Event] = []
    monkeypatch.setattr(broadcast, "publish", told.extend)

    made = shortcuts.save(shortcut=draft(), by=manager.user)

    assert Shortcut.objects.get() == made
    assert told == [GroupsChanged(site=made.site_id)]


def test_an_agent_makes_one_of_their_own(agent: AnsweringPerson) -> None:
    made = shortcuts.save(shortcut=draft(owner=agent.agent), by=agent.user)

    assert Shortcut.objects.get() == made


def test_an_agent_makes_none_for_everyone_or_for_a_group(agent: AnsweringPerson) -> None:
    group = people.a_group("Support", agent)

    for attempt in (draft(), draft(group=group)):
        with pytest.raises(NotAllowed):
            shortcuts.save(shortcut=attempt, by=agent.user)


def test_an_agent_does_not_take_over_what_is_for_everyone(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    shortcut = shortcuts.save(shortcut=draft(), by=manager.user)
    shortcut.owner = agent.agent

    with pytest.raises(NotAllowed):
        shortcuts.save(shortcut=shortcut, by=agent.user)


def test_an_agent_changes_and_deletes_no_shortcut_of_a_colleague(agent: AnsweringPerson) -> None:
    lena = people.an_agent("lena")
    shortcut = shortcuts.save(shortcut=draft(owner=lena.agent), by=lena.user)

    with pytest.raises(NotAllowed):
        shortcuts.save(shortcut=shortcut, by=agent.user)
    with pytest.raises(NotAllowed):
        shortcuts.delete(shortcut=shortcut, by=agent.user)


def test_an_agent_of_another_site_makes_none_here(db: None) -> None:
    stranger = people.an_agent_of(people.another_site(), "stranger")

    with pytest.raises(NotAllowed):
        shortcuts.save(shortcut=draft(owner=stranger.agent), by=stranger.user)


def test_the_group_is_one_of_the_same_site(manager: AnsweringPerson) -> None:
    foreign = people.a_group("Support", on=people.another_site())

    with pytest.raises(NoSuchGroup):
        shortcuts.save(shortcut=draft(group=foreign), by=manager.user)


def test_it_needs_a_text_or_a_file(manager: AnsweringPerson) -> None:
    with pytest.raises(EmptyShortcut):
        shortcuts.save(shortcut=draft(body=" "), by=manager.user)

    made = shortcuts.save(shortcut=draft(body=""), added=[a_file()], by=manager.user)

    with pytest.raises(EmptyShortcut):
        shortcuts.save(shortcut=made, removed=list(made.files.all()), by=manager.user)


def test_its_files_keep_their_names_and_sizes(manager: AnsweringPerson) -> None:
    made = shortcuts.save(shortcut=draft(), added=[a_file("C:\\guides\\Brewing guide.txt")], by=manager.user)

    [file] = made.files.all()
    assert (file.name, file.size) == ("Brewing guide.txt", 10)
    assert file.file.read() == b"93 degrees"
    assert "Brewing" not in str(file.file.name)


def test_a_file_that_no_message_may_carry_is_refused(manager: AnsweringPerson) -> None:
    with pytest.raises(FileNotAllowed):
        shortcuts.save(shortcut=draft(), added=[a_file("run.exe")], by=manager.user)
    assert not Shortcut.objects.exists()


def test_it_has_as_many_files_as_one_message_may_carry(manager: AnsweringPerson) -> None:
    made = shortcuts.save(shortcut=draft(), added=[a_file() for _number in range(10)], by=manager.user)

    with pytest.raises(TooManyFiles):
        shortcuts.save(shortcut=made, added=[a_file()], by=manager.user)

    shortcuts.save(shortcut=made, added=[a_file()], removed=[made.files.all()[0]], by=manager.user)
    assert made.files.count() == 10


def stored(file: ShortcutFile) -> bool:
    return default_storage.exists(str(file.file.name))


def test_what_is_removed_leaves_the_storage_after_the_commit(
    manager: AnsweringPerson, django_capture_on_commit_callbacks: object
) -> None:
    made = shortcuts.save(shortcut=draft(), added=[a_file("one.txt"), a_file("two.txt")], by=manager.user)
    one, two = made.files.all()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        shortcuts.save(shortcut=made, removed=[one], by=manager.user)
        assert stored(one)
    assert not stored(one)
    assert stored(two)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        shortcuts.delete(shortcut=made, by=manager.user)
    assert not stored(two)


def test_the_files_of_a_groups_shortcuts_go_with_the_group(
    manager: AnsweringPerson, django_capture_on_commit_callbacks: object
) -> None:
    group = people.a_group("Support")
    [file] = shortcuts.save(shortcut=draft(group=group), added=[a_file()], by=manager.user).files.all()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        groups.delete(group=group, by=manager.user)

    assert not stored(file)


def test_a_file_with_a_virus_goes_into_no_shortcut(manager: AnsweringPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_SCANNER": "tests.actions.test_attachments.finds_something"}

    with pytest.raises(FileInfected):
        shortcuts.save(shortcut=draft(), added=[a_file(contents=b"How to brew")], by=manager.user)

    assert not Shortcut.objects.exists()
