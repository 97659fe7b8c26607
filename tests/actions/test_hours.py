"""What managers do with opening hours, where no form looked at it before."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from tests import people
from tests.hours import never
from tests.people import AnsweringPerson
from wagtail_livechat.actions import hours
from wagtail_livechat.exceptions import GroupHoursTaken, HoursTaken, NoSuchGroup, OverlappingTimes
from wagtail_livechat.models import AgentGroup, OpeningHours, OpeningTime


def entered(*times: OpeningTime, group: AgentGroup | None = None) -> OpeningHours:
    return OpeningHours(site=people.site(), group=group, time_zone="Europe/Paris", times=list(times))


def day(weekday: int, opens: int, closes: int) -> OpeningTime:
    return OpeningTime(weekday=weekday, opens_at=time(opens), closes_at=time(closes))


def test_hours_are_stored_with_their_times(manager: AnsweringPerson) -> None:
    hours.save(hours=entered(day(0, 9, 12), day(0, 13, 17)), by=manager.user)

    assert OpeningTime.objects.filter(hours__site=people.site()).count() == 2


def test_a_second_row_for_the_site_is_refused(manager: AnsweringPerson) -> None:
    never()

    with pytest.raises(HoursTaken, match="hours_taken"):
        hours.save(hours=entered(), by=manager.user)
    assert OpeningHours.objects.count() == 1


def test_a_second_row_for_a_group_is_refused(manager: AnsweringPerson) -> None:
    group = people.a_group("Support")
    never(group=group)

    with pytest.raises(GroupHoursTaken):
        hours.save(hours=entered(group=group), by=manager.user)


def test_a_group_of_another_site_is_refused(manager: AnsweringPerson) -> None:
    with pytest.raises(NoSuchGroup):
        hours.save(hours=entered(group=people.a_group("There", on=people.another_site())), by=manager.user)


def test_times_that_overlap_are_refused(manager: AnsweringPerson) -> None:
    with pytest.raises(OverlappingTimes) as refused:
        hours.save(hours=entered(day(6, 9, 13), day(6, 12, 17)), by=manager.user)

    assert str(refused.value.detail) == "Sunday: 9 a.m. to 1 p.m. and noon to 5 p.m. overlap."
    assert not OpeningHours.objects.exists()


def test_the_database_holds_times_to_their_order(manager: AnsweringPerson) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hours.save(hours=entered(day(0, 17, 9)), by=manager.user)

    assert not OpeningHours.objects.exists()


def test_the_hours_of_a_group_go_with_it(db: None) -> None:
    group = people.a_group("Support")
    never(group=group)

    group.delete()

    assert not OpeningHours.objects.exists()
