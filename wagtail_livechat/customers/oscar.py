"""A shop of django-oscar: its products and baskets."""

from typing import Any

from django.http import HttpRequest
from oscar.core.loading import get_class, get_model
from oscar.core.thumbnails import get_thumbnailer
from oscar.templatetags.currency_filters import currency
from wagtail.models import Site

from ..cards.base import card, match_of
from ..shapes import Card
from .base import CustomerProvider

#: A card's picture is 56 pixels wide; screens that are three times as sharp are served too.
PICTURE = {"size": "160x160", "crop": "center"}


class OscarProvider(CustomerProvider):
    """Cards of public products with price and stock, as somebody who is not logged in sees them; and the open basket."""

    def card(self, site: Site, path: str) -> Card | None:
        match = match_of(path)
        if match is None or match.view_name != "catalogue:detail":
            return None
        product = _products().filter(is_public=True, pk=match.kwargs["pk"]).first()
        return None if product is None or not _is_shown(product) else _card(product)

    def search_cards(self, site: Site, text: str, limit: int) -> list[Card]:
        found = _products().browsable()
        for word in text.split():
            found = found.filter(title__icontains=word)
        return [_card(product) for product in found.order_by("title" if text else "-date_created", "pk")[:limit]]

    def has_basket(self, request: HttpRequest) -> bool:
        basket = getattr(request, "basket", None)
        if basket is not None:
            return not basket.is_empty
        if not request.user.is_authenticated:
            return False
        baskets = get_model("basket", "Basket").open.filter(owner=request.user.pk)
        return bool(baskets.filter(lines__isnull=False).exists())


def _products() -> Any:
    return get_model("catalogue", "Product").objects


def _is_shown(product: Any) -> bool:
    """A variant is shown with the product that it is one of."""
    return product.parent is None or product.parent.is_public


def _card(product: Any) -> Card:
    return card(
        path=product.get_absolute_url(),
        title=product.get_title(),
        description=product.meta_description or "",
        image=_picture_of(product),
        detail=" · ".join(part for part in _price_and_stock(product) if part),
    )


def _price_and_stock(product: Any) -> tuple[str, str]:
    strategy = get_class("partner.strategy", "Selector")().strategy()
    info = strategy.fetch_for_parent(product) if product.is_parent else strategy.fetch_for_product(product)
    price = info.price
    amount = (price.incl_tax if price.is_tax_known else price.excl_tax) if price.exists else None
    said = "" if amount is None else currency(amount, price.currency)
    return said, str(info.availability.short_message)


def _picture_of(product: Any) -> str | None:
    picture = product.primary_image()
    if isinstance(picture, dict):
        # Oscar's own picture of a missing one.
        return None
    try:
        return str(get_thumbnailer().generate_thumbnail(picture.original, **PICTURE).url)
    except Exception:
        # Each thumbnailer has errors of its own; the card does without.
        return None
