"""What every Django site knows of somebody who is logged in."""

from datetime import UTC, datetime

import pytest
from django.apps.registry import Apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser, Group
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.account.models import BareUser, EmailAddress
from wagtail_livechat.customers import user as user_module
from wagtail_livechat.customers.base import Customer
from wagtail_livechat.customers.user import UserProvider

SINCE, LOGIN = datetime(2024, 3, 1, 23, 30, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def alice(db: None) -> AbstractUser:
    return people.a_user("alice", date_joined=SINCE)


def known(user: AbstractBaseUser | None) -> list[tuple[str, str]]:
    values = UserProvider().values("account", Customer(site=people.site(), user=user))
    return [(value["label"], value["value"]) for value in values]


def test_of_a_customer_it_knows_since_when(alice: AbstractUser) -> None:
    assert known(alice) == [("Customer since", "2024-03-02")], "by the clocks of the site"


def test_it_knows_the_last_login_and_the_groups(alice: AbstractUser) -> None:
    alice.last_login = LOGIN
    alice.groups.add(Group.objects.create(name="Wholesale"), Group.objects.create(name="Friends"))

    assert known(alice)[1:] == [("Last login", LOGIN.isoformat()), ("Groups", "Friends, Wholesale")]


def test_of_a_stranger_it_knows_nothing(db: None) -> None:
    assert known(None) == []


def test_a_user_model_may_keep_less(db: None) -> None:
    assert known(BareUser()) == []


def test_with_allauth_it_knows_which_addresses_are_verified(alice: AbstractUser) -> None:
    EmailAddress.objects.create(user=alice, email="old@example.com")
    EmailAddress.objects.create(user=alice, email="alice@example.com", primary=True, verified=True)
    EmailAddress.objects.create(user=people.a_user("bob"), email="bob@example.com")

    values = UserProvider().values("account", Customer(site=people.site(), user=alice))[1:]

    assert [(value["kind"], value["label"], value["value"], value["tone"]) for value in values] == [
        ("status", "alice@example.com", "verified", "good"),
        ("status", "old@example.com", "not verified", "warning"),
    ]


def test_without_allauth_it_does_not(alice: AbstractUser, monkeypatch: pytest.MonkeyPatch) -> None:
    EmailAddress.objects.create(user=alice, email="alice@example.com")
    monkeypatch.setattr(user_module, "apps", Apps(installed_apps=()))

    assert [label for label, _value in known(alice)] == ["Customer since"]


def test_it_takes_the_same_queries_for_any_number_of_groups(
    alice: AbstractUser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    customer = Customer(site=people.site(), user=alice)
    for number in range(3):
        alice.groups.add(Group.objects.create(name=f"Group {number}"))
        with django_assert_num_queries(2):
            UserProvider().values("account", customer)


def test_its_section_has_a_name() -> None:
    assert UserProvider.section_names == {"account": "Account"}
