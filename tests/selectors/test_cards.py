"""The cards of a text: from all sources, short, harmless, and never in the way of a message."""

import logging

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from pytest_django.fixtures import Settings
from wagtail.models import Site

from tests import people
from tests.sources import Careless
from wagtail_livechat.cards.base import card
from wagtail_livechat.selectors.cards import cards_in, search
from wagtail_livechat.shapes import Card


@pytest.fixture(autouse=True)
def sources(request: pytest.FixtureRequest, settings: Settings) -> None:
    if "committed" not in request.fixturenames:
        request.getfixturevalue("db")
    settings.WAGTAIL_LIVECHAT = {"CARD_SOURCES": ["tests.sources.Goods"]}


def ask(settings: Settings, *names: str, providers: tuple[str, ...] = ()) -> None:
    """Have these sources, of the tests' own."""
    settings.WAGTAIL_LIVECHAT = {
        "CARD_SOURCES": [f"tests.sources.{name}" for name in names],
        "CUSTOMER_PROVIDERS": [f"tests.sources.{name}" for name in providers],
    }


def titles(text: str) -> list[str]:
    return [card["title"] for _site, card in cards_in(text)]


def found(text: str = "") -> list[Card]:
    return search([people.site()], text, base_of=lambda _site: "https://shop.example/")


def test_a_link_has_a_card_with_its_own_address_and_host() -> None:
    assert cards_in("See http://localhost:8000/goods/guji/?size=1#price.") == (
        (
            people.site().pk,
            {
                "url": "http://localhost:8000/goods/guji/?size=1#price",
                "title": "The guji",
                "description": "",
                "image": "/media/goods.jpg",
                "detail": "€38.00",
                "site": "localhost",
            },
        ),
    )


def test_what_no_source_knows_has_none() -> None:
    assert cards_in("http://localhost/elsewhere/ https://other.example/goods/guji/") == ()


def test_at_most_three_of_each_site() -> None:
    other = people.another_site()
    links = [f"http://{host}/goods/{name}/" for name in "abcd" for host in ("localhost", "other.example")]

    cards = cards_in(" ".join(links))

    assert [card["title"] for site, card in cards if site == other.pk] == ["The a", "The b", "The c"]
    assert len(cards) == 6


def test_the_first_source_that_knows_a_path_makes_its_card(settings: Settings) -> None:
    ask(settings, "Goods", providers=("Baskets", "Shop"))

    assert titles("http://localhost/goods/guji/ http://localhost/shop/guji/") == ["The guji", "From the shop"]


@pytest.mark.parametrize("name", ["Broken", "NoSuchSource"])
def test_a_source_that_fails_leaves_the_others_alone_and_its_secrets_out_of_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    ask(settings, name, "Goods")

    with caplog.at_level(logging.DEBUG, logger="wagtail_livechat"):
        assert titles("http://localhost/goods/guji/") == ["The guji"]
        assert len(found("guji")) == 1

    assert f"tests.sources.{name}" in caplog.text
    assert "secret" not in caplog.text
    assert "guji" not in caplog.text


def test_a_failing_query_does_not_break_the_transaction_around_it(settings: Settings) -> None:
    ask(settings, "BrokenQuery", "Goods")

    with transaction.atomic():
        assert titles("http://localhost/goods/guji/") == ["The guji"]
        assert Site.objects.exists()


@pytest.mark.usefixtures("committed")
def test_a_failing_query_outside_of_transactions_leaves_the_connection_usable(settings: Settings) -> None:
    ask(settings, "BrokenQuery", "Goods")

    assert titles("http://localhost/goods/guji/") == ["The guji"]
    with pytest.raises(DatabaseError):
        Site.objects.extra(where=["no_such_column"]).exists()
    assert Site.objects.exists()


def careless(settings: Settings, monkeypatch: pytest.MonkeyPatch, **given: str) -> Card | None:
    """What becomes of what a source says without thinking."""
    ask(settings, "Careless")
    monkeypatch.setattr(Careless, "given", {**card(path="/", title="A title"), **given})
    cards = cards_in("http://localhost/a/")
    return cards[0][1] if cards else None


def test_texts_are_short_single_lines_without_card_numbers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    made = careless(
        settings,
        monkeypatch,
        title=" One\n two\x00 ",
        description="x" * 400,
        detail="Paid with 4242 4242 4242 4242",
    )

    assert made is not None
    assert made["title"] == "One two"
    assert made["description"] == "x" * 299 + "…"
    assert made["detail"] == "Paid with •••• •••• •••• 4242"


@pytest.mark.parametrize("title", ["", " \n "])
def test_without_a_title_there_is_no_card(settings: Settings, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    assert careless(settings, monkeypatch, title=title) is None


@pytest.mark.parametrize(
    "image", ["javascript:alert(1)", "data:image/png;base64,x", "//evil.example/a.png", "/\\evil.example", "a.png", ""]
)
def test_only_addresses_of_the_web_are_pictures(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, image: str
) -> None:
    made = careless(settings, monkeypatch, image=image)

    assert made is not None
    assert made["image"] is None


@pytest.mark.parametrize("image", ["/media/a.webp", "https://media.example/a.webp"])
def test_those_are(settings: Settings, monkeypatch: pytest.MonkeyPatch, image: str) -> None:
    made = careless(settings, monkeypatch, image=image)

    assert made is not None
    assert made["image"] == image


@pytest.mark.parametrize("url", ["javascript:alert(1)", f"/{'a' * 2_000}"])
def test_only_what_leads_to_the_web_is_found(settings: Settings, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    ask(settings, "Careless")
    monkeypatch.setattr(Careless, "given", {**card(path="/", title="A title"), "url": url})

    assert found() == []


def test_a_card_number_in_a_link_stays_out_of_its_card() -> None:
    assert "4242 4242" not in str(cards_in("http://localhost/goods/guji/?paid=4242-4242-4242-4242"))


def test_a_card_is_in_the_language_of_its_path(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str | None] = []
    monkeypatch.setattr(Careless, "card", lambda *_args: spoken.append(translation.get_language()))
    ask(settings, "Careless")

    with translation.override("fr"):
        cards_in("http://localhost/fr/guji/ http://localhost/guji/")

    assert spoken == ["fr", "en"]


def test_a_search_asks_all_sources_in_turn_and_gives_ten_addresses(settings: Settings) -> None:
    ask(settings, "Goods", providers=("Baskets", "Shop"))

    assert [card["url"] for card in found()][:3] == [
        "https://shop.example/goods/0/",
        "https://shop.example/shop/guji/",
        "https://shop.example/goods/1/",
    ]
    assert len(found()) == 10
    # The same ten times is one.
    assert [card["title"] for card in found(" kochere ")] == ["kochere", "Guji"]
