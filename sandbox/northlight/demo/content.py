"""The words of the shop: what is sold, written and answered."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Goods:
    """A product as the demo describes it; `label` and `colours` draw its picture."""

    upc: str
    title: str
    category: str
    price: Decimal
    stock: int
    summary: str
    text: str
    shape: str
    label: str
    colours: tuple[str, str]
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Article:
    """A post or a help page. `picture` names the colours of a post's picture, top and bottom."""

    slug: str
    title: str
    summary: str
    body: str
    author: str = ""
    age_days: int = 0
    picture: tuple[str, str] = ("#c9a27a", "#6e4a30")


SINGLE_ORIGIN = "Coffee > Single origin"
BLENDS = "Coffee > Blends"
BREWING = "Equipment > Brewing"
GRINDING = "Equipment > Grinding"

CATEGORIES = {
    "Coffee": "Roasted on Tuesdays and Thursdays, sent the same day, best from the fifth day on.",
    SINGLE_ORIGIN: "One farm or one washing station in each bag, and its name on the label.",
    BLENDS: "The same cup every morning, whatever the season.",
    "Equipment": "A few good things that we use ourselves and can get parts for.",
    BREWING: "Drippers, kettles, papers.",
    GRINDING: "The one purchase that changes the cup most.",
}

GOODS = [
    Goods(
        "NL-1001", "Ethiopia Guji, 1 kg", SINGLE_ORIGIN, Decimal("38.00"), 42,
        "Floral, bergamot, peach.",
        "From the Hambela district, dried on raised beds for eighteen days. A light roast for filter: jasmine when you open "
        "the bag, peach in the cup, and a finish like black tea.",
        "bag", "GUJI", ("#c9a27a", "#6e4a30"),
        {"Origin": "Guji, Ethiopia", "Process": "Natural", "Altitude": "2,050 m", "Roast": "Light", "Best for": "Filter"},
    ),
    Goods(
        "NL-1002", "Colombia Huila, 250 g", SINGLE_ORIGIN, Decimal("10.80"), 65,
        "Red apple, caramel, milk chocolate.",
        "Thirty-one growers around Pitalito, one washing station. Sweet and round, the bag to give to somebody who says that "
        "coffee is bitter.",
        "bag", "HUILA", ("#d9b38c", "#9c4a34"),
        {"Origin": "Huila, Colombia", "Process": "Washed", "Altitude": "1,750 m", "Roast": "Medium", "Best for": "Filter, espresso"},
    ),
    Goods(
        "NL-1003", "Kenya Nyeri AA, 250 g", SINGLE_ORIGIN, Decimal("13.90"), 18,
        "Blackcurrant, grapefruit, brown sugar.",
        "The big beans of the Gichathaini mill. Bright and juicy; brew it a little cooler than you are used to.",
        "bag", "NYERI", ("#b98a8f", "#4d2433"),
        {"Origin": "Nyeri, Kenya", "Process": "Double washed", "Altitude": "1,800 m", "Roast": "Light", "Best for": "Filter"},
    ),
    Goods(
        "NL-1004", "Brazil Sítio da Torre, 1 kg", SINGLE_ORIGIN, Decimal("29.00"), 54,
        "Hazelnut, cocoa, low acidity.",
        "A family farm in Carmo de Minas. Thick and nutty, forgiving with every machine, and kind to milk.",
        "bag", "TORRE", ("#cbb08a", "#5b4428"),
        {"Origin": "Minas Gerais, Brazil", "Process": "Pulped natural", "Altitude": "1,200 m", "Roast": "Medium", "Best for": "Espresso"},
    ),
    Goods(
        "NL-2001", "House Blend, 1 kg", BLENDS, Decimal("27.00"), 120,
        "Toffee, almond, orange peel.",
        "What we drink when we are not tasting. Brazil for the body, Colombia for the sweetness, a little Ethiopia on top.",
        "bag", "HOUSE", ("#9fb8ad", "#2f5d55"),
        {"Origin": "Brazil, Colombia, Ethiopia", "Roast": "Medium", "Best for": "Everything"},
    ),
    Goods(
        "NL-2002", "Polar Night Espresso, 1 kg", BLENDS, Decimal("31.00"), 77,
        "Dark chocolate, walnut, molasses.",
        "Our darkest roast, stopped well before it turns bitter. Cuts through milk like a lighthouse.",
        "bag", "POLAR", ("#7d86a8", "#1f2540"),
        {"Origin": "Brazil, Sumatra", "Roast": "Dark", "Best for": "Espresso, moka pot"},
    ),
    Goods(
        "NL-2003", "Quiet Evening Decaf, 250 g", BLENDS, Decimal("11.20"), 33,
        "Vanilla, plum, biscuit.",
        "Decaffeinated with sugar-cane alcohol in Colombia, which leaves the sweetness where it was. Nobody has noticed yet.",
        "bag", "EVENING", ("#c4a8bd", "#5a3d58"),
        {"Origin": "Cauca, Colombia", "Process": "Sugar-cane decaf", "Roast": "Medium", "Best for": "After dinner"},
    ),
    Goods(
        "NL-3001", "Filter papers, 100 pieces", BREWING, Decimal("5.00"), 400,
        "Unbleached, for size 02 drippers.",
        "Thin enough to run quickly, strong enough not to tear. Rinse once before the first pour.",
        "papers", "02", ("#e6d6bd", "#a98a61"),
        {"Size": "02", "Pieces": "100", "Material": "Unbleached paper"},
    ),
    Goods(
        "NL-3002", "Stoneware dripper", BREWING, Decimal("24.00"), 26,
        "Holds its heat, size 02.",
        "Thrown by Ateliers Rhône in Lyon, glazed in the colour of wet sand. Fits every mug and most carafes.",
        "dripper", "", ("#dcc7ad", "#8a6a4c"),
        {"Size": "02", "Material": "Stoneware", "Care": "Dishwasher"},
    ),
    Goods(
        "NL-3003", "Gooseneck kettle, 0.9 l", BREWING, Decimal("64.00"), 0,
        "A slow, steady pour.",
        "Brushed steel, a thermometer in the lid, a handle that stays cool. Back from the maker next week.",
        "kettle", "", ("#b9c2c4", "#4d5a5e"),
        {"Volume": "0.9 l", "Material": "Brushed steel", "Hob": "Gas, electric, induction"},
    ),
    Goods(
        "NL-4001", "Hand grinder", GRINDING, Decimal("89.00"), 14,
        "Steel burrs, thirty-six clicks.",
        "Twenty-five grams in forty seconds, and quiet enough for the others to go on sleeping. Every part can be replaced.",
        "grinder", "", ("#a3a79a", "#3a3f35"),
        {"Burrs": "38 mm steel", "Capacity": "25 g", "Weight": "480 g"},
    ),
    Goods(
        "NL-4002", "Brewing scale with timer", GRINDING, Decimal("39.00"), 31,
        "A tenth of a gram, and it does not switch itself off.",
        "Flat, silent, charged by USB-C twice a year. The timer starts with the first drop.",
        "scale", "", ("#c8bdb0", "#5d5348"),
        {"Precision": "0.1 g", "Maximum": "3 kg", "Power": "USB-C"},
    ),
]  # fmt: skip

