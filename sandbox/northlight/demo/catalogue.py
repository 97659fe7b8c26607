"""Oscar's catalogue: two product types, six categories, a dozen products with stock and pictures."""

from typing import Any

from django.utils.text import slugify
from oscar.apps.catalogue.categories import create_from_breadcrumbs
from oscar.core.loading import get_model

from northlight.demo import content, pictures

Category = get_model("catalogue", "Category")
Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
ProductClass = get_model("catalogue", "ProductClass")
StockRecord = get_model("partner", "StockRecord")


def load() -> None:
    """Make what is missing; what an editor has changed since stays as it is."""
    categories = _categories()
    classes = _classes()
    partner, _ = Partner.objects.get_or_create(code="roastery", defaults={"name": "Northlight Roastery"})
    known = set(Product.objects.values_list("upc", flat=True))
    for goods in content.GOODS:
        if goods.upc not in known:
            product = _product(goods, classes[goods.category.split(" > ")[0]])
            product.categories.add(categories[goods.category])
            _stock(goods, product, partner)


def _categories() -> dict[str, Any]:
    found = {}
    for path, description in content.CATEGORIES.items():
        category = create_from_breadcrumbs(path)
        if not category.description:
            category.description = description
            category.save()
        found[path] = category
    return found


def _classes() -> dict[str, Any]:
    """One class per main category, with an attribute for each fact that its goods have."""
    classes = {}
    for name in ("Coffee", "Equipment"):
        product_class, _ = ProductClass.objects.get_or_create(
            slug=slugify(name), defaults={"name": name, "requires_shipping": True, "track_stock": True}
        )
        facts = dict.fromkeys(
            fact for goods in content.GOODS if goods.category.startswith(name) for fact in goods.facts
        )
        for fact in facts:
            product_class.attributes.get_or_create(code=_code(fact), defaults={"name": fact, "type": "text"})
        classes[name] = product_class
    return classes


def _product(goods: content.Goods, product_class: Any) -> Any:
    product = Product(
        upc=goods.upc,
        title=goods.title,
        slug=slugify(goods.title),
        description=f"<p><strong>{goods.summary}</strong></p><p>{goods.text}</p>",
        meta_description=goods.summary,
        product_class=product_class,
    )
    for fact, value in goods.facts.items():
        setattr(product.attr, _code(fact), value)
    product.save()
    product.images.create(original=pictures.product(goods), caption=goods.title)
    return product


def _stock(goods: content.Goods, product: Any, partner: Any) -> None:
    StockRecord.objects.create(
        product=product,
        partner=partner,
        partner_sku=goods.upc,
        price_currency="EUR",
        price=goods.price,
        num_in_stock=goods.stock,
        low_stock_threshold=5,
    )


def _code(fact: str) -> str:
    return slugify(fact).replace("-", "_")
