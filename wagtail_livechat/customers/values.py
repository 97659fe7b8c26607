"""What a provider says of a customer, value by value.

Each function makes one line of the panel. `url`: where it leads, and `image`: a small picture, are addresses of the web
(`https://…`) or of this site (`/…`); `detail` is a second line below the first one; `tone`: how a status is to be taken.
"""

import datetime
from decimal import Decimal

from ..shapes import CustomerValue, Tone, ValueKind
from .base import Words


def text(label: Words, value: Words, *, url: str = "", image: str = "", detail: Words = "") -> CustomerValue:
    """A line of text."""
    return _value("text", label, value, url=url, image=image, detail=detail)


def number(
    label: Words, value: int | float | Decimal, *, url: str = "", image: str = "", detail: Words = ""
) -> CustomerValue:
    """A number, written as the agent's language writes it."""
    return _value("number", label, str(value), url=url, image=image, detail=detail)


def money(
    label: Words,
    amount: Decimal | int | float,
    currency: str,
    *,
    url: str = "",
    image: str = "",
    detail: Words = "",
    tone: Tone = "",
) -> CustomerValue:
    """An amount; `currency` by ISO 4217, such as `EUR`. With a picture or a detail it is drawn as a row."""
    return _value("money", label, str(amount), currency=currency, url=url, image=image, detail=detail, tone=tone)


def date(label: Words, value: datetime.date, *, url: str = "", image: str = "", detail: Words = "") -> CustomerValue:
    """A day, or a moment where `value` is a datetime."""
    return _value("date", label, value.isoformat(), url=url, image=image, detail=detail)


def link(label: Words, words: Words, url: str, *, image: str = "", detail: Words = "") -> CustomerValue:
    """Words that lead somewhere."""
    return _value("link", label, words, url=url, image=image, detail=detail)


def image(label: Words, address: str, *, description: Words = "", url: str = "", detail: Words = "") -> CustomerValue:
    """A picture; `description` is for those who do not see it."""
    return _value("image", label, description, image=address, url=url, detail=detail)


def status(
    label: Words, value: Words, tone: Tone = "", *, url: str = "", image: str = "", detail: Words = ""
) -> CustomerValue:
    """A state in a word or two, good, a warning, bad, or none of these."""
    return _value("status", label, value, tone=tone, url=url, image=image, detail=detail)


def _value(
    kind: ValueKind,
    label: Words,
    value: Words,
    *,
    currency: str = "",
    url: str = "",
    image: str = "",
    detail: Words = "",
    tone: Tone = "",
) -> CustomerValue:
    return {
        "kind": kind,
        "label": str(label),
        "value": str(value),
        "currency": currency,
        "url": url,
        "image": image,
        "detail": str(detail),
        "tone": tone,
    }
