"""The cards of what links to the sites lead to, made by the sources and providers that the settings name."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import chain, zip_longest
from typing import Any, Final, TypeVar
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import translation
from wagtail.models import Site

from ..cards import base as sources
from ..cards.base import CardSource
from ..customers import base as providers
from ..masking import masked
from ..shapes import Card
from .foreign import LONGEST_ADDRESS, is_harmless, line
from .links import OwnLink, own_links

logger = logging.getLogger(__name__)

#: A card, and the site that it is of.
SiteCard = tuple[int, Card]

MOST_OF_A_MESSAGE: Final = 3
MOST_FOUND: Final = 10

Answer = TypeVar("Answer")


def cards_in(text: str) -> tuple[SiteCard, ...]:
    """The cards of a text's links to the sites, at most three of each site.

    Never fails: what cannot be made is left out. To be called outside of transactions, since sources may be slow.
    """
    found: list[SiteCard] = []
    # Without card numbers: a link must not carry one into its card.
    for link in own_links(masked(text)):
        key = link.site.pk
        if sum(site == key for site, _card in found) < MOST_OF_A_MESSAGE:
            found += [(key, card) for card in _cards_of(link)]
    return tuple(found)


def search(sites: Iterable[Site], text: str, *, base_of: Callable[[Site], str]) -> list[Card]:
    """Up to ten cards by their title, from all sources in turn. `base_of` gives the address of a site's root."""
    rows = [_found(name, load, site, text.strip(), base_of(site)) for site in sites for name, load in _sources()]
    in_turn = (card for card in chain.from_iterable(zip_longest(*rows)) if card)
    return list({card["url"]: card for card in in_turn}.values())[:MOST_FOUND]


def _sources() -> Iterator[tuple[str, Callable[[], CardSource]]]:
    for name in sources.names():
        yield name, partial(sources.source, name)
    for name in providers.names():
        yield name, partial(providers.card_source, name)


def _cards_of(link: OwnLink) -> list[Card]:
    """The card of the first source that knows the path."""
    site, path = link.site, link.path
    for name, load in _sources():
        card = _answer(name, site, path, lambda load=load: _made(load().card(site, path), url=link.url))  # type: ignore[misc]
        if card is not None:
            return [card]
    return []


def _found(name: str, load: Callable[[], CardSource], site: Site, text: str, base: str) -> list[Card]:
    def asked() -> list[Card]:
        made = (_made(card, url=urljoin(base, card["url"])) for card in load().search(site, text, MOST_FOUND))
        return [card for card in made if card is not None]

    return _answer(name, site, "/", asked) or []


def _answer(name: str, site: Site, path: str, ask: Callable[[], Answer]) -> Answer | None:
    """What a source says, in the language of the path; None where it fails."""
    try:
        with translation.override(_language(path)), _kept_apart():
            return ask()
    except Exception as error:
        logger.error("The card source %s failed for site %s: %s", name, site.pk, type(error).__name__)
        if isinstance(error, DatabaseError) and not connection.in_atomic_block:
            # The connection itself may be what broke.
            close_old_connections()
    return None


def _kept_apart() -> AbstractContextManager[Any]:
    """Within somebody's transaction, one of its own: an error in the database must not break theirs."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _language(path: str) -> str:
    # Both sides read the same card: the agent's own language decides nothing.
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def _made(given: Card | None, *, url: str) -> Card | None:
    """A source's card as it is kept: complete, masked, short, and with harmless addresses; None without a title."""
    if given is None or not (title := line(given["title"], 200)):
        return None
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or len(url) > LONGEST_ADDRESS:
        return None
    return {
        "url": url,
        "title": title,
        "description": line(given["description"], 300),
        "image": given["image"] if given["image"] and is_harmless(given["image"]) else None,
        "detail": line(given["detail"], 100),
        "site": (parts.hostname or "").rstrip("."),
    }
