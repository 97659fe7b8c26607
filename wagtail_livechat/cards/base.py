"""The port through which cards are made: what a source of cards is, and which of them a site has."""

from functools import lru_cache
from typing import Protocol

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.module_loading import import_string
from wagtail.models import Site

from .. import conf
from ..shapes import Card


class CardSource(Protocol):
    """Knows what some of a site's own addresses lead to. It never asks the network.

    Both methods run outside of transactions, in the language of the path. What they raise costs a line in the log and
    the card, never the message. Only what everybody may see on the public site becomes a card.
    """

    def card(self, site: Site, path: str) -> Card | None:
        """The card of a path of this site (`/blog/news/`, percent-decoded), or None where it is somebody else's."""
        ...

    def search(self, site: Site, text: str, limit: int) -> list[Card]:
        """Up to `limit` cards whose title has this text; without a text those that are asked for most."""
        ...


def card(*, path: str, title: str, description: str = "", image: str | None = None, detail: str = "") -> Card:
    """A card. `path` and `image` begin with `/`, or are addresses of the web."""
    return {"url": path, "title": title, "description": description, "image": image, "detail": detail, "site": ""}


def source(name: str) -> CardSource:
    """The source of this dotted name. Raises ImportError."""
    return _made(name)


def names() -> tuple[str, ...]:
    """The dotted names of the sources that the settings give."""
    return tuple(conf.current().CARD_SOURCES)


def match_of(path: str) -> ResolverMatch | None:
    """The view that would answer a path, also where its last slash was left out."""
    for address in (path, f"{path}/"):
        try:
            return resolve(address)
        except Resolver404:
            continue
    return None


@lru_cache
def _made(name: str) -> CardSource:
    made: CardSource = import_string(name)()
    return made
