"""Whether a file is what its name says, as far as its first bytes and its marks tell."""

from collections.abc import Callable, Mapping
from typing import Final

from django.core.files import File

from .pictures import IMAGE_FORMATS, check_picture

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: Where the first file of an archive has its name, and what stands in it (ODF 1.3, part 2, section 3.3).
_FIRST_NAME: Final = slice(30, 38)
_FIRST_CONTENT: Final = 38
#: UTF-16 says so with its first bytes, and every other one of its bytes is NUL.
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def is_what_it_says(file: "File[bytes]", content_type: str) -> bool:
    """Whether the contents agree with the content type that the name stands for; True for types that are not known here.

    Raises PictureTooBig.
    """
    if content_type in IMAGE_FORMATS:
        return check_picture(_whole(file), content_type)
    check = _CHECKS.get(content_type)
    return check is None or check(file)


def _whole(file: "File[bytes]") -> bytes:
    file.seek(0)
    contents: bytes = file.read()
    return contents


def _beginning(file: "File[bytes]") -> bytes:
    file.seek(0)
    beginning: bytes = file.read(512)
    return beginning


def _begins_with(*marks: bytes) -> Callable[["File[bytes]"], bool]:
    return lambda file: _beginning(file).startswith(marks)


def _office(folder: bytes) -> Callable[["File[bytes]"], bool]:
    """The names of an archive's files stand in it as they are."""

    def check(file: "File[bytes]") -> bool:
        contents = _whole(file)
        return contents.startswith(_ZIP[0]) and b"[Content_Types].xml" in contents and folder in contents

    return check


def _open_document(content_type: str) -> Callable[["File[bytes]"], bool]:
    def check(file: "File[bytes]") -> bool:
        beginning = _beginning(file)
        named = beginning.startswith(_ZIP[0]) and beginning[_FIRST_NAME] == b"mimetype"
        return named and beginning[_FIRST_CONTENT:].startswith(content_type.encode())

    return check


def _is_sound(file: "File[bytes]") -> bool:
    """A tag, or the eleven set bits with which a frame of MPEG audio begins."""
    beginning = _beginning(file)
    return beginning.startswith(b"ID3") or (beginning[:1] == b"\xff" and beginning[1:2] >= b"\xe0")


def _is_film(file: "File[bytes]") -> bool:
    return _beginning(file)[4:8] == b"ftyp"


def _is_text(file: "File[bytes]") -> bool:
    """In whatever encoding: a table from an old program is rarely UTF-8. What looks like HTML is served as text, to be saved."""
    if _beginning(file).startswith(_UTF16):
        return True
    file.seek(0)
    return all(b"\x00" not in chunk for chunk in file.chunks())


_CHECKS: Final[Mapping[str, Callable[["File[bytes]"], bool]]] = {
    "application/pdf": _begins_with(b"%PDF-"),
    "application/zip": _begins_with(*_ZIP),
    f"{_OFFICE}wordprocessingml.document": _office(b"word/"),
    f"{_OFFICE}spreadsheetml.sheet": _office(b"xl/"),
    f"{_OPEN}text": _open_document(f"{_OPEN}text"),
    f"{_OPEN}spreadsheet": _open_document(f"{_OPEN}spreadsheet"),
    "audio/mpeg": _is_sound,
    "video/mp4": _is_film,
    "text/plain": _is_text,
    "text/csv": _is_text,
}
