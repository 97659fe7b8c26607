"""Products: their cards, and their pictures."""

from collections.abc import Sequence
from typing import Any

from oscar.core.loading import get_class, get_model
from oscar.core.thumbnails import get_thumbnailer
from oscar.templatetags.currency_filters import currency

from ...cards.base import card
from ...shapes import Card

#: A card's picture is 56 pixels wide; screens that are three times as sharp are served too.
PICTURE = {"size": "160x160", "crop": "center"}


def card_of(key: str) -> Card | None:
    """The card of a public product."""
    product = _products().filter(is_public=True, pk=key).first()
    return None if product is None or not _is_shown(product) else _card(product)


def search(text: str, limit: int) -> list[Card]:
    """Cards of products that are sold on their own, by title; without a text the newest ones."""
    found = _products().browsable()
    for word in text.split():
        found = found.filter(title__icontains=word)
    return [_card(product) for product in found.order_by("title" if text else "-date_created", "pk")[:limit]]


def with_pictures(lines: Any) -> Any:
    """Lines of anything, with all that is asked of their products."""
    related = ("product__product_class", "product__parent__product_class")
    return lines.select_related(*related).prefetch_related("product__images", "product__parent__images")


def picture_of_first(lines: Sequence[Any]) -> str:
    """The picture of the first product that is still there; empty without one."""
    products = [line.product for line in lines if line.product is not None]
    return (_picture_of(products[0]) or "") if products else ""


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
