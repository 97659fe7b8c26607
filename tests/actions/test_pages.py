"""What is kept of a page that a browser names."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from wagtail_livechat.actions.pages import clean_title, clean_url, page_at, remembered_pages
from wagtail_livechat.inputs import PageIn

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
SHOP = "https://shop.example/guji/"


def kept(url: str = SHOP, **fields: str) -> dict[str, object]:
    page = page_at(PageIn(url=url, **fields), NOW)
    assert page is not None
    return {"referrer": page.referrer, "campaign": dict(page.campaign)}


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (SHOP, SHOP),
        (f" {SHOP}\n", SHOP),
        (f"{SHOP}#reviews", SHOP),
        ("https://vera:secret@shop.example:8443/", "https://shop.example:8443/"),
        (f"{SHOP}?size=2&colour=r%C3%B6d&&b", f"{SHOP}?size=2&colour=r%C3%B6d&b"),
        (f"{SHOP}?token=a&Token=b&to%6ben=c&size=2", f"{SHOP}?size=2"),
        (f"{SHOP}?gclid=abc&fbclid=d&msclkid=e", SHOP),
        (f"{SHOP}?q=4242424242424242", f"{SHOP}?q=•••• •••• •••• 4242"),
        ("https://shop.example/4242-4242-4242-4242", "https://shop.example/•••• •••• •••• 4242"),
    ],
)
def test_an_address_is_kept_without_what_is_secret(url: str, clean: str) -> None:
    assert clean_url(url) == clean
    assert clean_url(clean) == clean


@pytest.mark.parametrize(
    "url", ["", "/shop/", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "http:///x", "http://[", "mailto:a@b.example"]
)
def test_what_is_no_address_of_the_web_is_not_kept(url: str) -> None:
    assert clean_url(url) == ""
    assert page_at(PageIn(url=url), NOW) is None


def test_a_site_says_which_parameters_are_hidden(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"HIDDEN_PARAMETERS": ("order",)}

    assert clean_url(f"{SHOP}?order=7&token=a") == f"{SHOP}?token=a"


def test_texts_fit_their_columns() -> None:
    assert len(clean_url(SHOP + "x" * 4_000)) == 2_000
    assert len(clean_title("x" * 1_000)) == 300
    assert clean_title("  Guji \n Ethiopia ") == "Guji Ethiopia"


@pytest.mark.parametrize(
    ("referrer", "found"),
    [
        ("https://search.example/?q=coffee&token=x#top", "https://search.example/?q=coffee"),
        ("https://shop.example/", ""),
        ("https://www.shop.example:8000/blog/", ""),
        ("android-app://com.example/", ""),
        ("", ""),
    ],
)
def test_another_site_is_a_referrer(referrer: str, found: str) -> None:
    assert kept(referrer=referrer)["referrer"] == found


@pytest.mark.parametrize(
    ("query", "campaign"),
    [
        ("", {}),
        ("size=2", {}),
        ("utm_source=letter&UTM_Medium=e-mail", {"utm_source": "letter", "utm_medium": "e-mail"}),
        ("utm_source=first&utm_source=second", {"utm_source": "first"}),
        ("gclid=Cj0KCQjw123456789", {"gclid": "Cj0KCQjw…"}),
        ("fbclid=short", {"fbclid": "short"}),
        ("utm_term=4242424242424242", {"utm_term": "•••• •••• •••• 4242"}),
        ("utm_term=" + "x" * 500, {"utm_term": "x" * 100}),
        ("&".join(f"utm_{number}=x" for number in range(20)), {f"utm_{number}": "x" for number in range(10)}),
    ],
)
def test_a_campaign_is_known_by_the_first_page(query: str, campaign: dict[str, str]) -> None:
    assert kept(f"{SHOP}?{query}")["campaign"] == campaign


def remembered(*times: str) -> list[datetime]:
    pages = tuple(PageIn(url=f"{SHOP}{number}", at=at) for number, at in enumerate(times))
    return [page.at for page in remembered_pages(pages, NOW)]


def test_what_a_browser_remembers_comes_in_order() -> None:
    times = remembered("2026-01-31T08:59:00.000Z", "2026-01-31T09:30:00+01:00")

    assert times == [NOW - timedelta(minutes=30), NOW - timedelta(minutes=1)]


@pytest.mark.parametrize(
    "at",
    [
        "",
        "yesterday",
        "2026-01-31",
        "2026-01-31T08:00:00",
        "2026-13-31T08:00:00Z",
        "2026-01-30T08:59:59Z",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_has_no_time_or_is_older_than_a_day_is_forgotten(at: str) -> None:
    assert remembered(at) == []


def test_a_clock_that_is_ahead_is_put_right() -> None:
    times = remembered("2026-01-31T11:59:00Z", "2026-01-31T12:00:00Z")

    assert times == [NOW - timedelta(minutes=1), NOW]
