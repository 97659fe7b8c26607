"""What the provider for django-oscar says of customers and of strangers' baskets."""

import json
from typing import Any

import pytest

from tests.browser.shops import GUJI, OpenShop

SHOP = """
import json
from copy import copy
from datetime import timedelta
from decimal import Decimal
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.signing import Signer
from django.db import connection, transaction
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from oscar.core.loading import get_class, get_model
from wagtail.models import Site
from wagtail_livechat.customers.base import Customer
from wagtail_livechat.customers.oscar import OscarProvider

Basket, Order, Product = get_model("basket", "Basket"), get_model("order", "Order"), get_model("catalogue", "Product")
provider, site = OscarProvider(), Site.objects.get(is_default_site=True)
alice, bob = (get_user_model().objects.get(username=name) for name in ("alice", "bob"))
guji, filters = Product.objects.get(upc="NL-1001"), Product.objects.get(upc="NL-3001")
said = {}

def known(user=None, basket="", sections=provider.section_names):
    customer = Customer(site=site, user=user, basket=basket)
    return {section: list(provider.values(section, customer)) for section in sections}

def queries(ask):
    ask()
    with CaptureQueriesContext(connection) as context:
        ask()
    return len(context)

def each_section():
    return {section: queries(lambda: known(alice, sections=[section])) for section in provider.section_names}

def order(total, currency="EUR", count=1):
    kept = Order.objects.filter(user=alice).earliest("date_placed")
    for number in range(count):
        lines = list(kept.lines.all())
        made = copy(kept)
        made.pk, made.number = None, f"{currency}-{total}-{number}"
        made.total_incl_tax, made.currency, made.date_placed = Decimal(total), currency, timezone.now()
        made.save()
        for line in lines:
            line.pk, line.order = None, made
            line.save()

def as_a_guest():
    made = copy(Order.objects.filter(user=alice).earliest("date_placed"))
    made.pk, made.number, made.user, made.guest_email = None, "guest", None, alice.email
    made.save()

def basket(*goods, owner=None, status="Open"):
    made = Basket.objects.create(owner=owner)
    made.strategy = get_class("partner.strategy", "Selector")().strategy(user=owner)
    for product, quantity in goods:
        made.add_product(product, quantity)
    Basket.objects.filter(pk=made.pk).update(status=status)
    return made

def key(user=AnonymousUser(), **cookies):
    request = RequestFactory().get("/")
    request.user, request.COOKIES = user, cookies
    return provider.basket_key(request)

def worth(*customers):
    return provider.basket_values([Customer(site=site, **named) for named in customers])

def story():
    as_a_guest()
    said["sections"] = {section: str(title) for section, title in provider.section_names.items()}
    said["alice"], said["bob"], said["nobody"] = known(alice), known(bob), known()
    with translation.override("fr"):
        said["last orders in French"] = known(alice, sections=["last_orders"])["last_orders"]
    said["links"] = [
        [provider.link(section, Customer(site=site, user=user)) for section in ("orders", "basket")]
        for user in (alice, None)
    ]
    said["pk"] = alice.pk
    with override_settings(ROOT_URLCONF="wagtail_livechat.urls"):
        said["without a dashboard"] = provider.link("orders", Customer(site=site, user=alice))

    before = each_section()
    order("100.00", count=20)
    said["queries"] = [before, each_section()]
    order("10.00", "USD", count=2)
    said["two currencies"] = known(alice, sections=["orders"])["orders"]

    stranger = basket((guji, 1), (filters, 2))
    frozen, empty = basket((guji, 1), status="Frozen"), basket()
    said["stranger"] = known(basket=str(stranger.pk))
    said["other baskets"] = [known(basket=str(each))["basket"] for each in (frozen.pk, empty.pk, 999_999)]
    hers = Basket.open.get(owner=alice)
    said["somebody's basket"] = known(basket=str(hers.pk))["basket"]

    signed = Signer().sign(stranger.pk)
    said["keys"] = [
        key(),
        key(oscar_open_basket=signed),
        key(oscar_open_basket=signed + "x"),
        key(alice, oscar_open_basket=signed),
    ]
    said["stranger's key"] = str(stranger.pk)

    asked = [{"user": alice}, {"basket": str(stranger.pk)}, {"user": bob}, {"basket": str(empty.pk)}, {}]
    said["worth"] = worth(*asked)
    said["worth of one"] = provider.basket_value(Customer(site=site, user=alice))
    others = [{"basket": str(basket((guji, number), (filters, 1)).pk)} for number in range(1, 9)]
    said["queries of baskets"] = [queries(lambda: worth(*asked[:2])), queries(lambda: worth(*asked[:2], *others))]

    later = basket((filters, 9), owner=alice)
    said["two open baskets"] = worth({"user": alice})
    later.delete()

    everything = get_model("offer", "Range").objects.create(name="Everything", includes_all_products=True)
    offer = get_model("offer", "ConditionalOffer").objects.create(
        name="Half price",
        benefit=get_model("offer", "Benefit").objects.create(range=everything, type="Percentage", value=50),
        condition=get_model("offer", "Condition").objects.create(range=everything, type="Count", value=1),
    )
    said["half price"] = known(alice, sections=["basket"])["basket"]
    offer.delete()

    filters.stockrecords.update(price_currency="USD")
    said["mixed"], said["worth of mixed"] = known(alice, sections=["basket"])["basket"], worth({"user": alice})
    filters.stockrecords.update(price=None)
    said["partly gone"], said["worth of the rest"] = known(alice, sections=["basket"])["basket"], worth({"user": alice})
    hers.lines.filter(product=guji).delete()
    said["all gone"], said["worth of nothing"] = known(alice, sections=["basket"])["basket"], worth({"user": alice})

    wishes = get_model("wishlists", "WishList").objects.create(owner=alice, name="Christmas")
    wishes.add(guji)
    wishes.add(filters)
    said["wishes"] = known(alice, sections=["wish_lists"])["wish_lists"]
    now = timezone.now()
    voucher = get_model("voucher", "Voucher").objects.create(
        name="Spring", code="SPRING", start_datetime=now, end_datetime=now + timedelta(days=1)
    )
    voucher.record_usage(Order.objects.filter(user=alice).earliest("date_placed"), alice)
    said["vouchers"] = known(alice, sections=["vouchers"])["vouchers"]
    get_model("address", "UserAddress").objects.create(user=alice, line1="1", country_id="BE")
    said["addresses"] = known(alice, sections=["addresses"])["addresses"]

with transaction.atomic():
    story()
    # The shop is everybody's: nothing of it stays.
    transaction.set_rollback(True)
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(own_shop: OpenShop) -> dict[str, Any]:
    # Others change what the common shop sells.
    found: dict[str, Any] = json.loads(own_shop.run(SHOP))
    return found


def words(values: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(value["label"], f"{value['value']} {value['currency']}".strip()) for value in values]


def test_it_knows_how_much_a_customer_bought(said: dict[str, Any]) -> None:
    assert words(said["alice"]["orders"]) == [
        ("Orders", "3"),
        ("Spent", "242.60 EUR"),
        ("Average order", "80.87 EUR"),
    ]
    assert words(said["bob"]["orders"]) == [("Orders", "0")]


def test_orders_of_a_guest_are_nobodys(said: dict[str, Any]) -> None:
    """Whoever wrote a customer's address into the checkout is not known to be them."""
    assert "#guest" not in json.dumps([said["alice"], said["bob"], said["nobody"]])
    assert words(said["alice"]["orders"])[0] == ("Orders", "3")


