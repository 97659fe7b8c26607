"""Files on their way into a message: what may come in, and where it is kept until the message is sent."""

from pathlib import PurePath
from typing import Final

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.images import get_image_dimensions
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from .. import conf
from ..exceptions import FileNotAllowed, FileTooBig, NotFound
from ..models import Agent, Attachment, Shortcut

#: Kinds of images that are looked into, by the content type that their names stand for.
IMAGE_FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}

#: The longest file name that is kept, in characters.
NAME_LENGTH: Final = 200


def upload(*, file: "File[bytes]", uploader: Agent) -> Attachment:
    """Keep a file that an agent will send. Raises FileTooBig, FileNotAllowed."""
    name = safe_name(file.name or "")
    content_type = check_file(file, name)
    width, height = _dimensions(file, content_type)
    return Attachment.objects.create(
        uploader=uploader,
        file=File(file, name=name),
        name=name,
        content_type=content_type,
        size=file.size or 0,
        width=width,
        height=height,
    )


def take_from_shortcut(*, shortcut: Shortcut, by: Agent) -> list[Attachment]:
    """Copy the files of a shortcut for a message of `by`. Raises NotFound where a file is missing in the storage."""
    with transaction.atomic():
        return [_copied(file.file, file.name, by) for file in shortcut.files.all()]


def check_file(file: "File[bytes]", name: str) -> str:
    """The content type that the name stands for. Raises FileTooBig, FileNotAllowed where the contents are something else."""
    settings = conf.current()
    content_type = settings.FILE_TYPES.get(PurePath(name).suffix.lower())
    if content_type is None:
        raise FileNotAllowed
    if not file.size:
        raise FileNotAllowed
    if file.size > settings.FILE_MAX_BYTES:
        raise FileTooBig
    if content_type in IMAGE_FORMATS:
        _check_image(file, content_type)
    return content_type


def safe_name(name: str) -> str:
    """The last part of a path, without control characters, its end kept where it is too long."""
    bare = PurePath(name.replace("\\", "/")).name
    shown = "".join(character for character in bare if character.isprintable()).strip() or "file"
    path = PurePath(shown)
    return shown if len(shown) <= NAME_LENGTH else path.stem[: NAME_LENGTH - len(path.suffix)] + path.suffix


def _copied(file: "File[bytes]", name: str, by: Agent) -> Attachment:
    try:
        with file.open("rb") as source:
            return upload(file=ContentFile(source.read(), name=name), uploader=by)
    except FileNotFoundError as error:
        raise NotFound from error


def _check_image(file: "File[bytes]", content_type: str) -> None:
    try:
        with Image.open(file, formats=[IMAGE_FORMATS[content_type]]) as image:
            image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise FileNotAllowed from error
    finally:
        file.seek(0)


def _dimensions(file: "File[bytes]", content_type: str) -> tuple[int | None, int | None]:
    if content_type not in IMAGE_FORMATS:
        return None, None
    width, height = get_image_dimensions(file)
    file.seek(0)
    return width, height
