"""Pictures: nothing of what they say about place, device and people is kept, and everything that draws is."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from tests.people import AnsweringPerson
from wagtail_livechat.actions import metadata, pictures
from wagtail_livechat.exceptions import FileIsNotWhatItSays, PictureTooBig
from wagtail_livechat.models import Attachment

FORMS = {"JPEG": "photo.jpg", "PNG": "photo.png", "WEBP": "photo.webp"}
SECRET = "Jane at 51.5N"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def a_scene(size: tuple[int, int] = (64, 32), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right; so one sees which way up it is."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    return image.convert(mode)


def coded(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = SECRET
    data.get_ifd(0x8825)[1] = "N"
    return data


def a_telling_picture(form: str, *, orientation: int = 1, size: tuple[int, int] = (64, 32)) -> bytes:
    """With place, device, comment and profile."""
    options: dict[str, Any] = {"exif": exif(orientation), "icc_profile": PROFILE}
    if form == "JPEG":
        options |= {"comment": SECRET.encode(), "xmp": XMP, "quality": 93}
    if form == "WEBP":
        options |= {"xmp": XMP, "lossless": True}
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", SECRET)
        texts.add_itxt("XML:com.adobe.xmp", SECRET)
        options["pnginfo"] = texts
    return coded(a_scene(size), form, **options)


def opened(file: Attachment) -> Image.Image:
    with file.file.open("rb") as kept:
        image = Image.open(io.BytesIO(kept.read()))
    image.load()
    return image


def is_near(seen: Any, expected: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(seen[:3], expected, strict=True))


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_loses_what_it_says_and_keeps_its_pixels_and_colours(agent: AnsweringPerson, form: str) -> None:
    told = a_telling_picture(form)
    assert SECRET.encode() in told

    file = agent.uploads(FORMS[form], told)

    image = opened(file)
    with file.file.open("rb") as stored:
        contents = stored.read()
    assert SECRET.encode() not in contents
    assert not image.getexif()
    assert image.info.get("icc_profile") == PROFILE
    assert image.tobytes() == Image.open(io.BytesIO(told)).tobytes()
    assert file.size == len(contents) < len(told)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_picture_that_lies_on_its_side_is_turned(agent: AnsweringPerson, form: str, orientation: int) -> None:
    file = agent.uploads(FORMS[form], a_telling_picture(form, orientation=orientation))

    image = opened(file)
    upright = (64, 32) if orientation == 3 else (32, 64)
    assert image.size == (file.width, file.height) == upright
    corner = {3: "blue", 6: "red", 8: "blue"}[orientation]
    assert is_near(image.convert("RGB").getpixel((2, 2)), {"red": (254, 0, 0), "blue": (0, 0, 254)}[corner])
    assert not image.getexif()
    assert image.info.get("icc_profile") == PROFILE
    with file.file.open("rb") as stored:
        assert SECRET.encode() not in stored.read()


@pytest.mark.parametrize(("form", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")])
def test_an_animation_goes_on_moving(agent: AnsweringPerson, form: str, name: str) -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "lime", "blue")]
    options = {"comment": SECRET} if form == "GIF" else {"exif": exif(6)}
    told = coded(frames[0], form, save_all=True, append_images=frames[1:], duration=100, loop=0, **options)
    assert SECRET.encode() in told

    file = agent.uploads(name, told)

    image: Any = opened(file)
    assert (image.n_frames, image.info.get("loop")) == (3, 0)
    assert (file.width, file.height) == (30, 20)
    with file.file.open("rb") as stored:
        assert SECRET.encode() not in stored.read()


def test_a_gif_says_nothing_but_how_often_it_moves(agent: AnsweringPerson) -> None:
    plain = coded(a_scene(mode="P"), "GIF")
    xmp = b"!\xff\x0bXMP DataXMP\x05" + SECRET.encode()[:5] + b"\x00"

    file = agent.uploads("a.gif", plain[:-1] + xmp + b";" + b"behind the end")

    with file.file.open("rb") as stored:
        assert stored.read() == plain


def test_what_follows_the_end_of_a_picture_goes(agent: AnsweringPerson) -> None:
    for form, name in FORMS.items():
        file = agent.uploads(name, coded(a_scene(), form) + b"<script>alert(1)</script>")

        with file.file.open("rb") as stored:
            assert b"<script>" not in stored.read()


def test_a_camera_that_keeps_two_pictures_in_one_file_gives_the_first(agent: AnsweringPerson) -> None:
    two = coded(a_scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])

    image = opened(agent.uploads("photo.jpg", two))

    assert (image.format, image.size) == ("JPEG", (64, 32))


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_a_photo_in_each_mode_is_kept(agent: AnsweringPerson, mode: str) -> None:
    file = agent.uploads("photo.jpg", coded(a_scene((900, 600), mode), "JPEG", exif=exif(6)))

    assert (file.width, file.height) == (600, 900)
    assert opened(file).mode == mode
    assert file.thumbnail


def test_a_photo_that_is_turned_is_coded_as_finely_as_it_was(agent: AnsweringPerson) -> None:
    told = coded(a_scene(), "JPEG", exif=exif(6), quality=97, subsampling=0)

    kept: Any = opened(agent.uploads("photo.jpg", told))

    assert kept.quantization == Image.open(io.BytesIO(told)).quantization  # type: ignore[attr-defined]


def test_a_picture_whose_metadata_cannot_be_read_loses_them(agent: AnsweringPerson) -> None:
    told = coded(a_scene(), "WEBP", exif=exif(6)).replace(b"MM\x00*", b"MM\xf4\x00")

    file = agent.uploads("photo.webp", told)

    assert opened(file).size == (64, 32)
    with file.file.open("rb") as stored:
        assert SECRET.encode() not in stored.read()


def test_a_photo_with_rubbish_between_its_parts_is_drawn_anew(agent: AnsweringPerson) -> None:
    plain = coded(a_scene(), "JPEG")

    file = agent.uploads("photo.jpg", plain[:20] + b"\x00\x00" + plain[20:])

    assert opened(file).size == (64, 32)
    with file.file.open("rb") as stored:
        assert metadata.without_metadata(stored.read(), "JPEG")


def test_an_animation_with_rubbish_between_its_parts_is_refused(
    agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    moving = coded(Image.new("RGB", (4, 4)), "GIF", save_all=True, append_images=[Image.new("RGB", (4, 4), "red")])

    def refuse(_contents: bytes, _form: str) -> bytes:
        raise metadata.BadStructure

    monkeypatch.setattr(pictures, "without_metadata", refuse)
    with pytest.raises(FileIsNotWhatItSays):
        agent.uploads("a.gif", moving)


@pytest.mark.parametrize(
    ("form", "contents"),
    [
        ("JPEG", b"\xff\xd8\x00\x00"),
        ("JPEG", b"\xff\xd8\xff\xe0\x00"),
        ("JPEG", b"\xff\xd8\xff\xda\x00\x02pixels without an end"),
        ("PNG", b"\x89PNG\r\n\x1a\n\x00\x00\x00\xffIDAT"),
        ("PNG", b"\x89PNG\r\n\x1a\n"),
        ("GIF", b"GIF89a\x01\x00\x01\x00\x00\x00\x00?"),
        ("GIF", b"GIF89a\x01\x00\x01\x00\x00\x00\x00!\xf9\xff"),
        ("GIF", b"GIF89a\x01\x00\x01\x00\x00\x00\x00!\xf9\x00"),
        ("GIF", b"GIF89a\x01\x00\x01\x00\x00\x00\x00!\xf9\x02\x00\x00"),
        ("WEBP", b"RIFF\xff\x00\x00\x00WEBPVP8 "),
    ],
)
def test_what_is_not_built_as_its_format_says_is_noticed(form: str, contents: bytes) -> None:
    with pytest.raises(metadata.BadStructure):
        metadata.without_metadata(contents, form)


def test_padding_between_the_parts_of_a_jpeg_is_no_rubbish() -> None:
    plain = coded(a_scene(), "JPEG")

    assert metadata.without_metadata(plain[:2] + b"\xff\xff" + plain[2:], "JPEG") == plain


# How large a picture may be.


def a_claim(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 30_000])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_small_file_with_very_many_pixels_is_refused(agent: AnsweringPerson, side: int) -> None:
    with pytest.raises(PictureTooBig):
        agent.uploads("photo.png", a_claim(side, side))


def test_an_animation_with_very_many_pixels_is_refused(agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue", "white")]
    moving = coded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    monkeypatch.setattr(pictures, "MOST_PIXELS_MOVING", 20 * 20 * 4 - 1)

    with pytest.raises(PictureTooBig):
        agent.uploads("a.gif", moving)


@pytest.mark.parametrize("form", FORMS)
def test_half_a_picture_is_refused(agent: AnsweringPerson, form: str) -> None:
    whole = coded(Image.effect_noise((200, 200), 80).convert("RGB"), form)

    with pytest.raises(FileIsNotWhatItSays):
        agent.uploads(FORMS[form], whole[: len(whole) // 2])


# Thumbnails.


def thumbnail_of(file: Attachment) -> Image.Image:
    with file.thumbnail.open("rb") as stored:
        image = Image.open(io.BytesIO(stored.read()))
    image.load()
    return image


@pytest.mark.parametrize("form", FORMS)
def test_a_large_picture_gets_a_small_one(agent: AnsweringPerson, form: str) -> None:
    file = agent.uploads(FORMS[form], a_telling_picture(form, orientation=6, size=(1_200, 800)))

    small = thumbnail_of(file)
    assert (small.format, small.size) == ("WEBP", (320, 480))
    assert is_near(small.convert("RGB").getpixel((10, 10)), (254, 0, 0))
    assert small.info.get("icc_profile") == PROFILE
    assert not small.getexif()


def test_a_small_picture_is_its_own_thumbnail(agent: AnsweringPerson) -> None:
    assert not agent.uploads("photo.png", coded(a_scene((480, 300)), "PNG")).thumbnail


def test_a_picture_of_few_pixels_and_many_bytes_gets_a_smaller_one(agent: AnsweringPerson) -> None:
    noise = Image.effect_noise((400, 400), 90).convert("RGB")

    file = agent.uploads("photo.png", coded(noise, "PNG"))

    assert file.thumbnail.size < file.size
    assert thumbnail_of(file).size == (400, 400)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_one_can_see_through_stays_so_when_it_is_small(agent: AnsweringPerson, mode: str) -> None:
    clear = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 300, 600))

    small = thumbnail_of(agent.uploads("photo.png", coded(clear.convert(mode), "PNG")))

    assert small.mode == "RGBA"
    assert small.getpixel((470, 10))[3] == 0  # type: ignore[index]
    assert small.getpixel((10, 10))[3] == 255  # type: ignore[index]
