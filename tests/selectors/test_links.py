"""Which links lead to one of the sites, however they are written."""

import time

import pytest
from pytest_django.fixtures import Settings
from wagtail.models import Site

from tests import people
from wagtail_livechat.selectors.links import has_links, own_links

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop() -> Site:
    site = people.site()
    site.hostname, site.port = "shop.example", 80
    site.save()
    return site


def paths(text: str) -> list[str]:
    return [link.path for link in own_links(text)]


@pytest.mark.parametrize(
    "address",
    [
        "http://shop.example/guji/",
        "https://shop.example/guji/",
        "HTTPS://Shop.Example/guji/",
        "http://shop.example:80/guji/",
        "https://shop.example:443/guji/",
        "https://shop.example:8443/guji/",
        "https://shop.example./guji/",
        "https://shop.example/guji/?size=1#price",
        "https://shop.example/guj%69/",
        "(https://shop.example/guji/)",
        "See https://shop.example/guji/.",
        "“https://shop.example/guji/”",
        "请看https://shop.example/guji/。",
    ],
)
def test_a_link_to_the_site_is_found_however_it_is_written(address: str) -> None:
    assert paths(address) == ["/guji/"]


@pytest.mark.parametrize(
    "text",
    [
        "Just words",
        "https://other.example/guji/",
        "https://sub.shop.example/guji/",
        "https://shop.example.evil.example/guji/",
        "https://shop.example@evil.example/guji/",
        "https://eva:secret@shop.example/guji/",
        "https://shop.example:99999/guji/",
        "https://[shop.example/guji/",
        "https://",
        "https://shop.example/••••4242/",
        "javascript://shop.example/guji/",
        "ftp://shop.example/guji/",
        "shop.example/guji/",
        "/guji/",
        f"https://shop.example/{'a' * 2_000}",
        f"https://{'ü' * 80}.example/",
    ],
)
def test_everything_else_is_none(text: str) -> None:
    assert own_links(text) == []


def test_the_address_is_kept_as_it_was_typed() -> None:
    [link] = own_links("https://shop.example/guji/?size=1#price")

    assert link.url == "https://shop.example/guji/?size=1#price"


def test_a_link_without_a_path_leads_to_the_front_page() -> None:
    assert paths("https://shop.example") == ["/"]


def test_a_web_host_needs_no_scheme(shop: Site) -> None:
    shop.hostname = "www.shop.example"
    shop.save()

    [link] = own_links("www.shop.example/guji/")
    assert (link.url, link.path) == ("https://www.shop.example/guji/", "/guji/")


def test_each_path_counts_once() -> None:
    assert paths("https://shop.example/a/ https://shop.example/b/ http://shop.example/a/?again") == ["/a/", "/b/"]


def test_two_addresses_with_a_comma_between_them_are_two() -> None:
    assert paths("https://shop.example/a/,https://shop.example/b/") == ["/a/", "/b/"]


def test_an_international_host_is_the_same_in_either_form(shop: Site) -> None:
    shop.hostname = "bücher.example"
    shop.save()

    assert paths("https://bücher.example/a/ https://xn--bcher-kva.example/b/") == ["/a/", "/b/"]


def test_sites_are_told_apart_by_host_and_by_port(shop: Site) -> None:
    outlet = Site.objects.create(hostname="shop.example", port=8080, root_page=shop.root_page)
    other = people.another_site()

    found = own_links(
        "http://shop.example/a/ http://shop.example:8080/b/ http://shop.example:9/c/ https://other.example/d/"
    )

    assert [(link.site, link.path) for link in found] == [(shop, "/a/"), (outlet, "/b/"), (shop, "/c/"), (other, "/d/")]


def test_a_host_that_django_is_told_to_serve_is_the_default_sites(settings: Settings, shop: Site) -> None:
    settings.ALLOWED_HOSTS = ["chat.example", "127.0.0.1", "[::1]", ".pattern.example", "*"]

    found = own_links(
        "https://chat.example/a/ http://127.0.0.1:8000/b/ http://[::1]:8000/c/ https://x.pattern.example/d/"
    )

    assert [(link.site, link.path) for link in found] == [(shop, "/a/"), (shop, "/b/"), (shop, "/c/")]


@pytest.mark.parametrize(("debug", "found"), [(True, ["/a/"]), (False, [])])
def test_while_a_site_is_made_its_own_machine_is_served(settings: Settings, *, debug: bool, found: list[str]) -> None:
    settings.ALLOWED_HOSTS, settings.DEBUG = [], debug

    assert paths("http://localhost:8000/a/") == found


def test_without_a_default_site_only_named_hosts_count(settings: Settings, shop: Site) -> None:
    settings.ALLOWED_HOSTS = ["chat.example"]
    shop.is_default_site = False
    shop.save()

    assert paths("https://chat.example/a/ https://shop.example/b/") == ["/b/"]


def test_one_of_several_sites_of_a_host_answers_other_ports_only_if_it_is_the_default(shop: Site) -> None:
    shop.is_default_site = False
    shop.save()
    Site.objects.create(hostname="shop.example", port=8080, root_page=shop.root_page)

    assert paths("http://shop.example:9/a/") == []


@pytest.mark.parametrize(
    "part", ["http://", "((((", "http://shop.example/)", "www.", ",http://a.example", "https://shop.example/a "]
)
def test_ten_thousand_characters_of_anything_take_no_time(part: str) -> None:
    text = part * (10_000 // len(part))
    begun = time.perf_counter()

    own_links(f"http://shop.example/{text}")
    own_links(text)

    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("text", "said"), [("See HTTP://a", True), ("www.a", True), ("WWW.A", True), ("No link", False)]
)
def test_whether_there_may_be_links_is_known_without_looking_for_them(text: str, *, said: bool) -> None:
    assert has_links(text) is said
