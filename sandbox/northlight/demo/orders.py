"""Alice's past: three orders, an address, and a basket that she has not finished."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from oscar.core.loading import get_class, get_model
from oscar.core.prices import Price

Basket = get_model("basket", "Basket")
Country = get_model("address", "Country")
Order = get_model("order", "Order")
Product = get_model("catalogue", "Product")
ShippingAddress = get_model("order", "ShippingAddress")
UserAddress = get_model("address", "UserAddress")
Free = get_class("shipping.methods", "Free")
OrderCreator = get_class("order.utils", "OrderCreator")
OrderTotalCalculator = get_class("checkout.calculators", "OrderTotalCalculator")
Selector = get_class("partner.strategy", "Selector")

COUNTRIES = [
    ("AT", "AUT", "Austria"),
    ("BE", "BEL", "Belgium"),
    ("CH", "CHE", "Switzerland"),
    ("CZ", "CZE", "Czechia"),
    ("DE", "DEU", "Germany"),
    ("ES", "ESP", "Spain"),
    ("FR", "FRA", "France"),
    ("GB", "GBR", "United Kingdom"),
    ("IT", "ITA", "Italy"),
    ("PL", "POL", "Poland"),
    ("SE", "SWE", "Sweden"),
]
ADDRESS = {
    "first_name": "Alice",
    "last_name": "Moreau",
    "line1": "14 rue Mercière",
    "line4": "Lyon",
    "postcode": "69002",
    "country_id": "FR",
    "phone_number": "+33612345678",
}
#: How many days ago, in which state, and what (UPC and quantity).
ORDERS = [
    (212, "Delivered", [("NL-2001", 1), ("NL-3002", 1)]),
    (84, "Delivered", [("NL-1001", 1), ("NL-4001", 1), ("NL-3001", 1)]),
    (6, "Shipped", [("NL-1001", 1), ("NL-1002", 2)]),
]
BASKET = [("NL-1001", 1), ("NL-3001", 2)]


def load() -> None:
    """Give Alice her history, unless she has one."""
    for code, long_code, name in COUNTRIES:
        Country.objects.get_or_create(
            iso_3166_1_a2=code,
            defaults={"iso_3166_1_a3": long_code, "printable_name": name, "name": name, "is_shipping_country": True},
        )
    alice = get_user_model().objects.get(username="alice")
    if Order.objects.filter(user=alice).exists():
        return
    UserAddress.objects.get_or_create(
        user=alice, line1=ADDRESS["line1"], defaults=ADDRESS | {"is_default_for_shipping": True}
    )
    for age_days, status, lines in ORDERS:
        _order(alice, age_days, status, lines)
    alice.date_joined = Order.objects.filter(user=alice).earliest("date_placed").date_placed
    alice.save()
    _basket(alice, BASKET)


def _basket(user: Any, lines: list[tuple[str, int]]) -> Any:
    basket = Basket.objects.create(owner=user)
    basket.strategy = Selector().strategy(user=user)
    for upc, quantity in lines:
        basket.add_product(Product.objects.get(upc=upc), quantity)
    return basket


def _order(user: Any, age_days: int, status: str, lines: list[tuple[str, int]]) -> None:
    basket = _basket(user, lines)
    address = ShippingAddress.objects.create(**ADDRESS)
    method = Free()
    charge = Price(currency=basket.currency, excl_tax=Decimal(0), tax=Decimal(0))
    order = OrderCreator().place_order(
        basket=basket,
        total=OrderTotalCalculator().calculate(basket, charge),
        shipping_method=method,
        shipping_charge=charge,
        user=user,
        shipping_address=address,
        status=status,
    )
    basket.submit()
    placed = timezone.now() - timedelta(days=age_days)
    Order.objects.filter(pk=order.pk).update(date_placed=placed)
