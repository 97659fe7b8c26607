"""Sources of cards as a site may have them: one that works, and others that do not."""

from django.db import connection
from django.http import HttpRequest
from wagtail.models import Site

from wagtail_livechat.cards.base import card
from wagtail_livechat.customers.base import CustomerProvider
from wagtail_livechat.shapes import Card


class Goods:
    """Knows everything below `/goods/`."""

    def card(self, site: Site, path: str) -> Card | None:
        name = path.removeprefix("/goods/")
        if name == path:
            return None
        return card(path=path, title=f"The {name.strip('/')}", image="/media/goods.jpg", detail="€38.00")

    def search(self, site: Site, text: str, limit: int) -> list[Card]:
        return [card(path=f"/goods/{text or number}/", title=f"{text or number}") for number in range(limit)]


class Broken:
    def card(self, site: Site, path: str) -> Card | None:
        raise RuntimeError(f"secret {path}")

    def search(self, site: Site, text: str, limit: int) -> list[Card]:
        raise RuntimeError(f"secret {text}")


class BrokenQuery:
    """Its query breaks the transaction that it runs in."""

    def card(self, site: Site, path: str) -> Card | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM no_such_table")
        return None

    def search(self, site: Site, text: str, limit: int) -> list[Card]:
        return []


class Careless:
    """Says what must not be believed as it is."""

    given: Card = card(path="/", title="")

    def card(self, site: Site, path: str) -> Card | None:
        return self.given

    def search(self, site: Site, text: str, limit: int) -> list[Card]:
        return [self.given]


class Shop(CustomerProvider):
    """A provider that knows goods."""

    def card(self, site: Site, path: str) -> Card | None:
        return card(path=path, title="From the shop") if path.startswith("/shop/") else None

    def search_cards(self, site: Site, text: str, limit: int) -> list[Card]:
        return [card(path="/shop/guji/", title="Guji")]


class Baskets(CustomerProvider):
    """A provider that knows no goods."""

    def has_basket(self, request: HttpRequest) -> bool:
        return True
