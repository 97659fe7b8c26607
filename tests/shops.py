"""Shops that know customers, as a site may have them: one that works, and others that do not."""

from collections.abc import Sequence
from threading import Event
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from wagtail_livechat.customers.base import Customer, CustomerProvider
from wagtail_livechat.customers.values import money, number, text
from wagtail_livechat.shapes import BasketValue, CustomerValue

ORDERS, LETTERS = "tests.shops.Knowing:orders", "tests.shops.Knowing:letters"


class Knowing(CustomerProvider):
    """Knows its customers, and notes what it was asked."""

    title = "A shop of the tests"
    # A word that Django itself translates.
    section_names = {"orders": "Orders", "letters": gettext_lazy("Monday")}
    #: What it was asked, since the test began.
    asked: list[tuple[str, Customer]] = []
    #: What is found in each basket, by its key.
    baskets: dict[str, str] = {}

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        self.asked.append((section, customer))
        if section == "letters":
            return [text(gettext_lazy("Monday"), "none")]
        if customer.basket:
            return [money("Basket", self.baskets[customer.basket], "EUR")]
        return [number("Orders", 3)] if customer.user else ()

    def link(self, section: str, customer: Customer) -> str:
        return f"/back-office/{section}/"

    def basket_key(self, request: HttpRequest) -> str:
        return request.COOKIES.get("basket", "")

    def basket_value(self, customer: Customer) -> BasketValue | None:
        self.asked.append(("a basket", customer))
        amount = self.baskets.get(customer.user.get_username() if customer.user else customer.basket)
        return {"amount": amount, "currency": "EUR"} if amount else None


class Broken(CustomerProvider):
    """Says what nobody may read."""

    section_names = {"orders": "Orders", "letters": "Letters"}

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        if section == "letters":
            raise SystemExit("secret")
        raise RuntimeError("secret")

    def basket_values(self, customers: Sequence[Customer]) -> Sequence[BasketValue | None]:
        raise RuntimeError("secret")


class Hanging(CustomerProvider):
    """Says nothing until it is let go."""

    section_names = {"orders": "Orders"}
    let_go = Event()

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        self.let_go.wait(60)
        return [text("At last", "secret")]


class Careless(CustomerProvider):
    """Says what must not be believed as it is."""

    section_names = {"orders": "Orders"}
    given: Any = ()
    leads_to: Any = ""
    worth: Any = ()

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        return self.given

    def link(self, section: str, customer: Customer) -> str:
        return self.leads_to

    def basket_values(self, customers: Sequence[Customer]) -> Sequence[BasketValue | None]:
        return self.worth


class Looking(CustomerProvider):
    """Looks into the database."""

    section_names = {"people": "People"}

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        return [number("People", get_user_model().objects.count())]


class Unsorted(CustomerProvider):
    """Has forgotten what it has."""

    section_names = None


class NoProvider:
    """Knows nothing of what it will be asked for."""

    section_names: dict[str, str] = {}
