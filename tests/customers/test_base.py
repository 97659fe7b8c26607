"""A provider answers what it can."""

from datetime import date
from decimal import Decimal
from typing import cast

import pytest
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from tests import people
from tests.shops import Knowing, NoProvider, Unsorted
from tests.sources import Baskets, Shop
from wagtail_livechat.customers import base, values
from wagtail_livechat.customers.base import Customer
from wagtail_livechat.shapes import CustomerValue


@pytest.mark.django_db
def test_what_a_provider_does_not_know_is_nothing() -> None:
    assert Baskets().card(people.site(), "/shop/guji/") is None
    assert Baskets().search_cards(people.site(), "guji", 10) == []
    assert Shop().has_basket(HttpRequest()) is False
    nobody = Customer(site=people.site())
    assert Shop().section_names == {}
    assert Shop().values("orders", nobody) == ()
    assert Shop().link("orders", nobody) == ""
    assert Shop().basket_key(HttpRequest()) == ""
    assert Shop().basket_value(nobody) is None
    assert Shop().basket_values([nobody, nobody]) == [None, None]


def test_a_provider_is_made_once() -> None:
    assert base.provider("tests.sources.Shop") is base.provider("tests.sources.Shop")


def test_a_provider_is_called_what_it_says_or_what_its_class_is() -> None:
    assert base.sections("tests.shops.Knowing")[0] == "A shop of the tests"
    assert base.sections("tests.sources.Shop") == ("Shop", {})


def test_what_lacks_something_is_no_provider() -> None:
    assert base.is_provider(Knowing())
    assert not base.is_provider(NoProvider())
    assert not base.is_provider(Unsorted())


def value(**parts: str) -> CustomerValue:
    """A value with these parts, all others empty."""
    empty = dict.fromkeys(("kind", "label", "value", "currency", "url", "image", "detail", "tone"), "")
    return cast(CustomerValue, {**empty, **parts})


def test_each_kind_of_value_is_made_in_a_line() -> None:
    assert values.text("Colour", "red", detail="dark") == value(kind="text", label="Colour", value="red", detail="dark")
    assert values.number("Orders", 3, url="/orders/") == value(kind="number", label="Orders", value="3", url="/orders/")
    assert values.money("Spent", Decimal("64.00"), "EUR", tone="good") == value(
        kind="money", label="Spent", value="64.00", currency="EUR", tone="good"
    )
    assert values.date("Since", date(2024, 3, 1)) == value(kind="date", label="Since", value="2024-03-01")
    assert values.link("More", "in the shop", "https://shop.example/") == value(
        kind="link", label="More", value="in the shop", url="https://shop.example/"
    )
    assert values.image("Avatar", "/media/a.png", description="Alice") == value(
        kind="image", label="Avatar", value="Alice", image="/media/a.png"
    )
    assert values.status("Newsletter", gettext_lazy("Yes"), "good") == value(
        kind="status", label="Newsletter", value="Yes", tone="good"
    )
