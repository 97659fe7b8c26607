"""Which links of a text lead to one of the sites that this Django serves."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.http.request import validate_host
from wagtail.models import Site

#: As the client finds them (`client/shared/links.ts`).
_ADDRESS: Final = re.compile(
    r"(?<![A-Za-z0-9_])(?:https?://|www\.)(?:(?![,;]https?://)[^\s<>\"\x00-\x1f\x7f-\x9f\xab\xad\xbb"
    r"\u200b-\u200f\u2018-\u201f\u2026-\u202f\u2039\u203a\u2060-\u206f\u3000-\u303f\ufeff\uff00-\uff1f])+",
    re.IGNORECASE,
)
_TRAILING: Final = ".,:;!?'*~([{"
_OPENING: Final = {")": "(", "]": "[", "}": "{"}
#: Longer ones, and more of them, are no links that somebody wants a card of.
_LONGEST: Final = 2_000
_MOST: Final = 20

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_DEBUG_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A link to one of the sites: its address, and the path as the site's own views see it."""

    site: Site
    url: str
    path: str


def has_links(text: str) -> bool:
    """Whether it is worth looking for links: a message without any must not pay for those that have some."""
    return "://" in text or "www." in text or "WWW." in text


def own_links(text: str) -> list[OwnLink]:
    """The links of a text that lead to one of the sites, each path of a site once, in their order."""
    sites: list[Site] | None = None
    found: dict[tuple[int, str], OwnLink] = {}
    for url, parts in islice(_addresses(text), _MOST):
        sites = list(Site.objects.select_related("root_page")) if sites is None else sites
        site = _site_of(parts, sites)
        if site is not None:
            path = unquote(parts.path) or "/"
            found.setdefault((site.pk, path), OwnLink(site=site, url=url, path=path))
    return list(found.values())


def _addresses(text: str) -> Iterator[tuple[str, SplitResult]]:
    for match in _ADDRESS.finditer(text):
        # What was masked is not what was meant.
        if len(match[0]) > _LONGEST or "•" in match[0]:
            continue
        address = _without_punctuation(match[0])
        url = address if "://" in address[:8] else f"https://{address}"
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            continue
        if parts.hostname and not parts.username and not parts.password:
            yield url, parts


def _without_punctuation(address: str) -> str:
    while _ends_loosely(address):
        address = address[:-1]
    return address


def _ends_loosely(address: str) -> bool:
    """Whether the last character belongs to the sentence around it."""
    last = address[-1]
    opening = _OPENING.get(last)
    return last in _TRAILING or (opening is not None and address.count(last) > address.count(opening))


def _site_of(parts: SplitResult, sites: Iterable[Site]) -> Site | None:
    """The site that would answer here: by host and port, by host alone, or the default one where Django serves the host.

    The scheme does not matter, nor what port it stands for: behind a proxy a site often knows neither.
    """
    host = _plain(parts.hostname or "")
    port = parts.port or _DEFAULT_PORTS[parts.scheme.lower()]
    usual = {80, 443}
    named = [site for site in sites if _plain(site.hostname) == host]
    for site in named:
        if site.port == port or {site.port, port} <= usual:
            return site
    if named:
        return named[0] if len(named) == 1 else next((site for site in named if site.is_default_site), None)
    return next((site for site in sites if site.is_default_site), None) if _is_served(host) else None


def _plain(host: str) -> str:
    """A host as it is compared: without a trailing dot, an international one in its ASCII form."""
    host = host.lower().rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def _is_served(host: str) -> bool:
    """Whether Django is told to answer for exactly this host; a pattern may stand for somebody else's."""
    named = settings.ALLOWED_HOSTS or (_DEBUG_HOSTS if settings.DEBUG else ())
    exact = [pattern for pattern in named if not pattern.startswith(("*", "."))]
    return bool(validate_host(f"[{host}]" if ":" in host else host, exact))
