"""Whom a request really comes from."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from wagtail_livechat.addresses import address_of


def asked(address: str | None, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory(headers=headers).get("/")
    if address is None:
        del request.META["REMOTE_ADDR"]
    else:
        request.META["REMOTE_ADDR"] = address
    return address_of(request)


@pytest.fixture
def proxied(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"TRUSTED_PROXIES": ("10.0.0.0/8", "2001:db8:1::/48")}


def test_without_proxies_nobody_is_believed() -> None:
    assert asked("192.0.2.7", "198.51.100.1") == "192.0.2.7"
    assert asked("10.0.0.1", "198.51.100.1") == "10.0.0.1"


def test_a_trusted_proxy_says_for_whom_it_asks(proxied: None) -> None:
    assert asked("10.0.0.1", "198.51.100.1") == "198.51.100.1"
    assert asked("2001:db8:1::5", "198.51.100.1") == "198.51.100.1"


def test_a_stranger_may_say_what_they_like(proxied: None) -> None:
    assert asked("192.0.2.7", "198.51.100.1") == "192.0.2.7"


def test_what_the_visitor_forged_before_the_proxy_is_ignored(proxied: None) -> None:
    assert asked("10.0.0.1", "127.0.0.1, 10.0.0.9, 192.0.2.7") == "192.0.2.7"


def test_several_proxies_in_a_row_are_gone_through(proxied: None) -> None:
    assert asked("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.2.0.1 ,10.1.0.1") == "198.51.100.1"


@pytest.mark.parametrize(
    "forwarded", [None, "", " ", "unknown", "_hidden", "198.51.100.1, <script>", "1.2.3.4.5", "a:b:c"]
)
def test_where_the_proxy_says_nothing_sensible_it_is_the_proxy(proxied: None, forwarded: str | None) -> None:
    assert asked("10.0.0.1", forwarded) == "10.0.0.1"


def test_where_all_are_proxies_the_first_of_them_asks(proxied: None) -> None:
    assert asked("10.0.0.1", "10.0.0.3, 10.0.0.2") == "10.0.0.3"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("198.51.100.1:4711", "198.51.100.1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_an_address_comes_in_its_usual_form(proxied: None, written: str, address: str) -> None:
    assert asked("10.0.0.1", written) == asked(written) == address


def test_a_proxy_that_speaks_ipv6_is_the_same_proxy(proxied: None) -> None:
    assert asked("::ffff:10.0.0.1", "198.51.100.1") == "198.51.100.1"


@pytest.mark.parametrize("nowhere", [None, "", "testserver"])
def test_who_has_no_address_has_none(proxied: None, nowhere: str | None) -> None:
    assert asked(nowhere, "198.51.100.1") == ""


def test_a_proxy_on_a_unix_socket_can_be_trusted(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"TRUSTED_PROXIES": ["unix"]}

    assert asked("", "198.51.100.1") == "198.51.100.1"
    assert asked("", "") == ""
    assert asked("10.0.0.1", "198.51.100.1") == "10.0.0.1"
