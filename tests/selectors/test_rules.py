"""Whether an agent speaks first to who asks now."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from wagtail.models import Site

from tests import people
from tests.people import AnsweringPerson
from tests.rules import a_rule
from wagtail_livechat.customers.base import CustomerProvider
from wagtail_livechat.models import OpeningHours
from wagtail_livechat.selectors.rules import rule_to_show, rules_for_widget


class FullBasket(CustomerProvider):
    def has_basket(self, request: HttpRequest) -> bool:
        return True


class Broken(CustomerProvider):
    def has_basket(self, request: HttpRequest) -> bool:
        raise RuntimeError("no shop today")


@pytest.fixture
def asking(rf: RequestFactory) -> HttpRequest:
    """Somebody who is not logged in."""
    request = rf.get("/livechat/api/visitor/rule")
    request.user = AnonymousUser()
    return request


@pytest.fixture
def online(agent: AnsweringPerson) -> AnsweringPerson:
    agent.comes_online()
    return agent


def test_pages_carry_the_active_rules_in_their_order(
    agent: AnsweringPerson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    second = a_rule(agent, sort_order=2, path="/shop/*", referrer="google", only_returning=True, seconds=30)
    first = a_rule(agent, sort_order=1, only_logged_in=True)
    a_rule(agent, is_active=False)
    a_rule(agent, site=people.another_site())
    site = people.site()

    with django_assert_num_queries(1):
        shown = rules_for_widget(site)

    assert shown == [
        {"id": first.pk, "path": "", "seconds": 10, "referrer": "", "returning": False},
        {"id": second.pk, "path": "/shop/*", "seconds": 30, "referrer": "google", "returning": True},
    ]


def test_an_active_rule_speaks_while_somebody_is_online(asking: HttpRequest, online: AnsweringPerson) -> None:
    rule = a_rule(online)

    assert rule_to_show(asking, people.site(), rule.pk) == rule
    online.goes_offline()
    assert rule_to_show(asking, people.site(), rule.pk) is None


def test_it_says_nothing_outside_the_opening_hours(asking: HttpRequest, online: AnsweringPerson) -> None:
    OpeningHours.objects.create(site=people.site(), time_zone="UTC")

    assert rule_to_show(asking, people.site(), a_rule(online).pk) is None


def elsewhere() -> Site:
    return people.another_site()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"site": elsewhere}])
def test_what_is_no_rule_of_the_site_says_nothing(
    asking: HttpRequest, online: AnsweringPerson, fields: dict[str, Any]
) -> None:
    rule = a_rule(online, **{name: value() if callable(value) else value for name, value in fields.items()})

    assert rule_to_show(asking, people.site(), rule.pk) is None
    assert rule_to_show(asking, people.site(), 999) is None


def test_who_may_no_longer_answer_says_nothing(asking: HttpRequest, online: AnsweringPerson) -> None:
    gone = people.an_agent("gone")
    rule = a_rule(gone)
    gone.user.groups.clear()

    assert rule_to_show(asking, people.site(), rule.pk) is None


def test_a_rule_for_customers_asks_whether_somebody_is_logged_in(asking: HttpRequest, online: AnsweringPerson) -> None:
    rule = a_rule(online, only_logged_in=True)

    assert rule_to_show(asking, people.site(), rule.pk) is None
    asking.user = people.a_user("alice")
    assert rule_to_show(asking, people.site(), rule.pk) == rule


def test_a_rule_for_baskets_asks_the_shops(
    asking: HttpRequest, online: AnsweringPerson, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    rule, here = a_rule(online, only_with_basket=True), f"{__name__}."
    assert rule_to_show(asking, people.site(), rule.pk) is None, "without a shop there is no basket"

    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": [f"{here}Broken"]}
    with caplog.at_level(logging.ERROR):
        assert rule_to_show(asking, people.site(), rule.pk) is None
    assert f"The customer provider {here}Broken could not say whether there is a basket" in caplog.messages

    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": [f"{here}Broken", f"{here}FullBasket"]}
    assert rule_to_show(asking, people.site(), rule.pk) == rule
