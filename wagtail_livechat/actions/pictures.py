"""Pictures on their way in: looked into, turned upright, freed of what they say beside the image, and made small."""

import io
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageOps, JpegImagePlugin

from ..exceptions import FileIsNotWhatItSays, PictureTooBig
from .metadata import BadStructure, without_metadata

#: Kinds of images that are looked into, by the content type that their names stand for.
IMAGE_FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}

#: Pixels of an image, and of all frames of an animation; a small file can hold very many.
MOST_PIXELS: Final = 50_000_000
MOST_PIXELS_MOVING: Final = 150_000_000

#: Pixels of the longer side of a thumbnail.
THUMBNAIL_SIDE: Final = 480
#: Bytes; a picture of at most this size, and no larger than a thumbnail, is its own thumbnail.
SMALL_ENOUGH: Final = 60 * 1024
THUMBNAIL_TYPE: Final = "image/webp"

_ORIENTATION: Final = 0x0112
#: What of Pillow's notes about an image is needed to draw it.
_DRAWING: Final = ("transparency", "gamma", "dpi", "icc_profile")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept; the thumbnail is WebP, and None where the picture itself is small enough."""

    contents: bytes
    width: int
    height: int
    thumbnail: bytes | None


def check_picture(contents: bytes, content_type: str) -> bool:
    """Whether every pixel can be drawn, in the format that the content type stands for. Raises PictureTooBig."""
    try:
        with _opened(contents, content_type) as image:
            _check_size(image)
            for frame in range(_frames(image)):
                image.seek(frame)
                image.load()
    except (PictureTooBig, Image.DecompressionBombError) as error:
        raise PictureTooBig from error
    except Exception:
        # Decoders fail on bad input with whatever comes to hand.
        return False
    return True


def prepared(contents: bytes, content_type: str) -> Picture:
    """A checked picture without metadata, upright, with its thumbnail. Raises FileIsNotWhatItSays."""
    try:
        kept = _cleaned(contents, content_type)
        with _opened(kept, content_type) as image:
            width, height = image.size
            is_small = max(width, height) <= THUMBNAIL_SIDE and len(kept) <= SMALL_ENOUGH
            return Picture(kept, width, height, None if is_small else _thumbnail(image))
    except Exception as error:
        # What can be drawn may still be broken beside its pixels: metadata that cannot be read, a size that is none.
        raise FileIsNotWhatItSays from error


def _opened(contents: bytes, content_type: str) -> Image.Image:
    return Image.open(io.BytesIO(contents), formats=[IMAGE_FORMATS[content_type]])


def _frames(image: Image.Image) -> int:
    # Some cameras keep several pictures in one JPEG file: the others are previews, and are not kept.
    return 1 if isinstance(image, JpegImagePlugin.JpegImageFile) else int(getattr(image, "n_frames", 1))


def _check_size(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS or pixels * _frames(image) > MOST_PIXELS_MOVING:
        raise PictureTooBig


def _cleaned(contents: bytes, content_type: str) -> bytes:
    image_format = IMAGE_FORMATS[content_type]
    with _opened(contents, content_type) as image:
        is_moving = _frames(image) > 1
        if is_moving or not _is_turned(image):
            try:
                return without_metadata(contents, image_format)
            except BadStructure as error:
                if is_moving:
                    raise FileIsNotWhatItSays from error
        return _redrawn(image, image_format)


def _is_turned(image: Image.Image) -> bool:
    """Whether its metadata says so; where they cannot be read it stays as it is, as browsers show it."""
    try:
        return bool(image.getexif().get(_ORIENTATION, 1) != 1)
    except Exception:
        # Parsers fail on bad input with whatever comes to hand.
        return False


def _redrawn(image: Image.Image, image_format: str) -> bytes:
    """The picture turned as its metadata says, and without them."""
    options: dict[str, Any] = {"WEBP": {"quality": 92, "method": 4}}.get(image_format, {})
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        # As fine as it was: coded with its own tables.
        options = {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
    upright = ImageOps.exif_transpose(image) if _is_turned(image) else image.copy()
    upright.info = {name: value for name, value in upright.info.items() if name in _DRAWING}
    buffer = io.BytesIO()
    upright.save(buffer, image_format, icc_profile=upright.info.get("icc_profile"), **options)
    return buffer.getvalue()


def _thumbnail(image: Image.Image) -> bytes:
    """The first frame, in its own colours."""
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA", "P") else None
    # For JPEG: decoded at about the size that is needed.
    image.draft("RGB", (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE))
    small = image.convert("RGBA" if image.has_transparency_data else "RGB")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=80, method=4, icc_profile=profile)
    return buffer.getvalue()
