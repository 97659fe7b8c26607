"""The port to the site's own shop: what a provider may know, and which of them a site has."""

from functools import lru_cache
from typing import Protocol

from django.http import HttpRequest
from django.utils.module_loading import import_string
from wagtail.models import Site

from .. import conf
from ..cards.base import CardSource
from ..shapes import Card


class CustomerProvider(Protocol):
    """What a shop knows of its goods and customers. A subclass overrides what it can answer.

    What a provider raises costs a line in the log and its part of the answer, nothing else.
    """

    def card(self, site: Site, path: str) -> Card | None:
        """The card of a path of this site (`/shop/guji/`, percent-decoded), or None where it is somebody else's."""
        return None

    def search_cards(self, site: Site, text: str, limit: int) -> list[Card]:
        """Up to `limit` cards whose title has this text; without a text those that are asked for most."""
        return []

    def has_basket(self, request: HttpRequest) -> bool:
        """Whether there is something in the basket of who asks."""
        return False


def provider(name: str) -> CustomerProvider:
    """The provider of this dotted name. Raises ImportError."""
    return _made(name)


def card_source(name: str) -> CardSource:
    """The same provider, as a source of cards. Raises ImportError."""
    return _Cards(provider(name))


def names() -> tuple[str, ...]:
    """The dotted names of the providers that the settings give."""
    return tuple(conf.current().CUSTOMER_PROVIDERS)


class _Cards:
    def __init__(self, provider: CustomerProvider) -> None:
        self.provider = provider

    def card(self, site: Site, path: str) -> Card | None:
        return self.provider.card(site, path)

    def search(self, site: Site, text: str, limit: int) -> list[Card]:
        return self.provider.search_cards(site, text, limit)


@lru_cache
def _made(name: str) -> CustomerProvider:
    made: CustomerProvider = import_string(name)()
    return made
