"""Open baskets, and what they are worth."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from oscar.core.loading import get_class, get_model

from ...shapes import BasketValue, CustomerValue
from ..base import Customer
from ..values import money, text
from .products import picture_of_first, with_pictures

#: How many lines are shown.
MOST: Final = 20

_CENT: Final = Decimal("0.01")


def values_of(customer: Customer) -> list[CustomerValue]:
    """The basket as the shop shows it, with its offers."""
    basket = OpenBaskets([customer]).of(customer)
    if basket is None:
        return []
    get_class("offer.applicator", "Applicator")().apply(basket, customer.user or AnonymousUser())
    lines = list(basket.all_lines())
    totals = [money(_("Total"), amount, code) for code, amount in _totals(lines).items()]
    return totals + [_line(line) for line in lines[:MOST]]


def _line(line: Any) -> CustomerValue:
    title = line.product.get_title()
    label = f"{title} \u00d7 {line.quantity}" if line.quantity > 1 else title
    where = {"url": line.product.get_absolute_url(), "image": picture_of_first([line])}
    price = _price(line)
    if price is None:
        return text(label, _("No longer available"), **where)
    return money(label, price, line.purchase_info.price.currency, **where)


def worth(basket: Any) -> BasketValue | None:
    """What is in it, in the currency of its first line; None where nothing can be bought."""
    totals = list(_totals(basket.all_lines()).items())
    return {"currency": totals[0][0], "amount": f"{totals[0][1]:f}"} if totals else None


def _totals(lines: Iterable[Any]) -> dict[str, Decimal]:
    """The sum of the lines for each currency: Oscar keeps to one, until prices are changed."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        price = _price(line)
        if price is not None:
            currency = line.purchase_info.price.currency
            sums[currency] = sums.get(currency, Decimal(0)) + price
    return {currency: amount.quantize(_CENT) for currency, amount in sums.items()}


def _price(line: Any) -> Decimal | None:
    """What the whole line costs now, after its discounts; None where it cannot be bought any more."""
    price = line.line_price_incl_tax_incl_discounts if line.is_tax_known else line.line_price_excl_tax_incl_discounts
    return None if price is None else Decimal(price)


class OpenBaskets:
    """The open baskets of customers that have something in them, ready to be reckoned, in a fixed number of queries:
    a customer's own, or the one that a stranger's browser named."""

    def __init__(self, customers: Sequence[Customer]) -> None:
        owners = {customer.user.pk: customer.user for customer in customers if customer.user}
        keys = [customer.basket for customer in customers if not customer.user and customer.basket]
        lines = get_model("basket", "Line").objects.order_by("pk").select_related("stockrecord")
        lines = with_pictures(lines).prefetch_related("attributes", "product__stockrecords")
        of_somebody = Q(owner__in=owners) | Q(owner__isnull=True, pk__in=keys)
        found = get_model("basket", "Basket").open.filter(of_somebody, lines__isnull=False).distinct()
        #: By who owns them, and by their own keys. The first one is what Oscar merges the others into.
        self.owned: dict[int, Any] = {}
        self.strangers: dict[str, Any] = {}
        for basket in found.order_by("-pk").prefetch_related(Prefetch("lines", lines)):
            self._take(basket, owners.get(basket.owner_id))

    def of(self, customer: Customer) -> Any:
        """The basket, or None."""
        return self.owned.get(customer.user.pk) if customer.user else self.strangers.get(customer.basket)

    def _take(self, basket: Any, owner: Any) -> None:
        basket.strategy = get_class("partner.strategy", "Selector")().strategy(user=owner)
        # What Oscar would load line by line.
        basket._lines = basket.lines.all()
        if owner is None:
            self.strangers[str(basket.pk)] = basket
        else:
            basket.owner = owner
            self.owned[owner.pk] = basket
