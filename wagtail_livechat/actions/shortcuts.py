"""Canned replies: what managers and agents do with them."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial

from django.core.files import File
from django.db import transaction
from wagtail.log_actions import log

from .. import broadcast
from ..events import GroupsChanged
from ..exceptions import EmptyShortcut, NoSuchGroup, NotAllowed, OwnShortcutsOnly, TooManyFiles
from ..inputs import MOST_FILES
from ..models import Shortcut, ShortcutFile
from ..permissions import User, may_edit_shortcut
from .attachments import check_file, safe_name
from .scanning import check_clean
from .staff_texts import mask_texts


def save(
    *, shortcut: Shortcut, added: Sequence["File[bytes]"] = (), removed: Collection[ShortcutFile] = (), by: User
) -> Shortcut:
    """Store a new or changed shortcut, with some files more and some fewer.

    Raises NotAllowed, OwnShortcutsOnly, NoSuchGroup for a group of another site, EmptyShortcut, TooManyFiles, and what
    `check_file` and `check_clean` raise.
    """
    for upload in added:
        check_file(upload, safe_name(upload.name or ""))
        check_clean(upload)
    with transaction.atomic():
        action = "wagtail.create" if shortcut.pk is None else "wagtail.edit"
        _check(shortcut, by)
        _check_number(shortcut, added, removed)
        mask_texts(shortcut, "keyword", "body")
        shortcut.save()
        _delete_files(removed)
        for upload in added:
            _add_file(shortcut, upload)
        log(shortcut, action, user=by, content_changed=True)
        broadcast.publish([GroupsChanged(site=shortcut.site_id)])
    return shortcut


def delete(*, shortcut: Shortcut, by: User) -> None:
    """Delete a shortcut and its files. Raises NotAllowed."""
    with transaction.atomic():
        if not may_edit_shortcut(by, shortcut):
            raise NotAllowed
        log(shortcut, "wagtail.delete", user=by, deleted=True)
        discard([shortcut])
        broadcast.publish([GroupsChanged(site=shortcut.site_id)])


def discard(shortcuts: Iterable[Shortcut]) -> None:
    """Delete shortcuts and, after the commit, their files from the storage."""
    for shortcut in shortcuts:
        _delete_files(shortcut.files.all())
        shortcut.delete()


def _check(shortcut: Shortcut, by: User) -> None:
    # As it was, too: nobody takes a shortcut over by making it their own.
    before = Shortcut.objects.filter(pk=shortcut.pk).select_related("owner")
    if not all(may_edit_shortcut(by, row) for row in before):
        raise NotAllowed
    if not may_edit_shortcut(by, shortcut):
        raise OwnShortcutsOnly
    if shortcut.group and shortcut.group.site_id != shortcut.site_id:
        raise NoSuchGroup


def _check_number(shortcut: Shortcut, added: Sequence["File[bytes]"], removed: Collection[ShortcutFile]) -> None:
    kept = shortcut.files.count() - len(removed) if shortcut.pk else 0
    if not shortcut.body.strip() and not kept + len(added):
        raise EmptyShortcut
    if kept + len(added) > MOST_FILES:
        raise TooManyFiles


def _add_file(shortcut: Shortcut, upload: "File[bytes]") -> None:
    name = safe_name(upload.name or "")
    shortcut.files.create(file=File(upload, name=name), name=name, size=upload.size or 0)


def _delete_files(files: Iterable[ShortcutFile]) -> None:
    for row in files:
        row.delete()
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)))
