"""Whether a site, or one of its groups, answers now."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from tests import people
from tests.hours import always, holiday, hours, never
from tests.people import AnsweringPerson
from wagtail_livechat.models import AgentGroup
from wagtail_livechat.selectors import availability
from wagtail_livechat.selectors.availability import closes_at, faces_of, hours_of, is_online, is_open, reopens_at

PARIS = ZoneInfo("Europe/Paris")
#: A Monday.
MONDAY_NOON = datetime(2026, 6, 1, 12, 0, tzinfo=PARIS)
MONDAY_NIGHT = datetime(2026, 6, 1, 22, 0, tzinfo=PARIS)


@pytest.fixture
def site(db: None) -> Site:
    return people.site()


@pytest.fixture
def support(agent: AnsweringPerson) -> AgentGroup:
    agent.comes_online()
    return people.a_group("Support", agent)


def test_a_site_without_hours_is_always_open(site: Site) -> None:
    assert is_open(site)
    assert (reopens_at(site), closes_at(site)) == (None, None)


def test_hours_without_a_time_are_always_closed(site: Site) -> None:
    never()

    assert not is_open(site)
    assert (reopens_at(site), closes_at(site)) == (None, None)


def test_a_site_is_open_by_its_hours(site: Site) -> None:
    hours("0 9:00-17:00")

    assert is_open(site, at=MONDAY_NOON)
    assert not is_open(site, at=MONDAY_NIGHT)
    assert closes_at(site, at=MONDAY_NOON) == datetime(2026, 6, 1, 17, 0, tzinfo=PARIS)
    assert reopens_at(site, at=MONDAY_NIGHT) == datetime(2026, 6, 8, 9, 0, tzinfo=PARIS)


def test_the_hours_are_those_of_their_zone(site: Site) -> None:
    hours("0 9:00-17:00", zone="America/New_York")

    assert not is_open(site, at=MONDAY_NOON)
    assert reopens_at(site, at=MONDAY_NOON) == datetime(2026, 6, 1, 13, 0, tzinfo=UTC)


def test_a_zone_that_this_machine_does_not_know_is_the_projects_own(site: Site) -> None:
    hours("0 9:00-17:00", zone="Mars/Olympus_Mons")

    assert closes_at(site, at=MONDAY_NOON) == datetime(2026, 6, 1, 17, 0, tzinfo=PARIS)


def test_a_holiday_closes(site: Site) -> None:
    row = hours("0 9:00-17:00", "1 9:00-17:00")
    holiday(row, date(2026, 6, 1))

    assert not is_open(site, at=MONDAY_NOON)
    assert reopens_at(site, at=MONDAY_NOON) == datetime(2026, 6, 2, 9, 0, tzinfo=PARIS)


def test_the_hours_of_another_site_do_not_count(site: Site) -> None:
    never(on=people.another_site())

    assert is_open(site)


def test_a_group_keeps_its_sites_hours(site: Site, support: AgentGroup) -> None:
    hours("0 9:00-17:00")

    assert is_open(site, group=support, at=MONDAY_NOON)
    assert not is_open(site, group=support, at=MONDAY_NIGHT)


def test_a_groups_own_hours_replace_its_sites(site: Site, support: AgentGroup) -> None:
    hours("0 9:00-17:00")
    hours("0 20:00-24:00", group=support)

    assert not is_open(site, group=support, at=MONDAY_NOON)
    assert closes_at(site, group=support, at=MONDAY_NIGHT) == datetime(2026, 6, 2, 0, 0, tzinfo=PARIS)
    assert not is_open(site, at=MONDAY_NIGHT)


def test_a_group_may_have_hours_where_its_site_has_none(site: Site, support: AgentGroup) -> None:
    never(group=support)

    assert is_open(site)
    assert not is_open(site, group=support)


def test_a_site_is_online_while_it_is_open_and_somebody_is_there(site: Site, agent: AnsweringPerson) -> None:
    always()

    assert not is_online(site)
    agent.comes_online()
    assert is_online(site)


def test_nobody_is_there_while_the_site_is_closed(site: Site, agent: AnsweringPerson) -> None:
    agent.comes_online()
    assert [face["name"] for face in faces_of(site)] == ["agent"]

    never()

    assert not is_online(site)
    assert faces_of(site) == []


def test_a_group_is_online_while_one_of_its_members_is(site: Site, support: AgentGroup) -> None:
    sales = people.a_group("Sales", people.an_agent("lena"))

    assert is_online(site, group=support)
    assert not is_online(site, group=sales)


def test_a_group_is_online_by_its_own_hours_and_the_site_by_its_own(site: Site, support: AgentGroup) -> None:
    never()
    always(group=support)

    assert is_online(site, group=support)
    assert not is_online(site)


def test_a_group_that_is_closed_is_not_online_though_its_site_is(site: Site, support: AgentGroup) -> None:
    never(group=support)

    assert not is_online(site, group=support)
    assert is_online(site)


def test_the_groups_that_are_online_are_known_at_once(site: Site, support: AgentGroup, agent: AnsweringPerson) -> None:
    closed = people.a_group("Closed", agent)
    people.a_group("Empty")
    never(group=closed)
    there = people.another_site()
    people.a_group("Elsewhere", agent, on=there)

    assert availability.online_groups(site, hours_of(site)) == {support.pk}


def test_what_visitors_are_to_expect(site: Site, agent: AnsweringPerson) -> None:
    agent.comes_online()
    now = datetime.now(UTC)
    hours(f"{now.weekday()} 0:00-24:00", zone="UTC")

    outlook = availability.outlook(site, hours_of(site))

    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert (outlook.is_open, outlook.is_online, outlook.reopens_at) == (True, True, None)
    assert outlook.closes_at == midnight


def test_it_takes_few_queries(
    site: Site, support: AgentGroup, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        is_open(site, group=support)
    always()
    for number in range(5):
        always(group=people.a_group(f"Group {number}"))

    with django_assert_num_queries(3):
        hours_of(site)
    with django_assert_num_queries(3):
        is_open(site, group=support)
