"""What a provider returned, as agents may see it: whole, short, without card numbers, leading nowhere harmful."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils import timezone
from pydantic import TypeAdapter, ValidationError

from ..masking import masked
from ..shapes import BasketValue, CustomerValue
from .foreign import is_harmless, line

#: How many values a section may have.
MOST: Final = 50

_LABEL: Final = 100
_TEXT: Final = 500
#: No price, and no number of anything that a shop has.
_TOO_MUCH: Final = Decimal(10) ** 12
#: Decimal places that say something.
_PLACES: Final = 6
_CURRENCY: Final = re.compile(r"[A-Z]{3}")

_VALUES: Final = TypeAdapter(list[CustomerValue])
_BASKET: Final = TypeAdapter(BasketValue)


class Nonsense(Exception):
    """What a provider returned cannot be shown."""


def checked(given: object) -> list[CustomerValue]:
    """A section's values. Raises Nonsense, and whatever the provider's own objects do."""
    if not isinstance(given, list | tuple) or len(given) > MOST:
        raise Nonsense
    try:
        values = _VALUES.validate_python(list(given), strict=True)
    except ValidationError:
        raise Nonsense from None
    return [_made(value) for value in values]


def checked_title(given: object) -> str:
    """The title of a section."""
    return line(str(given), _LABEL)


def checked_address(given: object) -> str:
    """Where something leads, or an empty text. Raises Nonsense."""
    if not isinstance(given, str) or (given and not is_harmless(given)) or masked(given) != given:
        raise Nonsense
    return given


def checked_basket(given: object) -> BasketValue | None:
    """What a basket is worth; None for an empty one. Raises Nonsense."""
    if given is None:
        return None
    try:
        basket = _BASKET.validate_python(given, strict=True)
    except ValidationError:
        raise Nonsense from None
    return {"amount": _plain(basket["amount"]), "currency": _currency(basket["currency"])}


def _made(given: CustomerValue) -> CustomerValue:
    url, image = checked_address(given["url"]), checked_address(given["image"])
    if (given["kind"] == "link" and not url) or (given["kind"] == "image" and not image):
        raise Nonsense
    return {
        "kind": given["kind"],
        "label": line(given["label"], _LABEL),
        "value": _WRITTEN.get(given["kind"], _text)(given["value"]),
        "currency": _currency(given["currency"]) if given["kind"] == "money" else "",
        "url": url,
        "image": image,
        "detail": line(given["detail"], _TEXT),
        "tone": given["tone"],
    }


def _text(value: str) -> str:
    return line(value, _TEXT)


def _plain(value: str) -> str:
    """A number without an exponent. What may be a card's is none."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise Nonsense from None
    if not number.is_finite() or abs(number) >= _TOO_MUCH:
        raise Nonsense
    exponent = number.as_tuple().exponent
    written = f"{round(number, _PLACES) if isinstance(exponent, int) and exponent < -_PLACES else number:f}"
    if masked(written) != written:
        raise Nonsense
    return written


def _moment(value: str) -> str:
    """A day or a moment; one without a time zone is of the site's."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Nonsense from None
    if timezone.is_naive(moment):
        # Not in the time zone that is active here: that is the agent's own.
        moment = timezone.make_aware(moment, timezone.get_default_timezone())
    return moment.isoformat()


def _currency(code: str) -> str:
    if not _CURRENCY.fullmatch(code):
        raise Nonsense
    return code


_WRITTEN: Final[Mapping[str, Callable[[str], str]]] = {"number": _plain, "money": _plain, "date": _moment}
