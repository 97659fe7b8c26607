"""The shop's pictures, drawn: nothing is downloaded and nobody's photograph is borrowed."""

import math
import random
from collections.abc import Callable
from io import BytesIO

from django.core.files.images import ImageFile
from django.utils.text import slugify
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

from northlight.demo.content import Goods

#: Shapes are drawn at twice the size of the picture and scaled down, which smooths their edges.
SCALE = 2
SIZE = 800
SIDE = SIZE * SCALE
PAPER = "#faf6ee"
INK = "#2b2420"

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]


def product(goods: Goods) -> ImageFile:
    """A square picture of one product on a ground of its colours."""
    light, dark = goods.colours
    picture = gradient((SIZE, SIZE), light, mixed(light, dark, 0.55))
    glow(picture, mixed(light, "#ffffff", 0.35))
    shadow(picture, (0.22, 0.80, 0.78, 0.90))
    picture = picture.resize((SIDE, SIDE), Image.Resampling.NEAREST)
    DRAWINGS[goods.shape](Canvas(picture), goods)
    return saved(picture.reduce(SCALE), f"{slugify(goods.title)}.jpg")


def landscape(light: str, dark: str, *, seed: int) -> ImageFile:
    """A wide picture: a low sun over hills. The seed moves the hills."""
    width, height = 1600, 900
    picture = gradient((width, height), mixed(light, "#ffffff", 0.45), light, angle=0)
    draw = ImageDraw.Draw(picture)
    chance = random.Random(seed)
    sun_x, sun_y, radius = width * chance.uniform(0.6, 0.8), height * 0.36, 84
    draw.ellipse((sun_x - radius, sun_y - radius, sun_x + radius, sun_y + radius), fill=mixed(light, "#ffffff", 0.82))
    for layer in range(5):
        draw.polygon(hill(width, height, layer, chance), fill=mixed(light, dark, 0.28 + layer * 0.17))
    return saved(picture, f"landscape-{seed}.jpg")


def recipe() -> ImageFile:
    """A card with a recipe, as somebody would send it in a chat."""
    picture = gradient((SIZE, SIZE), "#e6d6bd", "#c9a97e")
    picture = picture.resize((SIDE, SIDE), Image.Resampling.NEAREST)
    canvas = Canvas(picture)
    canvas.box((0.1, 0.1, 0.9, 0.9), PAPER, radius=0.03)
    canvas.text("NORTHLIGHT", (0.5, 0.2), INK, size=0.03, spacing=0.012)
    canvas.text("Two mugs", (0.5, 0.32), "#7a3f2c", size=0.08)
    for number, line in enumerate(["30 g of coffee", "500 ml of water at 93 °C", "3 minutes", "patience"]):
        canvas.text(line, (0.5, 0.46 + number * 0.09), INK, size=0.036)
    return saved(picture.reduce(SCALE), "recipe-for-two-mugs.jpg")


def hill(width: int, height: int, layer: int, chance: random.Random) -> list[tuple[float, float]]:
    """The outline of one range of hills; later layers lie lower and nearer."""
    base = height * (0.46 + layer * 0.115)
    waves = [
        (chance.uniform(20, 54) / (i + 1), chance.uniform(0.6, 1.6) * (i + 1), chance.uniform(0, 6)) for i in range(3)
    ]
    ridge = [
        (x, base + sum(size * math.sin(pace * x / width * math.tau + start) for size, pace, start in waves))
        for x in range(0, width + 8, 8)
    ]
    return [(0, height), *ridge, (width, height)]