TAGLINE = "Coffee roasted in the north light"
INTRODUCTION = (
    "A small roastery with two roasting days a week. We buy from people whose names we know, roast lightly, "
    "and send the bag the day it cools."
)

BLOG_INTRODUCTION = "Notes from the roastery: harvests, recipes, and things that went wrong."
POSTS = [
    Article(
        "guji-is-back", "The Guji is back", "The new harvest arrived on Monday. It is sweeter than last year's, and there is less of it.",
        "<p>Forty bags came up the stairs on Monday, and by noon the whole house smelled of apricots. The rains were late in "
        "Hambela this year, so the cherries hung longer; you taste it as sweetness.</p><h2>How we roast it</h2><p>A little "
        "slower at the start than last year, and out of the drum twenty seconds sooner. If you brewed the last harvest at "
        "94 degrees, try 92.</p><h2>How much there is</h2><p>Enough until spring if nobody tells their friends. The one "
        "kilogram bags go out on Thursdays.</p>",
        "Martin Novak", 4, ("#d8a57c", "#7a3f2c"),
    ),
    Article(
        "a-recipe-for-two-mugs", "A recipe for two mugs", "Thirty grams, five hundred millilitres, three minutes. The rest is patience.",
        "<p>Most questions in our chat are about this, so here it is once, in full.</p><h2>What you need</h2><ul><li>30 g of "
        "coffee, ground like coarse sand</li><li>500 ml of water at 93 degrees</li><li>a size 02 dripper and a rinsed "
        "paper</li></ul><h2>What you do</h2><ol><li>Pour 60 ml and wait for forty seconds.</li><li>Pour up to 300 ml in slow "
        "circles.</li><li>At 1:30, pour the rest.</li><li>Lift the dripper at three minutes, whatever is left in it.</li>"
        "</ol><p>Too sour? Grind finer. Too bitter? Grind coarser. Change one thing at a time.</p>",
        "Tom Becker", 19, ("#b7c4b4", "#3f5f4f"),
    ),
    Article(
        "why-we-stopped-selling-subscriptions", "Why we stopped selling subscriptions",
        "A bag every two weeks sounds good until you go on holiday.",
        "<p>For three years a quarter of our bags went out on a schedule. Then we counted how many of the messages to us began "
        "with “please skip the next one”.</p><p>So now there is a button in your account that orders the same again, and no "
        "schedule. We roast what was ordered. Nothing gets stale on anybody's doorstep.</p>",
        "Martin Novak", 47, ("#c2b6d0", "#4a3f66"),
    ),
]  # fmt: skip

