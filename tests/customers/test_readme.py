"""The README's provider for django-salesman, as it stands there."""

import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from salesman.core.utils import get_salesman_model

from tests import people
from wagtail_livechat.customers import base
from wagtail_livechat.customers.base import Customer, CustomerProvider
from wagtail_livechat.selectors.customer_values import checked

README = Path(__file__).parents[2] / "README.md"
#: Where the README puts it.
NAME = "mysite.livechat.SalesmanProvider"


def example() -> str:
    section = README.read_text().partition("## Your own shop")[2].partition("\n## ")[0]
    [found] = [
        block for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL) if "mysite/livechat.py" in block
    ]
    return str(found)


@pytest.fixture
def provider(settings: Settings) -> Iterator[CustomerProvider]:
    """The example, in a module of the site's own that the settings name."""
    package, module = ModuleType("mysite"), ModuleType("mysite.livechat")
    exec(compile(example(), "README.md", "exec"), vars(module))
    sys.modules |= {"mysite": package, "mysite.livechat": module}
    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": [NAME]}
    yield base.provider(NAME)
    del sys.modules["mysite"], sys.modules["mysite.livechat"]


@pytest.fixture
def alice(db: None) -> AbstractUser:
    return people.a_user("alice")


def orders(user: AbstractUser, *totals: str) -> None:
    made = get_salesman_model("Order").objects
    for number, total in enumerate(totals, start=made.count() + 1):
        made.create(user=user, ref=f"2026-{number:05}", total=Decimal(total), status="COMPLETED")


def values_of(provider: CustomerProvider, user: AbstractUser | None) -> list[Any]:
    return checked(provider.values("orders", Customer(site=people.site(), user=user)))


def test_it_is_shorter_than_twenty_lines() -> None:
    lines = [line for line in example().splitlines() if line.strip() and not line.startswith("#")]

    assert len(lines) < 20


def test_it_is_a_provider(provider: CustomerProvider) -> None:
    assert base.is_provider(provider)
    assert base.sections(NAME) == ("SalesmanProvider", {f"{NAME}:orders": "Orders"})


def test_it_says_what_the_shop_knows(provider: CustomerProvider, alice: AbstractUser) -> None:
    orders(alice, "38.00", "26.50")
    orders(people.a_user("bob"), "99.00")

    count, spent, latest, _first = values_of(provider, alice)

    assert (count["label"], count["value"]) == ("Orders", "2")
    assert (spent["label"], Decimal(spent["value"]), spent["currency"]) == ("Spent", Decimal("64.50"), "EUR")
    assert (latest["label"], latest["value"]) == ("#2026-00002", "26.50")
    assert latest["detail"].startswith("Completed · ")


def test_who_bought_nothing_spent_nothing(provider: CustomerProvider, alice: AbstractUser) -> None:
    assert [value["value"] for value in values_of(provider, alice)] == ["0", "0"]
    assert values_of(provider, None) == []


def test_it_takes_the_same_queries_for_any_number_of_orders(
    provider: CustomerProvider, alice: AbstractUser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    site = people.site()
    for count in (1, 7):
        orders(alice, *["10.00"] * count)
        with django_assert_num_queries(3):
            provider.values("orders", Customer(site=site, user=alice))