class Canvas:
    """Draws in fractions of the picture's side, so that shapes read as proportions."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self.draw = ImageDraw.Draw(picture)

    def box(self, box: Box, fill: Colour | str, *, radius: float = 0.0) -> None:
        self.draw.rounded_rectangle([part * SIDE for part in box], radius=radius * SIDE, fill=fill)

    def shape(self, points: list[tuple[float, float]], fill: Colour | str) -> None:
        self.draw.polygon([(x * SIDE, y * SIDE) for x, y in points], fill=fill)

    def disc(self, box: Box, fill: Colour | str) -> None:
        self.draw.ellipse([part * SIDE for part in box], fill=fill)

    def line(self, points: list[tuple[float, float]], fill: Colour | str, *, width: float) -> None:
        self.draw.line([(x * SIDE, y * SIDE) for x, y in points], fill=fill, width=int(width * SIDE), joint="curve")

    def arc(self, box: Box, start: float, end: float, fill: Colour | str, *, width: float) -> None:
        self.draw.arc([part * SIDE for part in box], start, end, fill=fill, width=int(width * SIDE))

    def text(
        self, words: str, middle: tuple[float, float], fill: Colour | str, *, size: float, spacing: float = 0.0
    ) -> None:
        """Centred, letter by letter, because Pillow knows no letter spacing."""
        font = ImageFont.load_default(size * SIDE)
        widths = [font.getlength(letter) + spacing * SIDE for letter in words]
        x = middle[0] * SIDE - (sum(widths) - spacing * SIDE) / 2
        for letter, width in zip(words, widths, strict=True):
            self.draw.text((x, middle[1] * SIDE), letter, font=font, fill=fill, anchor="lm")
            x += width


def bag(canvas: Canvas, goods: Goods) -> None:
    light, dark = goods.colours
    body = mixed(dark, "#000000", 0.12)
    canvas.shape([(0.305, 0.17), (0.695, 0.17), (0.72, 0.84), (0.28, 0.84)], body)
    canvas.shape([(0.305, 0.17), (0.36, 0.17), (0.335, 0.84), (0.28, 0.84)], mixed(dark, light, 0.22))
    canvas.shape([(0.64, 0.17), (0.695, 0.17), (0.72, 0.84), (0.665, 0.84)], mixed(dark, "#000000", 0.3))
    canvas.box((0.298, 0.145, 0.702, 0.205), mixed(dark, "#000000", 0.35), radius=0.008)
    canvas.box((0.355, 0.36, 0.645, 0.70), PAPER, radius=0.012)
    canvas.text("NORTHLIGHT", (0.5, 0.425), INK, size=0.021, spacing=0.008)
    canvas.box((0.47, 0.462, 0.53, 0.465), mixed(dark, light, 0.4))
    size = 0.062 if len(goods.label) <= 6 else 0.036
    canvas.text(goods.label, (0.5, 0.545), dark, size=size, spacing=0.006)
    canvas.text(goods.facts.get("Roast", "").upper() + " ROAST", (0.5, 0.645), INK, size=0.018, spacing=0.005)


def papers(canvas: Canvas, goods: Goods) -> None:
    light, dark = goods.colours
    for step in range(6):
        lift = step * 0.022
        tint = mixed("#f4e9d6", dark, 0.34 - step * 0.06)
        canvas.shape([(0.20, 0.42 - lift), (0.80, 0.42 - lift), (0.60, 0.86 - lift), (0.40, 0.86 - lift)], tint)
    canvas.line([(0.74, 0.33), (0.575, 0.735)], mixed(light, dark, 0.35), width=0.004)
    canvas.text(goods.label, (0.49, 0.50), mixed(light, dark, 0.6), size=0.09)


def dripper(canvas: Canvas, goods: Goods) -> None:
    light, dark = goods.colours
    clay, deep = mixed(light, "#ffffff", 0.4), mixed(light, dark, 0.3)
    canvas.arc((0.66, 0.36, 0.86, 0.60), 265, 110, deep, width=0.034)
    canvas.shape([(0.22, 0.30), (0.78, 0.30), (0.60, 0.70), (0.40, 0.70)], clay)
    canvas.shape([(0.62, 0.30), (0.78, 0.30), (0.60, 0.70), (0.53, 0.70)], mixed(clay, dark, 0.14))
    canvas.disc((0.22, 0.255, 0.78, 0.345), mixed(clay, "#ffffff", 0.35))
    canvas.disc((0.25, 0.268, 0.75, 0.332), mixed(dark, "#000000", 0.25))
    canvas.box((0.29, 0.69, 0.71, 0.745), deep, radius=0.02)
    canvas.shape([(0.42, 0.745), (0.58, 0.745), (0.56, 0.84), (0.44, 0.84)], clay)


def kettle(canvas: Canvas, goods: Goods) -> None:
    light, dark = goods.colours
    steel, deep = mixed(light, "#ffffff", 0.35), mixed(light, dark, 0.5)
    canvas.line(curve((0.37, 0.77), (0.12, 0.80), (0.32, 0.42), (0.12, 0.40)), deep, width=0.03)
    canvas.arc((0.56, 0.36, 0.92, 0.78), 250, 95, mixed(dark, "#000000", 0.3), width=0.036)
    canvas.shape([(0.40, 0.44), (0.66, 0.44), (0.74, 0.84), (0.32, 0.84)], steel)
    canvas.shape([(0.58, 0.44), (0.66, 0.44), (0.74, 0.84), (0.62, 0.84)], mixed(steel, dark, 0.25))
    canvas.disc((0.40, 0.40, 0.66, 0.48), mixed(steel, "#ffffff", 0.4))
    canvas.box((0.50, 0.335, 0.56, 0.425), mixed(dark, "#000000", 0.35), radius=0.02)


def grinder(canvas: Canvas, goods: Goods) -> None:
    light, dark = goods.colours
    metal, deep = mixed(light, dark, 0.35), mixed(dark, "#000000", 0.25)
    canvas.line([(0.5, 0.22), (0.76, 0.19)], deep, width=0.022)
    canvas.box((0.735, 0.10, 0.795, 0.215), mixed("#8a5a2b", "#000000", 0.1), radius=0.028)
    canvas.box((0.47, 0.18, 0.53, 0.30), deep, radius=0.01)
    canvas.box((0.385, 0.27, 0.615, 0.56), metal, radius=0.03)
    canvas.box((0.385, 0.27, 0.44, 0.56), mixed(metal, "#ffffff", 0.28), radius=0.03)
    canvas.box((0.375, 0.545, 0.625, 0.585), deep, radius=0.01)
    canvas.box((0.395, 0.58, 0.605, 0.85), mixed("#a9784c", "#000000", 0.15), radius=0.03)
    canvas.box((0.395, 0.58, 0.445, 0.85), mixed("#a9784c", "#ffffff", 0.15), radius=0.03)


def scale(canvas: Canvas, goods: Goods) -> None:
    light, dark = goods.colours
    canvas.shape([(0.36, 0.34), (0.64, 0.34), (0.60, 0.62), (0.40, 0.62)], mixed(light, "#ffffff", 0.55))
    canvas.arc((0.58, 0.38, 0.74, 0.56), 270, 100, mixed(light, "#ffffff", 0.4), width=0.022)
    canvas.disc((0.36, 0.31, 0.64, 0.37), mixed(dark, "#000000", 0.4))
    canvas.box((0.17, 0.62, 0.83, 0.71), mixed(dark, "#000000", 0.45), radius=0.025)
    canvas.box((0.17, 0.69, 0.83, 0.83), mixed(dark, "#000000", 0.2), radius=0.025)
    canvas.box((0.33, 0.725, 0.67, 0.80), INK, radius=0.012)
    canvas.text("30.0 g  1:32", (0.5, 0.762), "#f6d9a8", size=0.036)


def curve(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """A cubic Bézier curve from the first point to the fourth, bent by the two between."""
    steps = [step / 24 for step in range(25)]
    shares = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in steps]
    return [
        (
            sum(share * x for share, (x, _) in zip(row, points, strict=True)),
            sum(share * y for share, (_, y) in zip(row, points, strict=True)),
        )
        for row in shares
    ]


DRAWINGS: dict[str, Callable[[Canvas, Goods], None]] = {
    "bag": bag,
    "papers": papers,
    "dripper": dripper,
    "kettle": kettle,
    "grinder": grinder,
    "scale": scale,
}


def mixed(first: Colour | str, second: Colour | str, share: float) -> Colour:
    """The colour between two, `share` of the way to the second."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    red, green, blue = (round(one + (other - one) * share) for one, other in pairs)
    return red, green, blue


