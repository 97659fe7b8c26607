"""Pictures without what they say about place, time, device and people: byte by byte, so that no pixel changes.

What follows a picture's end goes too. Sources: ITU T.81 and T.871 (JPEG, JFIF), PNG (third edition), GIF89a, RFC 9649 (WebP).
"""

import re
import struct
from collections.abc import Callable, Mapping
from typing import Final

#: What draws: size, palette, pixels, transparency, colour, frames.
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_KEPT: Final = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
#: How often an animation is repeated.
_GIF_KEPT: Final = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})

_JPEG_END: Final = 0xD9
_JPEG_SCAN: Final = 0xDA
#: The next marker within coded pixels, where FF 00 is data and FF D0 to FF D7 count the pieces.
_JPEG_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_EXIF_AND_XMP: Final = 0x0C


class BadStructure(ValueError):
    """The parts of a picture are not as its format says, though it may well be drawn."""


def without_metadata(contents: bytes, image_format: str) -> bytes:
    """The same picture with its colour profile and its frames, and nothing else. Raises BadStructure."""
    try:
        return _STRIP[image_format](contents)
    except (IndexError, struct.error) as error:
        raise BadStructure from error


def _jpeg(contents: bytes) -> bytes:
    kept, at = bytearray(contents[:2]), 2
    while True:
        if contents[at] != 0xFF:
            raise BadStructure
        while contents[at] == 0xFF:
            at += 1
        marker, at = contents[at], at + 1
        if marker == _JPEG_END:
            return bytes(kept + b"\xff\xd9")
        (length,) = struct.unpack_from(">H", contents, at)
        kept += _jpeg_segment(marker, contents[at : at + length])
        at += length
        if marker == _JPEG_SCAN:
            end = _JPEG_MARKER.search(contents, at)
            if end is None:
                raise BadStructure
            kept += contents[at : end.start()]
            at = end.start()


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """What stays of a segment, which begins with its length."""
    head = bytes((0xFF, marker))
    if 0xC0 <= marker < 0xE0:
        return head + segment
    if marker == 0xE0 and segment[2:7] == b"JFIF\x00":
        # Without the little picture in it, which may show what was cut off the large one.
        return head + b"\x00\x10" + segment[2:14] + b"\x00\x00"
    is_colour = (marker == 0xE2 and segment[2:14] == b"ICC_PROFILE\x00") or (
        marker == 0xEE and segment[2:7] == b"Adobe"
    )
    return head + segment if is_colour else b""


def _png(contents: bytes) -> bytes:
    kept, at, kind = bytearray(contents[:8]), 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", contents, at)
        end = at + 12 + length
        if end > len(contents):
            raise BadStructure
        if kind in _PNG_KEPT:
            kept += contents[at:end]
        at = end
    return bytes(kept)


def _gif(contents: bytes) -> bytes:
    at = 13 + _gif_table(contents[10])
    kept = bytearray(contents[:at])
    while contents[at] != ord(";"):
        end, stays = _gif_block(contents, at)
        if stays:
            kept += contents[at:end]
        at = end
    return bytes(kept + b";")


def _gif_block(contents: bytes, at: int) -> tuple[int, bool]:
    """Where a block ends, and whether it draws."""
    if contents[at] == ord(","):
        return _gif_end(contents, at + 11 + _gif_table(contents[at + 9])), True
    if contents[at] != ord("!"):
        raise BadStructure
    controls = contents[at + 1] == 0xF9
    repeats = contents[at + 1] == 0xFF and contents[at + 3 : at + 14] in _GIF_KEPT
    return _gif_end(contents, at + 2), controls or repeats


def _gif_end(contents: bytes, at: int) -> int:
    while contents[at]:
        at += contents[at] + 1
    return at + 1


def _gif_table(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 << (flags & 0x07) + 1 if flags & 0x80 else 0


def _webp(contents: bytes) -> bytes:
    kept, at = bytearray(), 12
    end = min(len(contents), 8 + struct.unpack_from("<I", contents, 4)[0])
    while at < end:
        kind, length = struct.unpack_from("<4sI", contents, at)
        chunk = bytearray(contents[at : at + 8 + length + length % 2])
        at += 8 + length + length % 2
        if kind == b"VP8X":
            chunk[8] &= ~_EXIF_AND_XMP
        if kind in _WEBP_KEPT:
            kept += chunk
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + bytes(kept)


_STRIP: Final[Mapping[str, Callable[[bytes], bytes]]] = {"JPEG": _jpeg, "PNG": _png, "GIF": _gif, "WEBP": _webp}
