"""What a customer bought, wished for and used."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Prefetch, Sum
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from oscar.core.loading import get_model

from ...shapes import CustomerValue
from ..values import money, number, text
from .products import picture_of_first, with_pictures

#: How many of each are shown.
LAST_ORDERS: Final = 5
MOST: Final = 20

_CENT: Final = Decimal("0.01")


def orders(user: Any) -> list[CustomerValue]:
    """How many there were; how much was spent, in all and on average, apart for each currency."""
    found = get_model("order", "Order").objects.filter(user=user).order_by("currency")
    spent = list(found.values("currency").annotate(count=Count("pk"), total=Sum("total_incl_tax")))
    averages = [(each["total"] / each["count"]).quantize(_CENT) for each in spent]
    return [
        number(_("Orders"), sum(each["count"] for each in spent)),
        *(money(_("Spent"), each["total"].quantize(_CENT), each["currency"]) for each in spent),
        *(money(_("Average order"), average, each["currency"]) for each, average in zip(spent, averages, strict=True)),
    ]


def last_orders(user: Any) -> list[CustomerValue]:
    lines = get_model("order", "Line").objects.order_by("pk")
    found = get_model("order", "Order").objects.filter(user=user).order_by("-date_placed", "-pk")
    orders = found.prefetch_related(Prefetch("lines", with_pictures(lines)))[:LAST_ORDERS]
    return [_order(order) for order in orders]


def _order(order: Any) -> CustomerValue:
    lines = list(order.lines.all())
    return money(
        " · ".join(part for part in (f"#{order.number}", order.status) if part),
        order.total_incl_tax,
        order.currency,
        url=_order_address(order),
        image=picture_of_first(lines),
        detail=f"{_items(line.quantity for line in lines)} · {_day(order.date_placed)}",
    )


def wish_lists(user: Any) -> list[CustomerValue]:
    lines = get_model("wishlists", "Line").objects.order_by("pk")
    found = get_model("wishlists", "WishList").objects.filter(owner=user).order_by("-date_created", "-pk")
    lists = found.prefetch_related(Prefetch("lines", with_pictures(lines)))[:MOST]
    return [_wish_list(each.name, list(each.lines.all())) for each in lists]


def _wish_list(name: str, lines: list[Any]) -> CustomerValue:
    wishes = ", ".join(line.title for line in lines)
    return text(name, _items(line.quantity for line in lines), image=picture_of_first(lines), detail=wishes)


def vouchers(user: Any) -> list[CustomerValue]:
    used = get_model("voucher", "VoucherApplication").objects.filter(user=user).select_related("voucher", "order")
    return [
        text(
            application.voucher.code,
            application.voucher.name,
            url=_order_address(application.order),
            detail=f"#{application.order.number} · {_day(application.date_created)}",
        )
        for application in used.order_by("-date_created", "-pk")[:MOST]
    ]


def addresses(user: Any) -> list[CustomerValue]:
    """The countries of the address book, and of where orders went."""
    kept = get_model("address", "UserAddress").objects.filter(user=user)
    shipped = get_model("order", "ShippingAddress").objects.filter(order__user=user)
    names = {name for found in (kept, shipped) for name in found.values_list("country__printable_name", flat=True)}
    label = ngettext("Country", "Countries", len(names))
    return [text(label, ", ".join(sorted(names)))] if names else []


def _items(quantities: Iterable[int]) -> str:
    count = sum(quantities)
    return ngettext("%(count)d item", "%(count)d items", count) % {"count": count}


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def _order_address(order: Any) -> str:
    return address_of("dashboard:order-detail", number=order.number)


def address_of(view: str, **names: object) -> str:
    """Where the dashboard shows it; nowhere in a shop without one."""
    try:
        return reverse(view, kwargs=names)
    except NoReverseMatch:
        return ""
