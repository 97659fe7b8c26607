"""How soon visitors may expect a reply."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from tests import people
from tests.hours import always
from tests.people import VisitingPerson
from wagtail_livechat.models import Conversation
from wagtail_livechat.selectors import expectation
from wagtail_livechat.selectors.availability import hours_of

#: A Wednesday, at 10:30 in Paris.
NOW = datetime(2026, 6, 10, 8, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def site(visitor: VisitingPerson) -> Site:
    return people.site()


def began(moments: Iterable[datetime], seconds: Iterable[int | None], *, on: Site | None = None) -> None:
    """Conversations that began then and had their first reply after so many seconds."""
    visitor = people.a_visitor(on=on).visitor
    Conversation.objects.bulk_create(
        Conversation(site=visitor.site, visitor=visitor, opened_at=moment, first_response_seconds=after)
        for moment, after in zip(moments, seconds, strict=True)
    )


def expected(site: Site, now: datetime = NOW) -> int | None:
    """As a visitor reads it at that moment."""
    expectation.forget()
    with patch.object(timezone, "now", return_value=now):
        return expectation.expected_reply(site, hours_of(site))


def test_half_of_the_visitors_had_their_reply_by_then(site: Site) -> None:
    began([NOW - DAY] * 11, [10, 20, 30, 40, 50, 61, 1000, 2000, 3000, 4000, 5000])

    assert expected(site) == 120


def test_between_two_in_the_middle_it_is_their_mean(site: Site) -> None:
    began([NOW - DAY] * 10, [1, 1, 1, 1, 100, 140, 900, 900, 900, 900])
    assert expected(site) == 120

    Conversation.objects.filter(first_response_seconds=140).update(first_response_seconds=141)
    assert expected(site) == 180


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (1, 1), (60, 1), (61, 2), (3600, 60)])
def test_it_is_rounded_up_to_whole_minutes(site: Site, seconds: int, minutes: int) -> None:
    began([NOW - DAY] * 10, [seconds] * 10)

    assert expected(site) == minutes * 60


def test_nine_conversations_say_nothing(site: Site) -> None:
    began([NOW - DAY] * 9, [60] * 9)

    assert expected(site) is None


def test_conversations_without_a_reply_do_not_count(site: Site) -> None:
    began([NOW - DAY] * 19, [60] * 9 + [None] * 10)

    assert expected(site) is None


def test_another_hour_of_the_day_does_not_count(site: Site) -> None:
    began([NOW - DAY - HOUR, NOW - DAY + HOUR] * 10, [60] * 20)

    assert expected(site) is None


def test_the_whole_hour_counts_on_earlier_days(site: Site) -> None:
    start = NOW.replace(minute=0) - DAY
    began([start, start + HOUR - timedelta(seconds=1)] * 5, [60] * 10)
    assert expected(site) == 60

    Conversation.objects.filter(opened_at=start).update(opened_at=start + HOUR)
    assert expected(site) is None


def test_each_of_the_last_seven_days_counts_and_today(site: Site) -> None:
    began([NOW - timedelta(days=days) for days in range(7)], [60] * 7)
    began([NOW - 7 * DAY + timedelta(minutes=20)] * 3, [60] * 3)

    assert expected(site) == 60


def test_what_is_older_than_seven_days_does_not_count(site: Site) -> None:
    began([NOW - 7 * DAY - timedelta(minutes=1)] * 10, [60] * 10)

    assert expected(site) is None


def test_another_site_does_not_count(site: Site) -> None:
    began([NOW - DAY] * 10, [60] * 10, on=people.another_site())

    assert expected(site) is None


def test_the_hour_before_midnight_ends_there(site: Site) -> None:
    late = datetime(2026, 6, 10, 21, 30, tzinfo=UTC)
    began([late - DAY] * 10, [60] * 10)
    assert expected(site, late) == 60

    Conversation.objects.update(opened_at=late - DAY + timedelta(minutes=31))
    assert expected(site, late) is None


def test_the_hour_is_the_one_of_the_sites_hours(site: Site) -> None:
    # 10:30 in Paris is 14:15 in Kathmandu, whose hour began at 10:15.
    began([NOW - DAY - timedelta(minutes=20)] * 10, [60] * 10)
    assert expected(site) == 60

    always(zone="Asia/Kathmandu")
    assert expected(site) is None


def test_after_the_clocks_were_put_forward_the_hour_is_the_clocks(site: Site) -> None:
    # On Saturday it was 10:30 at 9:30 UTC, on the Monday after at 8:30.
    monday = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)
    began([datetime(2026, 3, 28, 9, 30, tzinfo=UTC)] * 10, [60] * 10)
    assert expected(site, monday) == 60

    Conversation.objects.update(opened_at=datetime(2026, 3, 28, 8, 30, tzinfo=UTC))
    assert expected(site, monday) is None


def test_the_hour_that_was_skipped_is_not_missed(site: Site) -> None:
    # 2:30 on the Monday after; on the Sunday no clock showed it.
    monday = datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
    began([datetime(2026, 3, 28, 1, 30, tzinfo=UTC)] * 10, [60] * 10)

    assert expected(site, monday) == 60


def test_both_of_the_hours_that_were_shown_twice_count(site: Site) -> None:
    monday = datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    began([datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)] * 5, [60] * 10)

    assert expected(site, monday) == 60


def test_it_is_one_query_and_read_once_a_minute(site: Site, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    hours = hours_of(site)
    with patch.object(timezone, "now", return_value=NOW), django_assert_num_queries(1):
        expectation.expected_reply(site, hours)
        expectation.expected_reply(site, hours)
    with patch.object(timezone, "now", return_value=NOW + timedelta(minutes=1)), django_assert_num_queries(1):
        expectation.expected_reply(site, hours)
