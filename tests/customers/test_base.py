"""A provider answers what it can."""

import pytest
from django.http import HttpRequest

from tests import people
from tests.sources import Baskets, Shop
from wagtail_livechat.customers import base


@pytest.mark.django_db
def test_what_a_provider_does_not_know_is_nothing() -> None:
    assert Baskets().card(people.site(), "/shop/guji/") is None
    assert Baskets().search_cards(people.site(), "guji", 10) == []
    assert Shop().has_basket(HttpRequest()) is False


def test_a_provider_is_made_once() -> None:
    assert base.provider("tests.sources.Shop") is base.provider("tests.sources.Shop")