def rgb(colour: Colour | str) -> Colour:
    return ImageColor.getrgb(colour)[:3] if isinstance(colour, str) else colour


def gradient(size: tuple[int, int], first: Colour | str, second: Colour | str, *, angle: float = 32) -> Image.Image:
    """A linear gradient, from the top when the angle is 0."""
    ramp = Image.linear_gradient("L")
    if angle:
        ramp = ramp.resize((512, 512)).rotate(angle, resample=Image.Resampling.BICUBIC).crop((96, 96, 416, 416))
    mask = ramp.resize(size, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", size, rgb(second)), Image.new("RGB", size, rgb(first)), mask)


def glow(picture: Image.Image, colour: Colour) -> None:
    """Light from the upper left, as from a window."""
    mask = ImageChops.invert(Image.radial_gradient("L")).resize((SIZE * 2, SIZE * 2))
    mask = mask.crop((SIZE // 2, SIZE * 5 // 8, SIZE * 3 // 2, SIZE * 13 // 8))
    picture.paste(Image.new("RGB", picture.size, colour), mask=mask.point([value * 2 // 3 for value in range(256)]))


def shadow(picture: Image.Image, box: Box) -> None:
    """A soft shadow on the table, blurred small and scaled up, which is the same and faster."""
    small = Image.new("L", (200, 200))
    ImageDraw.Draw(small).ellipse([part * 200 for part in box], fill=110)
    mask = small.filter(ImageFilter.GaussianBlur(7)).resize(picture.size, Image.Resampling.BICUBIC)
    picture.paste(Image.new("RGB", picture.size, "#1d1512"), mask=mask)


def saved(picture: Image.Image, name: str) -> ImageFile:
    content = BytesIO()
    picture.save(content, "JPEG", quality=86)
    content.seek(0)
    return ImageFile(content, name=name)
