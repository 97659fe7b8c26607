"""Opening hours as the tests enter them."""

from datetime import date, time, timedelta

from wagtail.models import Site

from tests import people
from wagtail_livechat.models import AgentGroup, Holiday, OpeningHours, OpeningTime


def hours(
    *stretches: str, on: Site | None = None, group: AgentGroup | None = None, zone: str = "Europe/Paris"
) -> OpeningHours:
    """Hours of a site or a group, each stretch as in "0 9:00-17:00": weekday, beginning, end ("24:00": midnight)."""
    row = OpeningHours.objects.create(site=group.site if group else on or people.site(), group=group, time_zone=zone)
    for stretch in stretches:
        weekday, _, span = stretch.partition(" ")
        opens, closes = (_clock(text) for text in span.split("-"))
        OpeningTime.objects.create(hours=row, weekday=int(weekday), opens_at=opens, closes_at=closes)
    return row


def always(**fields: object) -> OpeningHours:
    """Open around the clock."""
    return hours(*(f"{day} 0:00-24:00" for day in range(7)), **fields)


def never(**fields: object) -> OpeningHours:
    """Hours without a time."""
    return hours(**fields)


def holiday(row: OpeningHours, first: date, days: int = 1, name: str = "") -> Holiday:
    return Holiday.objects.create(hours=row, name=name, first_day=first, last_day=first + timedelta(days=days - 1))


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour) % 24, int(minute))
