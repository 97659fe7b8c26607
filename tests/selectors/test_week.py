"""When it is open by the clock on the wall, above all where that clock jumps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from wagtail_livechat.selectors.week import LOOK_AHEAD, Stretch, Week, span_of

MINUTE = timedelta(minutes=1)
PARIS, NEW_YORK, LORD_HOWE, KATHMANDU, AUCKLAND, SANTIAGO, SAMOA, ST_JOHNS = (
    ZoneInfo(name)
    for name in (
        "Europe/Paris",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Auckland",
        "America/Santiago",
        "Pacific/Apia",
        "America/St_Johns",
    )
)
WEEKDAYS = range(5)
EVERY_DAY = range(7)


def clock(text: str) -> time:
    """As in "9:00"; "24:00" is midnight at the end of the day."""
    hour, minute = text.split(":")
    return time(int(hour) % 24, int(minute))


def week(zone: ZoneInfo, *hours: str, days: "range | list[int]" = EVERY_DAY, closed: tuple = ()) -> Week:
    """The same hours, as in "9:00-17:00", on each of these days."""
    pairs = [hour.split("-") for hour in hours]
    times = tuple(Stretch(day, clock(opens), clock(closes)) for day in days for opens, closes in pairs)
    return Week(zone, times, closed)


def at(zone: ZoneInfo, text: str, *, fold: int = 0) -> datetime:
    """A moment as the clock on the wall shows it."""
    # In UTC: Python holds no two times of different zones to be equal where one of them is shown twice or never.
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


# A week without a change of the clocks. 2026-06-01 is a Monday.


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-06-01 08:59:59", False),
        ("2026-06-01 09:00", True),
        ("2026-06-01 12:59", True),
        ("2026-06-01 13:00", False),
        ("2026-06-01 14:00", True),
        ("2026-06-01 16:59:59", True),
        ("2026-06-01 17:00", False),
        ("2026-06-06 10:00", False),
    ],
)
def test_it_is_open_within_its_stretches_and_not_at_their_end(moment: str, is_open: bool) -> None:
    assert week(PARIS, "9:00-13:00", "14:00-17:00", days=WEEKDAYS).is_open(at(PARIS, moment)) is is_open


def test_where_the_asker_is_does_not_matter() -> None:
    assert week(PARIS, "9:00-17:00").is_open(datetime(2026, 6, 1, 7, 0, tzinfo=UTC))
    assert not week(NEW_YORK, "9:00-17:00").is_open(datetime(2026, 6, 1, 7, 0, tzinfo=UTC))


def test_it_closes_at_the_end_of_the_stretch_and_opens_at_the_next_one() -> None:
    hours = week(PARIS, "9:00-13:00", "14:00-17:00", days=WEEKDAYS)

    assert hours.closes_at(at(PARIS, "2026-06-01 10:00")) == at(PARIS, "2026-06-01 13:00")
    assert hours.reopens_at(at(PARIS, "2026-06-01 13:00")) == at(PARIS, "2026-06-01 14:00")
    assert hours.reopens_at(at(PARIS, "2026-06-05 17:00")) == at(PARIS, "2026-06-08 09:00")


def test_an_open_one_does_not_open_and_a_closed_one_does_not_close() -> None:
    hours = week(PARIS, "9:00-17:00")

    assert hours.reopens_at(at(PARIS, "2026-06-01 10:00")) is None
    assert hours.closes_at(at(PARIS, "2026-06-01 20:00")) is None


def test_stretches_that_meet_are_one() -> None:
    hours = week(PARIS, "9:00-12:00", "12:00-17:00")

    assert hours.closes_at(at(PARIS, "2026-06-01 10:00")) == at(PARIS, "2026-06-01 17:00")


def test_stretches_that_meet_at_midnight_are_one_over_the_days() -> None:
    friday_night = Week(PARIS, (Stretch(4, time(20), time(0)), Stretch(5, time(0), time(4))))

    assert friday_night.closes_at(at(PARIS, "2026-06-05 21:00")) == at(PARIS, "2026-06-06 04:00")
    assert friday_night.is_open(at(PARIS, "2026-06-06 00:00"))
    assert friday_night.closes_at(at(PARIS, "2026-06-06 03:59")) == at(PARIS, "2026-06-06 04:00")


def test_the_end_of_sunday_meets_the_beginning_of_monday() -> None:
    hours = Week(PARIS, (Stretch(0, time(0), time(9)), Stretch(6, time(22), time(0))))

    assert hours.closes_at(at(PARIS, "2026-06-07 23:00")) == at(PARIS, "2026-06-08 09:00")


def test_around_the_clock_never_closes() -> None:
    always = week(PARIS, "0:00-24:00")

    assert always.is_open(at(PARIS, "2026-06-01 00:00"))
    assert always.closes_at(at(PARIS, "2026-06-01 12:00")) is None
    assert always.reopens_at(at(PARIS, "2026-06-01 12:00")) is None


def test_without_any_stretch_it_never_opens() -> None:
    never = week(PARIS)

    assert not never.is_open(at(PARIS, "2026-06-01 12:00"))
    assert never.reopens_at(at(PARIS, "2026-06-01 12:00")) is None


# Holidays.


def test_it_is_closed_on_whole_days_the_last_one_included() -> None:
    hours = week(PARIS, "0:00-24:00", closed=((date(2026, 12, 24), date(2026, 12, 26)),))

    assert hours.closes_at(at(PARIS, "2026-12-20 12:00")) == at(PARIS, "2026-12-24 00:00")
    assert not hours.is_open(at(PARIS, "2026-12-24 00:00"))
    assert not hours.is_open(at(PARIS, "2026-12-26 23:59"))
    assert hours.reopens_at(at(PARIS, "2026-12-25 12:00")) == at(PARIS, "2026-12-27 00:00")


def test_a_holiday_is_a_day_of_its_zone() -> None:
    hours = week(AUCKLAND, "0:00-24:00", closed=((date(2026, 6, 1), date(2026, 6, 1)),))

    assert not hours.is_open(datetime(2026, 5, 31, 12, 0, tzinfo=UTC))
    assert hours.is_open(datetime(2026, 6, 1, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize(("days", "reopens"), [(58, True), (61, False)])
def test_a_long_holiday_ends_within_sixty_days_or_nobody_knows(days: int, reopens: bool) -> None:
    first = date(2026, 6, 1)
    hours = week(PARIS, "9:00-17:00", closed=((first, first + timedelta(days=days)),))

    opens = hours.reopens_at(at(PARIS, "2026-06-01 12:00"))

    assert opens == (at(PARIS, "2026-07-30 09:00") if reopens else None)


# Where clocks are put forward: 2:00 is 3:00.


@pytest.mark.parametrize(("zone", "day"), [(PARIS, "2026-03-29"), (NEW_YORK, "2026-03-08"), (AUCKLAND, "2026-09-27")])
def test_a_stretch_within_the_hour_that_no_clock_shows_is_none(zone: ZoneInfo, day: str) -> None:
    hours = week(zone, "2:15-2:45")

    assert not any(hours.is_open(at(zone, f"{day} 01:00") + minute * MINUTE) for minute in range(180))
    tomorrow = date.fromisoformat(day) + timedelta(days=1)
    assert hours.reopens_at(at(zone, f"{day} 01:00")) == at(zone, f"{tomorrow} 02:15")


def test_a_stretch_that_begins_in_the_missing_hour_begins_when_it_is_skipped() -> None:
    hours = week(PARIS, "2:30-5:00")

    assert hours.reopens_at(at(PARIS, "2026-03-29 01:30")) == at(PARIS, "2026-03-29 03:00")
    assert hours.closes_at(at(PARIS, "2026-03-29 03:00")) == at(PARIS, "2026-03-29 05:00")


def test_a_stretch_that_ends_in_the_missing_hour_ends_when_it_is_skipped() -> None:
    closes = week(PARIS, "0:00-2:30").closes_at(at(PARIS, "2026-03-29 01:30"))

    assert closes == at(PARIS, "2026-03-29 03:00") == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_the_day_that_lost_an_hour_opens_by_its_own_clock() -> None:
    opens = week(PARIS, "9:00-17:00").reopens_at(at(PARIS, "2026-03-28 20:00"))

    assert opens == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


def test_lord_howe_loses_half_an_hour() -> None:
    hours = week(LORD_HOWE, "2:10-4:00")

    opens = hours.reopens_at(at(LORD_HOWE, "2026-10-04 01:00"))

    assert opens == at(LORD_HOWE, "2026-10-04 02:30") == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)


def test_a_day_may_begin_at_one_o_clock() -> None:
    opens = week(SANTIAGO, "0:00-4:00").reopens_at(at(SANTIAGO, "2026-09-05 12:00"))

    assert opens == at(SANTIAGO, "2026-09-06 01:00")


def test_a_day_that_a_country_skipped_has_no_stretch() -> None:
    begins, ends = span_of(SAMOA, date(2011, 12, 30), time(9), time(17))

    assert begins == ends
    assert week(SAMOA, "9:00-17:00").reopens_at(at(SAMOA, "2011-12-29 18:00")) == at(SAMOA, "2011-12-31 09:00")


# Where clocks are put back: 3:00 is 2:00 again.


@pytest.mark.parametrize(("zone", "day"), [(PARIS, "2026-10-25"), (NEW_YORK, "2026-11-01"), (AUCKLAND, "2026-04-05")])
def test_a_day_with_twenty_five_hours_is_open_from_its_beginning_to_its_end(zone: ZoneInfo, day: str) -> None:
    begins, ends = span_of(zone, date.fromisoformat(day), time(0), time(0))

    assert ends - begins == timedelta(hours=25)


def test_a_stretch_that_ends_in_the_repeated_hour_ends_the_second_time() -> None:
    hours = week(PARIS, "1:00-2:30")

    assert hours.closes_at(at(PARIS, "2026-10-25 01:30")) == at(PARIS, "2026-10-25 02:30", fold=1)


def test_a_stretch_that_begins_in_the_repeated_hour_begins_the_first_time_and_goes_on() -> None:
    hours = week(PARIS, "2:30-5:00")

    assert hours.reopens_at(at(PARIS, "2026-10-25 01:30")) == at(PARIS, "2026-10-25 02:30")
    assert hours.closes_at(at(PARIS, "2026-10-25 02:10", fold=1)) == at(PARIS, "2026-10-25 05:00")


def test_a_stretch_that_ends_where_the_repeated_hour_begins_is_not_repeated() -> None:
    hours = week(PARIS, "1:00-2:00")

    assert hours.closes_at(at(PARIS, "2026-10-25 01:30")) == at(PARIS, "2026-10-25 02:00")
    assert not hours.is_open(at(PARIS, "2026-10-25 02:00", fold=1))


def test_lord_howe_repeats_half_an_hour() -> None:
    begins, ends = span_of(LORD_HOWE, date(2026, 4, 5), time(1), time(1, 45))

    assert ends - begins == timedelta(minutes=75)


def test_before_2011_newfoundland_went_back_to_yesterday() -> None:
    saturday = week(ST_JOHNS, "23:30-24:00", days=[5])

    closes = saturday.closes_at(at(ST_JOHNS, "2010-11-06 23:45"))

    # At 0:01 of Sunday it was 23:01 of Saturday again.
    assert closes == at(ST_JOHNS, "2010-11-07 00:00", fold=1)


def test_kathmandu_never_changes_its_clocks() -> None:
    hours = week(KATHMANDU, "10:00-17:00")

    assert hours.reopens_at(at(KATHMANDU, "2026-06-01 09:00")) == datetime(2026, 6, 1, 4, 15, tzinfo=UTC)


# All of it, against somebody who looks at the clock each minute.

CHANGES = [
    (PARIS, date(2026, 3, 29)),
    (PARIS, date(2026, 10, 25)),
    (NEW_YORK, date(2026, 3, 8)),
    (NEW_YORK, date(2026, 11, 1)),
    (LORD_HOWE, date(2026, 4, 5)),
    (LORD_HOWE, date(2026, 10, 4)),
    (AUCKLAND, date(2026, 4, 5)),
    (SANTIAGO, date(2026, 4, 5)),
    (SANTIAGO, date(2026, 9, 6)),
    (KATHMANDU, date(2026, 6, 1)),
    (SAMOA, date(2011, 12, 30)),
    (ST_JOHNS, date(2010, 11, 7)),
]
DAYS_AROUND = 9
quarters = st.integers(min_value=0, max_value=95)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Week, date]:
    """Hours that somebody may have entered, and a day on which the clocks change; most often, stretches of the night."""
    zone, change = draw(st.sampled_from(CHANGES))
    hour = st.integers(min_value=0, max_value=24) | st.integers(min_value=0, max_value=16)
    stretches = set()
    for _ in range(draw(st.integers(min_value=0, max_value=8))):
        begins, ends = sorted((draw(quarters) * 15 // draw(st.sampled_from([1, 4, 8])), draw(hour) * 60))
        if begins < ends:
            stretches.add(Stretch(draw(st.integers(0, 6)), of_day(begins), of_day(ends)))
    closed = draw(st.lists(st.integers(-3, 3), max_size=2))
    days = [change + timedelta(days=offset) for offset in closed]
    return Week(zone, tuple(sorted(stretches)), tuple((day, day) for day in days)), change


def of_day(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def looked_at(hours: Week, begin: datetime) -> list[bool]:
    """Whether it is open in each minute from then on, as the module's first lines say it."""
    walls = [(begin + n * MINUTE).astimezone(hours.zone).replace(tzinfo=None) for n in range(DAYS_AROUND * 2 * 1440)]
    found = [False] * len(walls)
    for day in sorted({wall.date() for wall in walls}):
        if any(first <= day <= last for first, last in hours.closed):
            continue
        for stretch in hours.stretches:
            if stretch.weekday != day.weekday():
                continue
            opens = datetime.combine(day, stretch.opens_at)
            closes = datetime.combine(
                day if stretch.closes_at > time.min else day + timedelta(days=1), stretch.closes_at
            )
            begun = next((n for n, wall in enumerate(walls) if wall >= opens), len(walls))
            still = next((n for n in range(len(walls) - 1, -1, -1) if walls[n] < closes), -1)
            for n in range(begun, still + 1):
                found[n] = True
    return found


@hypothesis_settings(max_examples=60, deadline=None)
@given(made=weeks(), minutes=st.lists(st.integers(2 * 1440, (DAYS_AROUND * 2 - 2) * 1440), min_size=20, max_size=20))
def test_it_is_open_as_somebody_sees_it_who_looks_each_minute(made: tuple[Week, date], minutes: list[int]) -> None:
    hours, change = made
    begin = datetime.combine(change, time(0), UTC) - timedelta(days=DAYS_AROUND)
    seen = looked_at(hours, begin)

    for n in minutes:
        now = begin + n * MINUTE
        turns = next((m for m in range(n, len(seen) - 1440) if seen[m] != seen[n]), None)
        closes, reopens = hours.closes_at(now), hours.reopens_at(now)
        assert hours.is_open(now) is seen[n]
        assert (closes if seen[n] else reopens) == (begin + turns * MINUTE if turns else beyond(closes or reopens, now))
        assert (reopens if seen[n] else closes) is None


def beyond(found: datetime | None, now: datetime) -> datetime | None:
    """What lies beyond the minutes that were looked at."""
    assert found is None or found < now + LOOK_AHEAD
    return found
