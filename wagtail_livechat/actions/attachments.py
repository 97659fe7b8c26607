"""Files on their way into a message: what may come in, where it is kept until the message is sent, and how it goes again."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import PurePath
from typing import Final

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .. import conf
from ..exceptions import FileIsNotWhatItSays, FileNotAllowed, FileTooBig, NotFound, NoVisitor, StorageFailed
from ..masking import masked
from ..models import Agent, Attachment, Shortcut, Visitor
from ..permissions import check_open
from . import entries
from .contents import is_what_it_says
from .pictures import IMAGE_FORMATS, prepared
from .scanning import check_clean

logger = logging.getLogger(__name__)

#: The longest file name that is kept, in characters, and the longest end of it that counts as one.
NAME_LENGTH: Final = 200
_ENDING_LENGTH: Final = 20
#: Names that Windows cannot store.
_DEVICES: Final = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)),
}

#: How long a file waits for its message.
WAITS_FOR: Final = timedelta(days=1)
#: How many files one sweep removes.
BATCH: Final = 500


def upload(*, file: "File[bytes]", uploader: Agent | Visitor) -> Attachment:
    """Keep a file that an agent or a visitor will send; a picture without what it says about place, device and people.

    Raises FileTooBig, PictureTooBig, FileNotAllowed, FileIsNotWhatItSays, FileInfected, FileUnscanned, StorageFailed;
    for a visitor also Closed, and NoVisitor where the conversations moved to another one meanwhile.
    """
    name = safe_name(file.name or "")
    content_type = check_file(file, name)
    check_clean(file)
    owner = {"uploader": uploader} if isinstance(uploader, Agent) else {"visitor": uploader}
    row = Attachment(name=name, content_type=content_type, size=file.size or 0, **owner)
    if content_type not in IMAGE_FORMATS:
        file.seek(0)
        return _keep(row, file, thumbnail=None)
    file.seek(0)
    picture = prepared(file.read(), content_type)
    row.size, row.width, row.height = len(picture.contents), picture.width, picture.height
    return _keep(row, ContentFile(picture.contents), thumbnail=picture.thumbnail)


def take_from_shortcut(*, shortcut: Shortcut, by: Agent) -> list[Attachment]:
    """Copy the files of a shortcut for a message of `by`. Raises NotFound where a file is missing in the storage."""
    return [_copied(file.file, file.name, by) for file in shortcut.files.all()]


def discard(attachments: "QuerySet[Attachment]") -> None:
    """Take files from whoever has them, at once; what is stored goes after the commit, or else with the next sweep."""
    keys = list(attachments.values_list("pk", flat=True))
    Attachment.objects.filter(pk__in=keys).update(message=None, uploader=None, visitor=None)
    transaction.on_commit(partial(_remove, keys))


def remove_orphans() -> None:
    """Remove what was uploaded a day ago and never sent, and what was discarded but could not be removed then.

    First nobody may attach it any more, then it goes from the storage, then its row: whenever this is cut short, the
    next run goes on.
    """
    unsent = Attachment.objects.filter(message__isnull=True)
    old = unsent.filter(created_at__lt=timezone.now() - WAITS_FOR)
    old.exclude(uploader__isnull=True, visitor__isnull=True).update(uploader=None, visitor=None)
    nobodys = unsent.filter(uploader__isnull=True, visitor__isnull=True)
    # The newest first: what the storage refuses to delete stays, and must not keep the rest from going.
    _remove(list(nobodys.order_by("-pk").values_list("pk", flat=True)[:BATCH]))


def check_file(file: "File[bytes]", name: str) -> str:
    """The content type that the name stands for. Raises FileTooBig, PictureTooBig, FileNotAllowed, FileIsNotWhatItSays."""
    settings = conf.current()
    content_type = settings.FILE_TYPES.get(PurePath(name).suffix.lower())
    if content_type is None:
        raise FileNotAllowed
    if not file.size:
        raise FileIsNotWhatItSays
    if file.size > settings.FILE_MAX_BYTES:
        raise FileTooBig
    is_sound = is_what_it_says(file, content_type)
    file.seek(0)
    if not is_sound:
        raise FileIsNotWhatItSays
    return content_type


def safe_name(name: str) -> str:
    """The last part of a path as it can be shown and stored anywhere: no control or direction characters, no card number,
    its end kept where it is too long."""
    bare = PurePath(name.replace("\\", "/")).name
    shown = masked("".join(character for character in bare if character.isprintable())).strip(" .") or "file"
    path = PurePath(shown)
    ending = path.suffix if len(path.suffix) <= _ENDING_LENGTH else ""
    stem = shown.removesuffix(ending)
    if stem.split(".")[0].strip().upper() in _DEVICES:
        stem = f"_{stem}"
    return stem[: NAME_LENGTH - len(ending)] + ending


def _copied(file: "File[bytes]", name: str, by: Agent) -> Attachment:
    try:
        with file.open("rb") as source:
            contents = source.read()
    except FileNotFoundError as error:
        raise NotFound from error
    except OSError as error:
        raise StorageFailed from error
    return upload(file=ContentFile(contents, name=name), uploader=by)


def _keep(row: Attachment, contents: "File[bytes]", *, thumbnail: bytes | None) -> Attachment:
    """The row goes first, outside of any transaction: whatever breaks then, the sweep finds by it what was stored."""
    stored = [(row.file, contents)]
    row.file.name = _place(row, row.name)
    if thumbnail is not None:
        row.thumbnail.name = _place(row, "thumbnail.webp")
        stored.append((row.thumbnail, ContentFile(thumbnail)))
    with transaction.atomic():
        if row.visitor_id is not None:
            _check_visitor(row.visitor_id)
        row.save()
    try:
        for field, file in stored:
            field.name = field.storage.save(str(field.name), file)
    except Exception as error:
        # Each storage fails in its own way.
        logger.exception("Attachment %s could not be stored", row.pk)
        discard(Attachment.objects.filter(pk=row.pk))
        raise StorageFailed from error
    row.save(update_fields=["file", "thumbnail"])
    return row


def _place(row: Attachment, name: str) -> str:
    return str(row.file.field.generate_filename(row, name))


def _check_visitor(key: int) -> None:
    visitor = entries.lock_visitors([key]).get(key)
    # Without a token: another tab logged in, and the conversations moved to the user's visitor.
    if visitor is None or not visitor.tokens.exists():
        raise NoVisitor
    check_open(visitor)


def _remove(keys: Sequence[int]) -> None:
    """What the storage cannot delete now is left for the next sweep."""
    for row in Attachment.objects.filter(pk__in=keys):
        try:
            for file in (row.file, row.thumbnail):
                if file:
                    file.storage.delete(str(file.name))
        except Exception:
            logger.exception("Attachment %s could not be removed", row.pk)
        else:
            row.delete()
