"""The port to the site's own shop: what a provider may know, and which of them a site has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from wagtail.models import Site

from .. import conf
from ..cards.base import CardSource
from ..shapes import BasketValue, Card, CustomerValue

#: A text, or one that is translated when it is read.
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom a provider is asked about. `user`: who was logged in, None for a stranger; `basket`: what the provider's own
    `basket_key` said of the browser's last visit."""

    site: Site
    user: AbstractBaseUser | None = None
    basket: str = ""


class CustomerProvider(Protocol):
    """What a shop knows of its goods and customers. A subclass overrides what it can answer.

    It is made once, without arguments, and asked from several threads. What it raises costs a line in the log and its
    part of the answer, nothing else.
    """

    #: What it is called where managers choose sections; empty: its class's name.
    title: Words = ""
    #: Key -> title of each section that it has, in their order. A manager chooses which of them a site shows.
    section_names: Mapping[str, Words] = {}

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        """What it knows, made with the functions of `customers.values`; empty where there is nothing to say.

        It runs in a thread of its own and may take `CUSTOMER_TIMEOUT` seconds, in the language of the agent who reads
        it. At most 50 values.
        """
        return ()

    def link(self, section: str, customer: Customer) -> str:
        """Where the shop's own back office shows more of the section, such as `/shop/dashboard/users/7/`; empty for
        nowhere."""
        return ""

    def basket_key(self, request: HttpRequest) -> str:
        """What the basket of this browser is known by; empty where there is none. Asked with each page that is
        recorded, so it must be cheap: no query."""
        return ""

    def basket_value(self, customer: Customer) -> BasketValue | None:
        """What is in the open basket, worth; None where it is empty."""
        return None

    def basket_values(self, customers: Sequence[Customer]) -> Sequence[BasketValue | None]:
        """The same for many at once, in their order. Override it to take a fixed number of queries."""
        return [self.basket_value(customer) for customer in customers]

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


def sections(name: str) -> tuple[Words, dict[str, Words]]:
    """What a provider is called, and the titles of its sections by what stands in the site's settings,
    `<dotted name>:<key>`. Raises ImportError, and whatever the provider does."""
    found = provider(name)
    titles = {f"{name}:{key}": title for key, title in found.section_names.items()}
    return found.title or type(found).__name__, titles


def is_provider(made: object) -> bool:
    """Whether this has everything that a provider is asked for."""
    asked = [name for name, value in vars(CustomerProvider).items() if callable(value) and not name.startswith("_")]
    has_sections = isinstance(getattr(made, "section_names", None), Mapping)
    return has_sections and all(callable(getattr(made, name, None)) for name in asked)


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
