"""Which site is asked: the same as Wagtail itself would say."""

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from tests import people
from wagtail_livechat.models import LiveChatSettings
from wagtail_livechat.selectors.sites import settings_of, site_of

HOSTS = [
    "localhost",
    "localhost:8000",
    "shop.example",
    "shop.example:80",
    "shop.example:8080",
    "shop.example:9",
    "double.example:1",
    "double.example:2",
    "double.example:3",
    "SHOP.example",
    "nobody.example",
]


@pytest.fixture
def sites(db: None) -> None:
    root = people.site().root_page
    for host, port in (("shop.example", 80), ("shop.example", 8080), ("double.example", 1), ("double.example", 2)):
        Site.objects.create(hostname=host, port=port, root_page=root)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("has_default", [True, False])
def test_the_site_is_the_one_that_wagtail_finds(sites: None, host: str, has_default: bool) -> None:
    Site.objects.filter(is_default_site=True).update(is_default_site=has_default)
    factory = RequestFactory(headers={"Host": host})

    assert site_of(factory.get("/")) == Site.find_for_request(factory.get("/"))


def test_without_sites_there_is_none(db: None) -> None:
    Site.objects.all().delete()

    assert site_of(RequestFactory().get("/")) is None


def test_the_settings_are_those_of_the_site(db: None) -> None:
    assert settings_of(people.site()).title == ""
    LiveChatSettings.objects.update(title="Ask us")
    LiveChatSettings.objects.create(site=people.another_site(), title="Ask them")

    assert settings_of(people.site()).title == "Ask us"
