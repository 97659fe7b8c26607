"""What agents may know of customers, at the API."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.http import HttpResponse
from pytest_django.fixtures import Settings
from wagtail.models import Site

from tests import people
from tests.api.desks import Desk, code
from tests.people import AGENT_API, AnsweringPerson, VisitingPerson
from tests.shops import ORDERS, Knowing
from wagtail_livechat.models import LiveChatSettings, Visitor


@pytest.fixture(autouse=True)
def shop(settings: Settings, db: None) -> None:
    cache.clear()
    Knowing.asked = []
    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": ["tests.shops.Knowing"]}


@pytest.fixture
def customer(visitor: VisitingPerson) -> VisitingPerson:
    """A customer who wrote."""
    Visitor.objects.filter(pk=visitor.visitor.pk).update(user=people.a_user("alice"))
    visitor.visitor.refresh_from_db()
    visitor.writes("Hello")
    return visitor


def shows(site: Site | None = None, *, on: bool = True) -> None:
    """What a manager chose for a site."""
    chosen = {"shows_customer_data": on, "customer_sections": [ORDERS]}
    LiveChatSettings.objects.update_or_create(site=site or people.site(), defaults=chosen)


def may_see_customers(person: AnsweringPerson) -> None:
    person.user.user_permissions.add(Permission.objects.get(codename="view_customer_data_conversation"))


def asks(person: AnsweringPerson, visitor: VisitingPerson) -> HttpResponse:
    return person.client.get(f"{AGENT_API}visitors/{visitor.visitor.public_id}/customer")


def test_who_may_see_customers_sees_what_the_shop_knows(agent: AnsweringPerson, customer: VisitingPerson) -> None:
    shows()
    may_see_customers(agent)

    answer: Any = asks(agent, customer).json()

    assert answer["state"] == "on"
    [section] = answer["sections"]
    assert (section["id"], section["title"], section["error"]) == (ORDERS, "Orders", None)
    assert [(value["label"], value["value"]) for value in section["values"]] == [("Orders", "3")]


def test_who_manages_the_site_may_see_them_too(manager: AnsweringPerson, customer: VisitingPerson) -> None:
    shows()

    assert asks(manager, customer).json()["state"] == "on"


def test_others_may_not(agent: AnsweringPerson, customer: VisitingPerson) -> None:
    shows()
    elsewhere = people.rights_on(people.another_site(), "view_customer_data_conversation", name="elsewhere")
    agent.user.groups.add(elsewhere)

    assert code(asks(agent, customer)) == (403, "not_allowed")
    assert Knowing.asked == []


def test_a_visitor_out_of_reach_is_not_there(agent: AnsweringPerson, customer: VisitingPerson) -> None:
    shows()
    may_see_customers(agent)
    people.in_group(customer.visitor.conversations.get(), people.a_group("Sales"))

    assert code(asks(agent, customer)) == (404, "not_found")


def test_a_site_that_does_not_show_them_says_so(manager: AnsweringPerson, customer: VisitingPerson) -> None:
    assert asks(manager, customer).json() == {"state": "off", "sections": []}
    shows(on=False)
    assert asks(manager, customer).json() == {"state": "off", "sections": []}


def test_of_somebody_who_was_never_logged_in_nothing_is_known(
    manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    shows()
    visitor.writes("Hello")

    assert asks(manager, visitor).json() == {"state": "no_user", "sections": []}


def test_my_sites_with_customers_are_those_that_show_them_to_me(agent: AnsweringPerson) -> None:
    here, other = people.site(), people.another_site()
    shows(other)
    agent.user.groups.add(people.rights_on(other, "manage_conversation", name="managers of the other"))
    assert Desk(agent).gets("me")["customer_data"] == [other.pk]

    shows(here)
    assert Desk(agent).gets("me")["customer_data"] == [other.pk]

    may_see_customers(agent)
    assert Desk(agent).gets("me")["customer_data"] == sorted([here.pk, other.pk])

    shows(other, on=False)
    assert Desk(agent).gets("me")["customer_data"] == [here.pk]
