"""What the shops know of a visitor: section by section, whatever becomes of the others."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event
from threading import enumerate as threads
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.cache import cache
from django.db import connection, connections
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from tests import people
from tests.people import VisitingPerson
from tests.shops import LETTERS, ORDERS, Careless, Hanging, Knowing
from wagtail_livechat.customers import values
from wagtail_livechat.customers.base import Customer
from wagtail_livechat.models import LiveChatSettings, Visit, Visitor
from wagtail_livechat.selectors import crews
from wagtail_livechat.selectors.customers import basket_values, customer_data
from wagtail_livechat.shapes import BasketValue, CustomerSection

HERE = "tests.shops."


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    """Nothing is remembered of another test, and nothing hangs after this one."""
    cache.clear()
    Knowing.asked, Knowing.baskets = [], {}
    Hanging.let_go = Event()
    yield
    Hanging.let_go.set()


@pytest.fixture
def alice(db: None) -> AbstractUser:
    return people.a_user("alice")


@pytest.fixture
def customer(visitor: VisitingPerson, alice: AbstractUser) -> Visitor:
    """A visitor who was logged in."""
    Visitor.objects.filter(pk=visitor.visitor.pk).update(user=alice)
    visitor.visitor.refresh_from_db()
    return visitor.visitor


@pytest.fixture(autouse=True)
def shown(request: pytest.FixtureRequest, settings: Settings) -> "Shown":
    request.getfixturevalue("committed" if "committed" in request.fixturenames else "db")
    return Shown(settings)


class Shown:
    """Which providers the site has, and which of their sections it shows."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self("Knowing", sections=[ORDERS, LETTERS])

    def __call__(self, *providers: str, sections: list[str], on: bool = True, **more: Any) -> None:
        names = [f"{HERE}{name}" for name in providers]
        self.settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": names, **more}
        fields = {"shows_customer_data": on, "customer_sections": sections}
        LiveChatSettings.objects.update_or_create(site=people.site(), defaults=fields)


def a_visit(visitor: Visitor, **fields: Any) -> Visit:
    return Visit.objects.create(visitor=visitor, **fields)


