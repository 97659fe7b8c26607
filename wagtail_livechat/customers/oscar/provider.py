"""The provider itself; what it says is worked out beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model
from wagtail.models import Site

from ...cards.base import match_of
from ...shapes import BasketValue, Card, CustomerValue
from ..base import Customer, CustomerProvider, Words
from . import baskets, history, products

_OF_USERS: Final[Mapping[str, Callable[[Any], list[CustomerValue]]]] = {
    "orders": history.orders,
    "last_orders": history.last_orders,
    "wish_lists": history.wish_lists,
    "vouchers": history.vouchers,
    "addresses": history.addresses,
}


class OscarProvider(CustomerProvider):
    """Cards of public products with price and stock, as somebody who is not logged in sees them; the orders, baskets,
    wish lists, vouchers and addresses of a customer, and the basket of a stranger.

    Orders that a customer made as a guest are not counted: nothing says that they are theirs.
    """

    title = "Oscar"
    section_names: Mapping[str, Words] = {
        "orders": _("Orders"),
        "last_orders": _("Last orders"),
        "basket": _("Basket now"),
        "wish_lists": _("Wish lists"),
        "vouchers": _("Vouchers used"),
        "addresses": _("Addresses"),
    }

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        if section == "basket":
            return baskets.values_of(customer)
        return _OF_USERS[section](customer.user) if customer.user else ()

    def link(self, section: str, customer: Customer) -> str:
        if section == "orders" and customer.user:
            return history.address_of("dashboard:user-detail", pk=customer.user.pk)
        return ""

    def basket_key(self, request: HttpRequest) -> str:
        """The number of the basket, from Oscar's signed cookie. Who is logged in has a basket without one."""
        cookie = request.COOKIES.get(getattr(settings, "OSCAR_BASKET_COOKIE_OPEN", ""), "")
        try:
            return "" if request.user.is_authenticated else str(Signer().unsign(cookie))
        except BadSignature:
            return ""

    def basket_value(self, customer: Customer) -> BasketValue | None:
        return self.basket_values([customer])[0]

    def basket_values(self, customers: Sequence[Customer]) -> Sequence[BasketValue | None]:
        """Before offers, which would have to be worked out basket by basket; in the currency of the first line."""
        found = baskets.OpenBaskets(customers)
        return [baskets.worth(basket) if (basket := found.of(customer)) else None for customer in customers]

    def card(self, site: Site, path: str) -> Card | None:
        match = match_of(path)
        if match is None or match.view_name != "catalogue:detail":
            return None
        return products.card_of(match.kwargs["pk"])

    def search_cards(self, site: Site, text: str, limit: int) -> list[Card]:
        return products.search(text, limit)

    def has_basket(self, request: HttpRequest) -> bool:
        basket = getattr(request, "basket", None)
        if basket is not None:
            return not basket.is_empty
        if not request.user.is_authenticated:
            return False
        own = get_model("basket", "Basket").open.filter(owner=request.user.pk)
        return bool(own.filter(lines__isnull=False).exists())
