"""A page that a browser says it shows, made fit to be kept: without secrets, without card numbers, cut to its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, unquote_plus, urlsplit, urlunsplit

from django.utils.dateparse import parse_datetime

from .. import conf
from ..inputs import PageIn
from ..masking import masked

URL_LENGTH: Final = 2_000
TITLE_LENGTH: Final = 300
#: What a browser remembers from longer ago is not taken.
REMEMBERED_FOR: Final = timedelta(days=1)

#: What advertisers add to a link so as to know the click again. Names a person: only its beginning is kept.
_CLICKS: Final = frozenset(["gclid", "fbclid", "msclkid"])
_CLICK_LENGTH: Final = 8
_CAMPAIGN_LENGTH: Final = 100
_MOST_PARAMETERS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was looked at. `referrer`: the page of another site that led there, or empty."""

    url: str
    title: str
    at: datetime
    referrer: str = ""
    campaign: Mapping[str, str] = field(default_factory=dict)


def page_at(given: PageIn, at: datetime) -> Page | None:
    """The page, looked at then; None for what has no address of the web."""
    url = clean_url(given.url)
    if not url:
        return None
    return Page(
        url=url,
        title=clean_title(given.title),
        at=at,
        referrer=_referrer(given.referrer, url),
        campaign=_campaign(given.url),
    )


def remembered_pages(given: tuple[PageIn, ...], now: datetime) -> list[Page]:
    """What a browser kept until it could be told, in order; each at the time that the browser names.

    A clock that is ahead is put right as far as it can be known to be wrong.
    """
    times = [_moment(page.at) for page in given]
    ahead = max([at - now for at in times if at and at > now], default=timedelta(0))
    pages = [
        page_at(page, at - ahead)
        for page, at in zip(given, times, strict=True)
        if at and at - ahead > now - REMEMBERED_FOR
    ]
    return sorted((page for page in pages if page), key=lambda page: page.at)


def clean_url(url: str) -> str:
    """An address as it may be kept: neither name and password, nor fragment, nor the parameters that the settings hide.
    Empty for what is none of the web's."""
    try:
        parts = urlsplit(url.strip())
        is_of_the_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        # No address at all, such as "http://[".
        return ""
    if not is_of_the_web:
        return ""
    host = parts.netloc.rpartition("@")[2]
    shown = urlunsplit((parts.scheme, host, parts.path, "&".join(_shown(parts.query)), ""))
    return masked(shown)[:URL_LENGTH]


def clean_title(title: str) -> str:
    return masked(" ".join(title.split()))[:TITLE_LENGTH]


def _shown(query: str) -> Iterator[str]:
    """The parameters that may be kept, as they were written."""
    hidden = {*conf.current().HIDDEN_PARAMETERS, *_CLICKS}
    for parameter in query.split("&"):
        if parameter and unquote_plus(parameter.partition("=")[0]).strip().lower() not in hidden:
            yield parameter


def _referrer(referrer: str, url: str) -> str:
    """The site itself is no referrer."""
    found = clean_url(referrer)
    return "" if not found or _host(found) == _host(url) else found


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _campaign(url: str) -> dict[str, str]:
    """The campaign parameters of an address, by name in lower case."""
    found: dict[str, str] = {}
    for parameter, value in parse_qsl(urlsplit(url.strip()).query):
        name = parameter.lower()
        is_click = name in _CLICKS
        if (is_click or name.startswith("utm_")) and len(found) < _MOST_PARAMETERS:
            said = _beginning(value) if is_click else masked(value)[:_CAMPAIGN_LENGTH]
            found.setdefault(masked(name)[:_CAMPAIGN_LENGTH], said)
    return found


def _beginning(click: str) -> str:
    return click if len(click) <= _CLICK_LENGTH else f"{click[:_CLICK_LENGTH]}…"


def _moment(text: str) -> datetime | None:
    """A time such as `2026-01-31T09:00:00.000Z`; None for anything else."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None