def loads_a_page(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(last_seen_at=timezone.now())


def sections_of(visitor: Visitor) -> list[CustomerSection]:
    found = customer_data(visitor)
    assert found["state"] == "on"
    return found["sections"]


def test_each_section_says_what_its_provider_knows(customer: Visitor, alice: AbstractUser) -> None:
    orders, letters = sections_of(customer)

    assert orders == {
        "id": ORDERS,
        "title": "Orders",
        "url": "/back-office/orders/",
        "values": [values.number("Orders", 3)],
        "error": None,
    }
    assert letters["title"] == "Monday"
    assert sorted(section for section, _customer in Knowing.asked) == ["letters", "orders"]
    assert {asked for _section, asked in Knowing.asked} == {Customer(site=people.site(), user=alice)}


def test_only_what_the_site_shows_is_asked_for(customer: Visitor, shown: Shown) -> None:
    shown("Knowing", sections=[LETTERS, "tests.shops.Knowing:gone", "tests.shops.Other:orders"])

    assert [section["id"] for section in sections_of(customer)] == [LETTERS]
    assert len(Knowing.asked) == 1


def test_a_site_that_shows_nothing_asks_for_nothing(customer: Visitor, shown: Shown) -> None:
    shown("Knowing", sections=[ORDERS], on=False)

    assert customer_data(customer) == {"state": "off", "sections": []}
    LiveChatSettings.objects.all().delete()
    assert customer_data(customer) == {"state": "off", "sections": []}
    assert Knowing.asked == []


def test_of_a_stranger_only_the_basket_is_known(visitor: VisitingPerson) -> None:
    assert customer_data(visitor.visitor) == {"state": "no_user", "sections": []}

    Knowing.baskets["7"] = "48.00"
    a_visit(visitor.visitor, baskets={"tests.shops.Knowing": "6"}, started_at=datetime(2026, 1, 1, tzinfo=UTC))
    a_visit(visitor.visitor, baskets={"tests.shops.Knowing": "7", "gone.Provider": "8"})

    assert sections_of(visitor.visitor)[0]["values"] == [values.money("Basket", "48.00", "EUR")]


def test_a_basket_of_no_provider_is_none(visitor: VisitingPerson) -> None:
    a_visit(visitor.visitor, baskets={"gone.Provider": "8", "tests.shops.Knowing": ""})

    assert customer_data(visitor.visitor)["state"] == "no_user"


def test_a_section_without_anything_to_say_is_left_out(customer: Visitor, shown: Shown) -> None:
    shown("Careless", "Knowing", sections=["tests.shops.Careless:orders", LETTERS])

    assert [section["id"] for section in sections_of(customer)] == [LETTERS]


def test_it_is_said_in_the_language_of_who_reads_it(customer: Visitor) -> None:
    with translation.override("fr"):
        french = sections_of(customer)[1]
    english = sections_of(customer)[1]

    assert french["title"] == french["values"][0]["label"] == "lundi"
    assert english["title"] == english["values"][0]["label"] == "Monday"
    assert len(Knowing.asked) == 4


# What fails costs a line.


def line_of(section: CustomerSection) -> str:
    assert section["error"], "it did not fail"
    assert (section["values"], section["url"]) == ([], "")
    return section["error"]


@pytest.mark.parametrize("key", ["orders", "letters"])
def test_what_breaks_costs_a_line_and_a_line_in_the_log(
    customer: Visitor, shown: Shown, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    shown("Broken", "Knowing", sections=[f"{HERE}Broken:{key}", ORDERS])

    with caplog.at_level(logging.DEBUG):
        broken, whole = sections_of(customer)

    assert line_of(broken) == "This could not be looked up."
    assert whole["values"] == [values.number("Orders", 3)]
    [record] = [record for record in caplog.records if record.name.startswith("wagtail_livechat")]
    assert f"{HERE}Broken failed at {key} for visitor {customer.pk}: " in record.getMessage()
    assert "secret" not in caplog.text


def test_what_hangs_costs_a_line_and_not_the_time_of_others(
    customer: Visitor, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    shown("Hanging", "Knowing", sections=[f"{HERE}Hanging:orders", ORDERS], CUSTOMER_TIMEOUT=0.2)

    hanging, whole = sections_of(customer)

    assert line_of(hanging) == "This took too long to look up."
    assert whole["error"] is None
    assert f"{HERE}Hanging failed at orders for visitor {customer.pk}: TooSlow" in caplog.text


def test_what_hangs_keeps_few_threads_and_lets_them_go(customer: Visitor, shown: Shown) -> None:
    shown("Hanging", "Knowing", sections=[f"{HERE}Hanging:orders", ORDERS], CUSTOMER_TIMEOUT=0.05)

    for _time in range(crews.SIZE + 3):
        cache.clear()
        hanging, whole = sections_of(customer)
        assert (hanging["error"] is None, whole["error"]) == (False, None)

    name = f"{HERE}Hanging:orders"
    held = [thread for thread in threads() if thread.name == name]
    assert len(held) == crews.SIZE
    assert all(thread.daemon for thread in held), "they keep no process from ending"
    Hanging.let_go.set()
    for thread in held:
        thread.join(10)
    assert line_or_values(customer) == ["At last", "Orders"]


def line_or_values(visitor: Visitor) -> list[str]:
    cache.clear()
    return [section["error"] or section["values"][0]["label"] for section in sections_of(visitor)]


@pytest.mark.parametrize("name", ["Missing", "Unsorted"])
def test_a_provider_that_cannot_be_loaded_costs_its_sections_a_line(
    customer: Visitor, shown: Shown, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    shown(name, "Knowing", sections=[ORDERS, f"{HERE}{name}:last_orders"])

    missing, whole = sections_of(customer)

    assert (missing["id"], missing["title"]) == (f"{HERE}{name}:last_orders", "Last orders")
    assert line_of(missing) == "This cannot be looked up: its provider could not be loaded."
    assert whole["error"] is None
    assert (
        f"The customer provider {HERE}{name} failed at last_orders for visitor {customer.pk}: NotLoaded" in caplog.text
    )


# What is nonsense is not shown.


def said(shown: Shown, monkeypatch: pytest.MonkeyPatch, visitor: Visitor, given: Any, **more: Any) -> CustomerSection:
    """The section of a provider that says this."""
    shown("Careless", sections=[f"{HERE}Careless:orders"])
    monkeypatch.setattr(Careless, "given", given)
    for name, value in more.items():
        monkeypatch.setattr(Careless, name, value)
    [section] = sections_of(visitor)
    return section


A_TEXT = values.text("Colour", "red")

NONSENSE: dict[str, Any] = {
    "no list": "red",
    "none": None,
    "a generator": (each for each in [A_TEXT]),
    "no values": ["red"],
    "too many": [A_TEXT] * 51,
    "a kind that does not exist": [{**A_TEXT, "kind": "html"}],
    "a tone that does not exist": [values.status("State", "new", "red")],
    "a missing part": [{name: value for name, value in A_TEXT.items() if name != "detail"}],
    "no text": [{**A_TEXT, "value": 3}],
    "no number": [{**A_TEXT, "kind": "number", "value": "many"}],
    "not a number": [values.number("Orders", float("nan"))],
    "endless": [values.number("Orders", float("inf"))],
    "more than there is": [values.number("Orders", 10**12)],
    "a card's number": [values.number("Card", float("424242424242.4242"))],
    "no currency": [values.money("Spent", 3, "€")],
    "no day": [{**A_TEXT, "kind": "date", "value": "yesterday"}],
    "a link to nowhere": [values.link("More", "here", "")],
    "a picture of nothing": [values.image("Picture", "")],
    "a script": [values.link("More", "here", "javascript:alert(1)")],
    "another scheme": [values.image("Picture", "data:image/png;base64,AAAA")],
    "another site": [values.text("Colour", "red", url="//evil.example/")],
    "another site behind a tab": [values.text("Colour", "red", url="/\t/evil.example/")],
    "a relative address": [values.text("Colour", "red", image="red.png")],
    "a card in an address": [values.text("Colour", "red", url="/paid/4242424242424242/")],
}


@pytest.mark.parametrize("given", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_costs_a_line(
    customer: Visitor, shown: Shown, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, given: Any
) -> None:
    section = said(shown, monkeypatch, customer, given)

    assert line_of(section) == "What was found here cannot be shown."
    assert f"{HERE}Careless failed at orders for visitor {customer.pk}: Nonsense" in caplog.text


@pytest.mark.parametrize("address", [None, "javascript:alert(1)", "here"])
def test_so_does_a_section_that_leads_elsewhere(
    customer: Visitor, shown: Shown, monkeypatch: pytest.MonkeyPatch, address: Any
) -> None:
    assert line_of(said(shown, monkeypatch, customer, [A_TEXT], leads_to=address))


def test_texts_are_masked_and_short(customer: Visitor, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    card = "4242 4242 4242 4242"
    given = [values.status(f"Card {card}", f"{card}\n new", detail="x" * 600)]

    [value] = said(shown, monkeypatch, customer, given)["values"]

    assert (value["label"], value["value"]) == ("Card •••• •••• •••• 4242", "•••• •••• •••• 4242 new")
    assert value["detail"] == "x" * 499 + "…"


def test_numbers_and_days_are_written_as_the_client_reads_them(
    customer: Visitor, shown: Shown, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    given = (
        {**A_TEXT, "kind": "number", "value": "1E+2"},
        values.money("Spent", 0.1 + 0.2, "EUR"),
        values.money("Left", "1E-999999", "EUR"),
        values.date("Born", datetime(2026, 11, 24).date()),
        values.date("Seen", datetime(2026, 11, 24, 12)),
        values.date("Left", datetime(2026, 11, 24, 12, tzinfo=UTC)),
    )

    # The agent's, wherever the shop is.
    with timezone.override("Asia/Tokyo"):
        found = said(shown, monkeypatch, customer, given)["values"]

    assert [value["value"] for value in found] == [
        "100",
        "0.300000",
        "0.000000",
        "2026-11-24",
        "2026-11-24T12:00:00+01:00",
        "2026-11-24T12:00:00+00:00",
    ]


# It is looked up once in a while.


def test_the_same_again_is_remembered_until_the_visitor_loads_a_page(customer: Visitor) -> None:
    visit = a_visit(customer)
    sections_of(customer)
    sections_of(customer)
    assert len(Knowing.asked) == 2

    loads_a_page(visit)
    sections_of(customer)
    assert len(Knowing.asked) == 4


def test_what_is_known_of_one_is_not_said_of_another(customer: Visitor, visitor: VisitingPerson) -> None:
    sections_of(customer)
    other = people.a_visitor().visitor
    other.user = people.a_user("bob")
    other.save()

    sections_of(other)
    Visitor.objects.filter(pk=customer.pk).update(user=None)
    customer.refresh_from_db()
    a_visit(customer, baskets={"tests.shops.Knowing": "7"})
    Knowing.baskets["7"] = "48.00"
    stranger = sections_of(customer)

    assert len(Knowing.asked) == 6
    assert stranger[0]["values"][0]["value"] == "48.00"


def test_a_failure_is_not_remembered_as_long(customer: Visitor, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[list[str], int]] = []
    shown("Broken", "Knowing", sections=[f"{HERE}Broken:orders", ORDERS])
    monkeypatch.setattr(cache, "set_many", lambda found, seconds: kept.append((list(found), seconds)))

    sections_of(customer)

    assert [(len(found), seconds) for found, seconds in kept] == [(1, 30), (1, 5)]


def test_without_the_cache_it_is_looked_up_again(
    customer: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_args: object) -> None:
        raise ConnectionError("secret")

    monkeypatch.setattr(cache, "get_many", fails)
    monkeypatch.setattr(cache, "set_many", fails)

    assert sections_of(customer) == sections_of(customer)
    assert len(Knowing.asked) == 4
    assert "The cache cannot be read: ConnectionError" in caplog.text
    assert "secret" not in caplog.text


def test_it_takes_a_fixed_number_of_queries(
    customer: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def asked() -> None:
        visitor = Visitor.objects.select_related("site", "user").get(pk=customer.pk)
        with django_assert_num_queries(2):
            sections_of(visitor)

    asked()
    for _each in range(3):
        loads_a_page(a_visit(customer))
    asked()


@pytest.mark.usefixtures("committed")
def test_a_thread_gives_its_connection_back(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    shown("Looking", sections=[f"{HERE}Looking:people"])
    visitor = people.a_visitor().visitor
    visitor.user = people.a_user("carol")
    visitor.save()
    closed, is_closed = connections.close_all, Event()

    def close_all() -> None:
        closed()
        assert connection.connection is None
        is_closed.set()

    monkeypatch.setattr(connections, "close_all", close_all)
    try:
        [section] = sections_of(visitor)
    finally:
        LiveChatSettings.objects.all().delete()

    assert section["values"] == [values.number("People", get_user_model().objects.count())]
    assert is_closed.wait(10)


# Baskets of many.


def with_basket(amount: str, *, user: AbstractUser | None = None, name: str = "Knowing") -> Visit:
    """Somebody's visit, with something in the basket."""
    visitor = people.a_visitor().visitor
    visitor.user = user
    visitor.save()
    key = user.get_username() if user else str(visitor.pk)
    Knowing.baskets[key] = amount
    return a_visit(visitor, baskets={} if user else {f"{HERE}{name}": key})


def test_what_baskets_are_worth(alice: AbstractUser) -> None:
    hers, theirs, nobodys = with_basket("48.00", user=alice), with_basket("12.50"), a_visit(people.a_visitor().visitor)

    assert basket_values([hers, theirs, nobodys]) == {
        hers.visitor_id: BasketValue(amount="48.00", currency="EUR"),
        theirs.visitor_id: BasketValue(amount="12.50", currency="EUR"),
    }
    assert len(Knowing.asked) == 2, "who has none is not asked about"


def test_they_are_asked_about_again_after_the_next_page(alice: AbstractUser) -> None:
    visit, other = with_basket("48.00", user=alice), with_basket("12.50")
    basket_values([visit, other])
    Knowing.baskets["alice"] = "50.00"
    assert basket_values([visit, other])[visit.visitor_id]["amount"] == "48.00"

    visit.last_seen_at = timezone.now()

    assert basket_values([visit, other])[visit.visitor_id]["amount"] == "50.00"
    assert len(Knowing.asked) == 3


def test_empty_baskets_are_worth_nothing(alice: AbstractUser) -> None:
    visit = with_basket("", user=alice)

    assert basket_values([visit]) == basket_values([visit]) == {}
    assert len(Knowing.asked) == 1


def test_the_first_shop_that_knows_a_basket_says_what_it_is_worth(shown: Shown, alice: AbstractUser) -> None:
    shown("Broken", "Careless", "Knowing", sections=[])
    Careless.worth = [{"amount": "1", "currency": "USD"}]
    try:
        visit = with_basket("48.00", user=alice)
        assert basket_values([visit]) == {visit.visitor_id: {"amount": "1", "currency": "USD"}}
    finally:
        Careless.worth = ()


@pytest.mark.parametrize(
    "worth", [None, [], [None, None], ["1"], [{"amount": 1, "currency": "EUR"}], [{"amount": "1", "currency": "E"}]]
)
def test_what_fails_leaves_the_others_their_baskets(
    shown: Shown, alice: AbstractUser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, worth: Any
) -> None:
    shown("Careless", "Broken", "Knowing", sections=[])
    monkeypatch.setattr(Careless, "worth", worth)
    visit = with_basket("48.00", user=alice)

    assert basket_values([visit]) == {visit.visitor_id: {"amount": "48.00", "currency": "EUR"}}
    assert f"{HERE}Broken could not say what baskets are worth: RuntimeError" in caplog.text
    assert f"{HERE}Careless could not say" in caplog.text
    assert "secret" not in caplog.text
