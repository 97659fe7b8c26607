"""What the outside sees of the shop's customers."""

from typing import Literal

from typing_extensions import TypedDict

ValueKind = Literal["text", "number", "money", "date", "link", "image", "status"]
Tone = Literal["", "good", "warning", "bad"]


class BasketValue(TypedDict):
    """`amount` as a decimal number, e.g. `"48.00"`; `currency`: ISO 4217."""

    amount: str
    currency: str


class CustomerValue(TypedDict):
    """One line that a shop knows of a customer. `value` by `kind`: a text, a number, an amount ("64.00" with `currency`),
    an ISO date, the words of a link, the description of an image, a status. `url`: where it leads, empty for nowhere;
    `image`: the address of a small picture; `detail`: a second line; `tone`: how a status is to be taken."""

    kind: ValueKind
    label: str
    value: str
    currency: str
    url: str
    image: str
    detail: str
    tone: Tone


class CustomerSection(TypedDict):
    """`error`: what went wrong in the shop's own code, for agents to read; null where nothing did."""

    id: str
    title: str
    url: str
    values: list[CustomerValue]
    error: str | None


class CustomerData(TypedDict):
    """What the shops know of a visitor. `off`: the site does not show it; `no_user`: nobody was logged in, and no basket
    is known."""

    state: Literal["off", "no_user", "on"]
    sections: list[CustomerSection]
