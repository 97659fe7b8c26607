"""Where a network address is, by the database that Django's own `GEOIP_PATH` names. None named: nowhere known.

Read are MaxMind's and DB-IP's City and Country databases, and flat ones, of which a record is `{"country_code": "FR"}`.
Needs the extra `geoip`.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

try:
    import maxminddb
except ImportError:  # the extra is not installed
    maxminddb = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

#: In a folder, these are looked for, as Django does; the site may name others.
_NAMES: Final = ("GeoLite2-City.mmdb", "GeoIP2-City.mmdb", "GeoLite2-Country.mmdb", "GeoIP2-Country.mmdb")
_LONGEST: Final = 100
#: Some databases have codes of their own, such as `A1`, for those who hide where they are.
_COUNTRY: Final = re.compile("[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of where somebody is. `country_code`: ISO 3166-1 alpha-2; names in English; unknown is empty."""

    country_code: str = ""
    region: str = ""
    city: str = ""


def is_installed() -> bool:
    """Whether databases can be read at all."""
    return maxminddb is not None


def locate(address: str) -> Place:
    """Where an IP address is. Never fails: a database that is missing or broken knows nothing."""
    path = _database()
    if path is None or not address:
        return Place()
    try:
        # Opened anew once the file was replaced.
        record = _opened(path, path.stat().st_mtime_ns).get(address)
    except ValueError:
        # An address of a kind that the database does not have.
        return Place()
    except (OSError, RuntimeError) as error:
        _complain(str(path), type(error).__name__)
        return Place()
    return _place(record) if isinstance(record, Mapping) else Place()


def _database() -> Path | None:
    named = getattr(settings, "GEOIP_PATH", None)
    if not named or maxminddb is None:
        return None
    path = Path(named)
    if not path.is_dir():
        return path
    wanted = (getattr(settings, "GEOIP_CITY", None), getattr(settings, "GEOIP_COUNTRY", None), *_NAMES)
    return next((path / name for name in wanted if name and (path / name).is_file()), None)


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int) -> Any:
    # The reader below geoip2's own, which refuses the databases of other makers.
    return maxminddb.open_database(path)


@lru_cache(maxsize=8)
def _complain(path: str, why: str) -> None:
    """Once for each: a broken database would fill the log."""
    logger.warning("The database of places %s cannot be used: %s", path, why)


def _place(record: Mapping[str, Any]) -> Place:
    country = record.get("country")
    flat = record.get("country_code") or country
    code = country.get("iso_code") if isinstance(country, Mapping) else flat
    regions = record.get("subdivisions")
    region = regions[0] if isinstance(regions, list) and regions else record.get("region") or record.get("state1")
    return Place(
        country_code=code.upper() if isinstance(code, str) and _COUNTRY.fullmatch(code) else "",
        region=_name(region),
        city=_name(record.get("city")),
    )


def _name(place: object) -> str:
    """The English name, or any; flat databases have a text."""
    if isinstance(place, str):
        return place[:_LONGEST]
    names = place.get("names") if isinstance(place, Mapping) else None
    if not isinstance(names, Mapping) or not names:
        return ""
    return str(names.get("en") or next(iter(names.values())))[:_LONGEST]