def test_currencies_are_never_added_up(said: dict[str, Any]) -> None:
    assert words(said["two currencies"]) == [
        ("Orders", "25"),
        ("Spent", "2242.60 EUR"),
        ("Spent", "20.00 USD"),
        ("Average order", "97.50 EUR"),
        ("Average order", "10.00 USD"),
    ]
    assert words(said["mixed"])[:2] == [("Total", "38.00 EUR"), ("Total", "10.00 USD")]
    assert said["worth of mixed"] == [{"amount": "38.00", "currency": "EUR"}]


def test_the_last_orders_lead_to_the_dashboard(said: dict[str, Any]) -> None:
    latest, *others = said["alice"]["last_orders"]

    assert words([latest]) == [("#100003 · Shipped", "59.60 EUR")]
    assert latest["url"] == "/shop/dashboard/orders/100003/"
    assert latest["image"].startswith("/media/")
    assert latest["detail"].startswith("3 items · ")
    assert [value["label"] for value in others] == ["#100002 · Delivered", "#100001 · Delivered"]
    assert said["links"] == [[f"/shop/dashboard/users/{said['pk']}/", ""], ["", ""]]


def test_a_shop_without_oscars_dashboard_leads_nowhere(said: dict[str, Any]) -> None:
    assert said["without a dashboard"] == ""