HELP_INTRODUCTION = (
    "The questions that we are asked most. If yours is not here, open the chat: one of us is usually there."
)
HELP = [
    Article(
        "delivery", "Delivery and its cost", "Within the European Union, free of charge, two to four days.",
        "<p>We roast on Tuesdays and Thursdays, and what was ordered by noon leaves the same day. Parcels inside the European "
        "Union are free and take two to four days; to the United Kingdom and Switzerland about a week.</p><p>You get an "
        "e-mail with a tracking number when the parcel leaves the house.</p>",
    ),
    Article(
        "returns", "Sending something back", "Equipment within thirty days, coffee if it was our mistake.",
        "<p>Equipment can come back within thirty days, used or not, as long as it is clean. Tell us the order number in the "
        "chat and we send a label.</p><p>We cannot take back opened coffee, but if it does not taste the way it should, write "
        "to us: roasting is done by hand, and hands have bad days.</p>",
    ),
    Article(
        "grinding", "Can you grind it for me?", "Yes. Say for what in the note of your order.",
        "<p>Yes. Write “filter”, “moka”, “espresso” or “press” in the note of your order. Ground coffee is at its best for a "
        "week, whole beans for two months, so we still recommend a grinder before anything else.</p>",
    ),
    Article(
        "storing", "How to store coffee", "In its bag, closed, in a cupboard. Not in the fridge.",
        "<p>In its own bag, pressed flat and closed, in a dark cupboard. The fridge is damp and smells of cheese. Freezing "
        "works if the bag has never been opened; let it reach room temperature before you open it.</p>",
    ),
    Article(
        "paying", "How can I pay?", "This is a demonstration shop: nothing is ever charged.",
        "<p>This is a demonstration shop. You can go through the whole checkout and place an order, and nothing is charged or "
        "sent. It is here to show a live chat at work.</p>",
    ),
]  # fmt: skip
