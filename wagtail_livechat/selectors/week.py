"""The arithmetic of opening hours: stretches of a week as a clock on the wall shows them, and holidays. Pure.

A stretch goes from the first moment of its day at which the clock shows its beginning, or later, until the last moment at
which it shows less than its end. So where clocks are put forward, a stretch loses the time that no clock shows; where they
are put back, it keeps the time that they show twice, as long as it has begun and not yet ended for good.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

#: How far ahead an opening or a closing is looked for.
LOOK_AHEAD: Final = timedelta(days=60)

_DAY: Final = timedelta(days=1)
#: From when to when.
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A part of a weekday, as `datetime.weekday()` counts them. 0:00 as its end is midnight."""

    weekday: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True, slots=True)
class Week:
    """When it is open: the stretches of each week but for those of closed days (the last one included)."""

    zone: ZoneInfo
    stretches: tuple[Stretch, ...]
    closed: tuple[tuple[date, date], ...] = ()

    def is_open(self, at: datetime) -> bool:
        span = self._open_at_or_after(at, within=_DAY)
        return span is not None and span[0] <= at

    def closes_at(self, at: datetime) -> datetime | None:
        """The end of the time in which it is open at `at`; None where it is closed, or open for longer than 60 days."""
        span = self._open_at_or_after(at)
        return span[1] if span and span[0] <= at and span[1] - at < LOOK_AHEAD else None

    def reopens_at(self, at: datetime) -> datetime | None:
        """When it opens next; None where it is open at `at`, or closed for longer than 60 days."""
        span = self._open_at_or_after(at)
        return span[0] if span and at < span[0] < at + LOOK_AHEAD else None

    def _open_at_or_after(self, at: datetime, *, within: timedelta = LOOK_AHEAD) -> Span | None:
        """The first time that it is open which has not ended by then; stretches that meet are one."""
        found: Span | None = None
        for span in self._spans(at, within):
            if found is None or span[0] > found[1]:
                if found and found[1] > at:
                    break
                found = span
            else:
                found = (found[0], max(found[1], span[1]))
        return found if found and found[1] > at else None

    def _spans(self, at: datetime, within: timedelta) -> Iterator[Span]:
        """The stretches of the days around `at` and after it, in order."""
        if not self.stretches:
            return
        first = at.astimezone(self.zone).date() - _DAY
        for number in range(within.days + 3):
            yield from self._spans_of(first + timedelta(days=number))

    def _spans_of(self, day: date) -> Iterator[Span]:
        if any(first <= day <= last for first, last in self.closed):
            return
        for stretch in self.stretches:
            if stretch.weekday == day.weekday():
                span = span_of(self.zone, day, stretch.opens_at, stretch.closes_at)
                if span[0] < span[1]:
                    yield span


def overlapping(stretches: Iterable[Stretch]) -> tuple[Stretch, Stretch] | None:
    """The first two of them that share some time; those that only meet do not."""
    for first, second in pairwise(sorted(stretches)):
        ends = first.closes_at
        if first.weekday == second.weekday and (ends == time.min or ends > second.opens_at):
            return first, second
    return None


def span_of(zone: ZoneInfo, day: date, begins: time, ends: time) -> Span:
    """A part of a day as moments in UTC; empty where no clock in this zone ever shows it. 0:00 as its end is midnight."""
    last = day if ends > time.min else day + _DAY
    return first_moment(zone, datetime.combine(day, begins)), last_moment(zone, datetime.combine(last, ends))


def first_moment(zone: ZoneInfo, wall: datetime) -> datetime:
    """When a clock in this zone first shows `wall` or later."""
    first, second = _readings(zone, wall)
    return first if first <= second else _change(zone, second, first)


def last_moment(zone: ZoneInfo, wall: datetime) -> datetime:
    """When a clock in this zone for the last time gets from earlier than `wall` to `wall` or later."""
    first, second = _readings(zone, wall)
    if first > second:
        return _change(zone, second, first)
    # The clock goes back to earlier than `wall` only if it shows what lies right before it twice, too.
    earlier, later = _readings(zone, wall - timedelta.resolution)
    return second if earlier < later else first


def _readings(zone: ZoneInfo, wall: datetime) -> Span:
    """What the two offsets around a change of the clocks make of it: ascending where it is shown twice, descending where
    it is never shown, else the same."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return first, wall.replace(tzinfo=zone, fold=1).astimezone(UTC)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The moment between the two, to the second, at which the clocks are put forward."""
    offset = before.astimezone(zone).utcoffset()
    seconds = range(int((after - before).total_seconds()) + 1)

    def is_past(second: int) -> bool:
        return (before + timedelta(seconds=second)).astimezone(zone).utcoffset() != offset

    return before + timedelta(seconds=bisect_left(seconds, True, key=is_past))