def test_their_days_are_written_in_the_active_language(said: dict[str, Any]) -> None:
    [french, english] = [
        orders[0]["detail"] for orders in (said["last orders in French"], said["alice"]["last_orders"])
    ]

    assert french.split(" · ")[1] != english.split(" · ")[1]


def test_it_knows_the_basket_of_a_customer_and_of_a_stranger(said: dict[str, Any]) -> None:
    assert words(said["alice"]["basket"]) == [
        ("Total", "48.00 EUR"),
        ("Ethiopia Guji, 1 kg", "38.00 EUR"),
        ("Filter papers, 100 pieces × 2", "10.00 EUR"),
    ]
    assert said["alice"]["basket"][1]["url"] == GUJI
    assert said["alice"]["basket"][1]["image"].startswith("/media/")
    assert said["stranger"]["basket"] == said["alice"]["basket"]
    assert [said["stranger"][section] for section in said["sections"] if section != "basket"] == [[]] * 5


def test_only_the_open_basket_of_nobody_is_a_strangers(said: dict[str, Any]) -> None:
    assert said["other baskets"] == [[], [], []]
    assert said["somebody's basket"] == []
    assert said["nobody"] == {section: [] for section in said["sections"]}


def test_a_strangers_basket_is_known_by_oscars_own_cookie(said: dict[str, Any]) -> None:
    assert said["keys"] == ["", said["stranger's key"], "", ""]


def test_offers_count_as_they_do_in_the_shop(said: dict[str, Any]) -> None:
    assert words(said["half price"])[:2] == [("Total", "24.00 EUR"), ("Ethiopia Guji, 1 kg", "19.00 EUR")]


def test_what_has_no_price_any_more_is_not_counted(said: dict[str, Any]) -> None:
    assert words(said["partly gone"]) == [
        ("Total", "38.00 EUR"),
        ("Ethiopia Guji, 1 kg", "38.00 EUR"),
        ("Filter papers, 100 pieces × 2", "No longer available"),
    ]
    assert said["worth of the rest"] == [{"amount": "38.00", "currency": "EUR"}]
    assert words(said["all gone"]) == [("Filter papers, 100 pieces × 2", "No longer available")]
    assert said["worth of nothing"] == [None]


def test_it_knows_what_many_baskets_are_worth(said: dict[str, Any]) -> None:
    worth = {"amount": "48.00", "currency": "EUR"}

    assert said["worth"] == [worth, worth, None, None, None]
    assert said["worth of one"] == worth
    assert said["two open baskets"] == [worth], "the first is what the shop merges the others into"


def test_it_knows_wishes_vouchers_and_countries(said: dict[str, Any]) -> None:
    [wishes], [voucher] = said["wishes"], said["vouchers"]

    assert words([wishes, voucher]) == [("Christmas", "2 items"), ("SPRING", "Spring")]
    assert wishes["detail"] == "Ethiopia Guji, 1 kg, Filter papers, 100 pieces"
    assert voucher["detail"].startswith("#100001 · ")
    assert voucher["url"] == "/shop/dashboard/orders/100001/"
    assert words(said["alice"]["addresses"]) == [("Country", "France")]
    assert words(said["addresses"]) == [("Countries", "Belgium, France")]
    assert (said["alice"]["wish_lists"], said["bob"]["addresses"]) == ([], [])


def test_it_takes_the_same_queries_for_any_number_of_orders_and_baskets(said: dict[str, Any]) -> None:
    few, many = said["queries"]

    assert few == many == {"orders": 1, "last_orders": 3, "basket": 7, "wish_lists": 1, "vouchers": 1, "addresses": 2}
    assert said["queries of baskets"] == [5, 5]
