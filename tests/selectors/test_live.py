"""Who is on the site now."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests import lookers, people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.models import LiveChatSettings, Visit, VisitorMerge
from wagtail_livechat.selectors import live
from wagtail_livechat.selectors.live import Live, LiveVisits, Narrowed
from wagtail_livechat.shapes import BasketValue

#: For the visits, for their pages, and three to know whose baskets may be shown.
QUERIES = 5
BASKET: BasketValue = {"amount": "48.00", "currency": "EUR"}


def seen_by(person: AnsweringPerson, *, site: int | None = None, **narrowed: Any) -> list[Live]:
    visits = LiveVisits(person.reach, person.user, site=site)
    return visits.rows(visits.narrowed(Narrowed(**narrowed)))


def listed(person: AnsweringPerson, **narrowed: Any) -> list[Visit]:
    return [row.visit for row in seen_by(person, **narrowed)]


@pytest.fixture
def baskets(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[int, BasketValue]:
    """What the shop says of its customers' baskets, by the visitor's key; shown on the default site."""
    values: dict[int, BasketValue] = {}
    LiveChatSettings.objects.create(site=people.site(), shows_customer_data=True)

    def asked(visits: list[Visit]) -> dict[int, BasketValue]:
        return {visit.visitor_id: values[visit.visitor_id] for visit in visits if visit.visitor_id in values}

    monkeypatch.setattr(live, "basket_values", asked)
    return values


def test_who_is_there_is_listed_with_the_newest_page(agent: AnsweringPerson) -> None:
    visit = lookers.somebody("https://shop.example/guji/", "Guji", country_code="DE")
    lookers.goes_on(visit, "https://shop.example/sidamo/", "Sidamo")

    [row] = seen_by(agent)

    assert row.visit == visit
    assert row.page is not None
    assert (row.page.url, row.page.title) == ("https://shop.example/sidamo/", "Sidamo")
    assert (row.returning, row.conversation, row.basket) == (False, None, None)


def test_the_latest_arrival_comes_first(agent: AnsweringPerson) -> None:
    first, second = lookers.somebody(), lookers.somebody()
    lookers.goes_on(first, "https://shop.example/later/")

    assert listed(agent) == [second, first]


def test_who_was_not_seen_for_a_minute_is_gone(agent: AnsweringPerson) -> None:
    there, gone = lookers.somebody(), lookers.somebody()
    lookers.leaves(there, seconds=55)
    lookers.leaves(gone)

    assert listed(agent) == [there]


def test_who_is_there_with_two_devices_is_there_once(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    lookers.comes(visitor, device="desktop")
    second = lookers.comes(visitor, device="phone")

    assert listed(agent) == [second]


def test_a_visit_without_a_page_is_listed_without_one(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    Visit.objects.create(visitor=visitor.visitor)

    [row] = seen_by(agent)

    assert row.page is None


def test_who_was_here_before_returns(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    earlier = timezone.now() - timedelta(days=3)
    lookers.comes(visitor, started_at=earlier, last_seen_at=earlier, ended_at=earlier)
    lookers.comes(visitor)

    assert [row.returning for row in seen_by(agent)] == [True]


def test_the_open_conversation_stands_before_a_later_one_that_was_resolved(
    agent: AnsweringPerson, manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    lookers.comes(visitor)
    first = visitor.writes("Hello")
    visitor.ends(first)
    second = visitor.writes("Hello again")
    assert [row.conversation for row in seen_by(agent)] == [second.public_id]

    manager.resolves(second)
    manager.reopens(first)

    assert [row.conversation for row in seen_by(agent)] == [first.public_id]


# --- Whom an agent may see -------------------------------------------------------------------------------------------


def test_who_talks_to_a_colleague_is_not_listed(
    agent: AnsweringPerson, manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    busy, free = lookers.comes(visitor), lookers.somebody()
    manager.takes(visitor.writes("Hello"))

    assert listed(agent) == [free]
    assert set(listed(manager)) == {busy, free}


def test_visitors_of_other_sites_are_not_listed(agent: AnsweringPerson) -> None:
    other = people.another_site()
    here, there = lookers.somebody(), lookers.somebody(on=other)
    elsewhere = people.an_agent_of(other, "elsewhere")

    assert listed(elsewhere) == [there]
    assert [row.visit for row in seen_by(agent, site=other.pk)] == [there], "an agent of all sites"
    assert [row.visit for row in seen_by(agent, site=people.site().pk)] == [here]
    assert seen_by(elsewhere, site=people.site().pk) == []


def test_who_became_somebody_else_is_not_listed(agent: AnsweringPerson) -> None:
    visit = lookers.somebody()
    VisitorMerge.objects.create(merged=visit.visitor, into=people.a_visitor().visitor)

    assert listed(agent) == []


# --- Narrowing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("narrowed", "fields"),
    [
        ({"country": "DE"}, {"country_code": "DE"}),
        ({"device": "phone"}, {"device": "phone"}),
        ({"device": ""}, {"device": ""}),
    ],
)
def test_the_list_is_narrowed_by_what_is_known_of_the_visit(
    agent: AnsweringPerson, narrowed: dict[str, str], fields: dict[str, str]
) -> None:
    fits = lookers.somebody(**{"country_code": "FR", "device": "desktop", **fields})
    lookers.somebody(country_code="FR", device="desktop")

    assert listed(agent, **narrowed) == [fits]


def test_the_list_is_narrowed_by_whether_they_return(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    new = lookers.somebody()
    lookers.comes(visitor, ended_at=timezone.now())
    again = lookers.comes(visitor)

    assert listed(agent, returning=True) == [again]
    assert listed(agent, returning=False) == [new]


def test_the_list_is_narrowed_by_whether_they_are_customers(agent: AnsweringPerson) -> None:
    customer, stranger = lookers.named(lookers.somebody(), user=people.a_user("alice")), lookers.somebody()

    assert listed(agent, customer=True) == [customer]
    assert listed(agent, customer=False) == [stranger]


@pytest.mark.parametrize("text", ["vera", " VERA ", "@example.com", "555 01", "sidamo", "Coffee from"])
def test_people_are_found_by_who_they_are_and_where_they_look(agent: AnsweringPerson, text: str) -> None:
    vera = lookers.named(lookers.somebody(), name="Vera", email="v@example.com", phone="+49 555 0199")
    lookers.goes_on(vera, "https://shop.example/sidamo/", "Coffee from Ethiopia")
    lookers.somebody("https://shop.example/guji/", "Tea")

    assert listed(agent, text=text) == [vera]


def test_nobody_is_found_by_a_page_that_they_have_left(agent: AnsweringPerson) -> None:
    visit = lookers.somebody("https://shop.example/sidamo/")
    lookers.goes_on(visit, "https://shop.example/guji/")

    assert listed(agent, text="sidamo") == []


# --- Baskets ---------------------------------------------------------------------------------------------------------


def test_who_may_see_customer_data_sees_what_is_in_the_basket(
    manager: AnsweringPerson, agent: AnsweringPerson, baskets: dict[int, BasketValue]
) -> None:
    full, empty = lookers.somebody(), lookers.somebody()
    baskets[full.visitor_id] = BASKET

    assert [row.basket for row in seen_by(manager)] == [None, BASKET]
    assert [row.basket for row in seen_by(agent)] == [None, None]
    assert listed(manager, basket=True) == [full]
    assert listed(manager, basket=False) == [empty]
    assert listed(agent, basket=True) == []


def test_no_basket_is_shown_where_the_site_shows_no_customer_data(
    manager: AnsweringPerson, baskets: dict[int, BasketValue]
) -> None:
    there = lookers.somebody(on=people.another_site())
    baskets[there.visitor_id] = BASKET

    assert [row.basket for row in seen_by(manager)] == [None]


# --- What stands beside the list -------------------------------------------------------------------------------------


def test_the_number_counts_everybody_who_is_there(
    agent: AnsweringPerson, manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    lookers.comes(visitor)
    manager.takes(visitor.writes("Hello"))
    lookers.somebody(on=people.another_site())
    lookers.leaves(lookers.somebody())

    assert LiveVisits(agent.reach, agent.user).online == 2
    assert LiveVisits(agent.reach, agent.user, site=people.site().pk).online == 1


def test_the_countries_are_those_that_somebody_is_in(agent: AnsweringPerson) -> None:
    for code in ("FR", "DE", "FR", ""):
        lookers.somebody(country_code=code)
    lookers.leaves(lookers.somebody(country_code="IT"))

    assert LiveVisits(agent.reach, agent.user).countries == ["DE", "FR"]


def test_sites_that_do_not_record_everybody_are_named(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    here, other = people.site(), people.another_site()
    lookers.records("all", on=other)

    def limited(person: AnsweringPerson, **where: int) -> tuple[list[int], str | None]:
        visits = LiveVisits(person.reach, person.user, **where)
        return visits.limited_sites, visits.settings_address

    address = f"/admin/settings/wagtail_livechat/livechatsettings/{here.pk}/"
    assert limited(manager) == ([here.pk], address)
    assert limited(agent) == ([here.pk], None)
    assert limited(manager, site=other.pk) == ([], None)
    lookers.records("nobody", on=other)
    assert limited(manager)[0] == sorted([here.pk, other.pk])


@pytest.mark.parametrize("count", [3, 60])
def test_the_number_of_queries_does_not_grow_with_the_visitors(
    manager: AnsweringPerson,
    baskets: dict[int, BasketValue],
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    alice = people.a_user("alice")
    for number in range(count):
        visitor = people.a_visitor()
        visit = lookers.comes(visitor, country_code="DE")
        lookers.goes_on(visit, f"https://shop.example/{number}/")
        visitor.writes("Hello")
        baskets[visit.visitor_id] = BASKET
    lookers.named(visit, user=alice)
    reach, user = manager.reach, type(manager.user).objects.get(pk=manager.user.pk)
    user.get_all_permissions()
    visits = LiveVisits(reach, user)

    with django_assert_num_queries(QUERIES):
        rows = visits.rows(visits.narrowed(Narrowed()))
        assert all(str(row.visit.visitor.user or row.visit.visitor.site.hostname) for row in rows)

    assert len(rows) == count


# --- Anybody at all --------------------------------------------------------------------------------------------------


def test_visitors_are_found_whether_they_are_there_or_not(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    here, gone = lookers.somebody(), lookers.somebody()
    lookers.named(here, name="Vera")
    lookers.named(gone, email="vera@example.com")
    lookers.leaves(gone, seconds=3_600)
    hidden = people.a_visitor()
    manager.takes(hidden.writes("Hello"))
    type(hidden.visitor).objects.filter(pk=hidden.visitor.pk).update(phone="vera")

    assert live.found_visitors(agent.reach, "vera") == [here.visitor, gone.visitor]
    assert hidden.visitor in live.found_visitors(manager.reach, " VERA ")
    assert live.found_visitors(agent.reach, "vera", site=people.another_site().pk) == []


def test_nothing_finds_nobody(agent: AnsweringPerson) -> None:
    lookers.named(lookers.somebody(), name="Vera")

    assert live.found_visitors(agent.reach, "  ") == []
