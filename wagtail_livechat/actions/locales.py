"""What a browser says of its language and its time zone, as it can be kept of a visitor."""

from functools import lru_cache
from typing import Final
from zoneinfo import available_timezones

from ..masking import masked

#: The longest code of a language, as its column has it.
_LANGUAGE_LENGTH: Final = 20


def kept_language(code: str) -> str:
    """The language, e.g. `fr` or `pt-BR`."""
    return masked(code)[:_LANGUAGE_LENGTH]


def known_zone(name: str) -> str:
    """The time zone, e.g. `Europe/Paris`; empty where there is none of this name."""
    return name if name in _zones() else ""


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    # Asked for with each beacon: opening the zone's own file each time would take longer than all else.
    return frozenset(available_timezones())
