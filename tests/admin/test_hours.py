"""Opening hours in Wagtail's views."""

from datetime import UTC, date, datetime, time
from typing import Any
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from tests import people
from tests.admin.reading import errors_of, sends, text_of
from tests.hours import always, holiday, hours, never
from tests.people import AnsweringPerson
from wagtail_livechat import broadcast
from wagtail_livechat.admin.hours import state_of, times_of, zone_choices
from wagtail_livechat.events import SitePresenceChanged
from wagtail_livechat.models import Holiday, OpeningHours, OpeningTime

INDEX = "/admin/livechat/hours/"
ROW_VIEWS = ("edit", "delete", "history", "history-results")
#: A Monday, 10:00 in Paris.
MONDAY = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)

Row = dict[str, Any]


def inline(name: str, rows: list[Row], initial: int = 0) -> Row:
    """The rows of one part of the form as a browser sends them."""
    sent: Row = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        sent |= {f"{name}-{number}-{field}": value for field, value in {"id": "", **row}.items()}
    return sent


def day(weekday: int, opens: str, closes: str, **fields: object) -> Row:
    return {"weekday": weekday, "opens_at": opens, "closes_at": closes, **fields}


def days(first: str, last: str, name: str = "") -> Row:
    return {"first_day": first, "last_day": last, "name": name}


def form(*times: Row, holidays: list[Row] | None = None, kept: int = 0, **fields: object) -> Row:
    return {
        "time_zone": "Europe/Paris",
        **inline("times", list(times), kept),
        **inline("holidays", holidays or []),
        **fields,
    }


def line_errors(answer: HttpResponse, part: str) -> list[Any]:
    """What the rows of a part of the form were refused for, and the part as a whole."""
    assert answer.status_code == 200
    formset = answer.context["form"].formsets[part]
    return [*formset.non_form_errors(), *(dict(row) for row in formset.errors if row)]


def test_a_new_one_begins_with_the_usual_week(manager: AnsweringPerson) -> None:
    asked = manager.client.get(f"{INDEX}new/").context["form"]

    rows = [
        (row["weekday"].value(), row["opens_at"].value(), row["closes_at"].value()) for row in asked.formsets["times"]
    ]
    assert rows == [(weekday, time(9), time(17)) for weekday in range(5)]
    assert asked["time_zone"].value() == "Europe/Paris"


def test_the_form_says_what_it_means(manager: AnsweringPerson) -> None:
    page = text_of(manager.client, f"{INDEX}new/")

    assert "without any it is always closed" in page
    assert "Midnight is 0:00" in page


def test_a_manager_enters_the_hours_of_the_site(manager: AnsweringPerson) -> None:
    page = sends(
        manager.client,
        f"{INDEX}new/",
        **form(
            day(0, "9:00", "17:00"), day(5, "20:00", "0:00"), holidays=[days("2026-12-24", "2026-12-26", "Christmas")]
        ),
    )

    assert "created." in page
    row = OpeningHours.objects.get()
    assert (row.site, row.group, row.time_zone) == (people.site(), None, "Europe/Paris")
    assert [str(stretch) for stretch in row.times.all()] == ["Monday 09:00-17:00", "Saturday 20:00-00:00"]
    assert [(str(free), free.last_day) for free in row.holidays.all()] == [("Christmas", date(2026, 12, 26))]


def test_the_usual_week_is_stored_as_it_is_shown(manager: AnsweringPerson) -> None:
    sends(manager.client, f"{INDEX}new/", **form(*(day(weekday, "9:00", "17:00") for weekday in range(5)), kept=5))

    assert OpeningTime.objects.count() == 5


def test_a_day_of_the_usual_week_is_left_out(manager: AnsweringPerson) -> None:
    rows = [day(0, "9:00", "17:00"), day(1, "9:00", "17:00", DELETE="1")]

    sends(manager.client, f"{INDEX}new/", **form(*rows, kept=2))

    assert [stretch.weekday for stretch in OpeningTime.objects.all()] == [0]


def test_hours_without_a_time_are_stored(manager: AnsweringPerson) -> None:
    page = sends(manager.client, f"{INDEX}new/", **form())

    assert "Never" in page
    assert "Closed" in page


def test_the_hours_of_a_group_stand_beside_those_of_its_site(manager: AnsweringPerson) -> None:
    always()
    group = people.a_group("Support")

    sends(manager.client, f"{INDEX}new/", **form(day(0, "9:00", "17:00"), group=group.pk))

    assert set(OpeningHours.objects.values_list("group", flat=True)) == {None, group.pk}


def test_no_group_is_asked_for_where_there_is_none(manager: AnsweringPerson) -> None:
    assert "group" not in manager.client.get(f"{INDEX}new/").context["form"].fields


def test_times_and_holidays_are_changed(manager: AnsweringPerson) -> None:
    row = hours("0 9:00-17:00", "1 9:00-17:00")
    holiday(row, date(2026, 12, 24))
    monday, tuesday = row.times.all()
    times = [day(0, "10:00", "16:00", id=monday.pk), day(1, "9:00", "17:00", id=tuesday.pk, DELETE="1")]

    page = sends(
        manager.client, f"{INDEX}edit/{row.pk}/", **form(*times, day(2, "9:00", "17:00"), kept=2, time_zone="UTC")
    )

    assert "updated." in page
    row = OpeningHours.objects.get()
    assert row.time_zone == "UTC"
    assert [str(stretch) for stretch in row.times.all()] == ["Monday 10:00-16:00", "Wednesday 09:00-17:00"]
    assert Holiday.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        (day(0, "9:00", "13:00"), day(0, "12:00", "17:00"), True),
        (day(0, "9:00", "17:00"), day(0, "9:00", "17:00"), True),
        (day(0, "12:00", "17:00"), day(0, "9:00", "12:01"), True),
        (day(0, "20:00", "0:00"), day(0, "22:00", "23:00"), True),
        (day(0, "0:00", "0:00"), day(0, "22:00", "23:00"), True),
        (day(0, "9:00", "12:00"), day(0, "12:00", "17:00"), False),
        (day(0, "9:00", "17:00"), day(1, "9:00", "17:00"), False),
        (day(0, "20:00", "0:00"), day(1, "0:00", "4:00"), False),
    ],
)
def test_times_of_a_day_may_meet_and_not_overlap(
    manager: AnsweringPerson, first: Row, second: Row, refused: bool
) -> None:
    manager.client.post(f"{INDEX}new/", form(first, second))

    assert OpeningHours.objects.exists() is not refused


def test_the_times_that_overlap_are_named(manager: AnsweringPerson) -> None:
    answer = manager.client.post(f"{INDEX}new/", form(day(3, "9:00", "13:00"), day(3, "12:30", "17:00")))

    [error] = line_errors(answer, "times")
    assert error == "Thursday: 9 a.m. to 1 p.m. and 12:30 p.m. to 5 p.m. overlap."
    page = answer.content.decode()
    assert "could not be created due to errors" in page
    assert "overlap." in page


@pytest.mark.parametrize(("opens", "closes"), [("17:00", "9:00"), ("9:00", "9:00")])
def test_it_must_close_after_it_opens(manager: AnsweringPerson, opens: str, closes: str) -> None:
    answer = manager.client.post(f"{INDEX}new/", form(day(0, opens, closes)))

    assert line_errors(answer, "times") == [{"closes_at": ["It must close after it opens. Midnight is 0:00."]}]


def test_a_holiday_must_not_end_before_it_begins(manager: AnsweringPerson) -> None:
    answer = manager.client.post(f"{INDEX}new/", form(holidays=[days("2026-12-26", "2026-12-24")]))

    assert line_errors(answer, "holidays") == [{"last_day": ["It must not end before it begins."]}]


@pytest.mark.parametrize(
    "row", [day(7, "9:00", "17:00"), day(0, "", "17:00"), day(0, "9:00", ""), day(0, "25:00", "x")]
)
def test_what_is_no_time_is_refused(manager: AnsweringPerson, row: Row) -> None:
    assert line_errors(manager.client.post(f"{INDEX}new/", form(row)), "times")


@pytest.mark.parametrize("row", [days("", "2026-12-24"), days("2026-12-24", ""), days("x", "2026-02-30")])
def test_what_is_no_day_is_refused(manager: AnsweringPerson, row: Row) -> None:
    assert line_errors(manager.client.post(f"{INDEX}new/", form(holidays=[row])), "holidays")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus_Mons", "Europe", "../../etc/passwd"])
def test_a_zone_that_does_not_exist_is_refused(manager: AnsweringPerson, zone: str) -> None:
    assert "time_zone" in errors_of(manager.client.post(f"{INDEX}new/", form(time_zone=zone)))


def test_a_site_has_one_row_only(manager: AnsweringPerson) -> None:
    never()

    answer = manager.client.post(f"{INDEX}new/", form(day(0, "9:00", "17:00")))

    assert errors_of(answer) == {"__all__": ["This site has opening hours already."]}


def test_each_of_several_sites_has_one_row_only(owner: AnsweringPerson) -> None:
    never(on=people.another_site())

    for site, made in ((OpeningHours.objects.get().site, 1), (people.site(), 2)):
        owner.client.post(f"{INDEX}new/", form(site=site.pk))
        assert OpeningHours.objects.count() == made


def test_a_group_has_one_row_only(manager: AnsweringPerson) -> None:
    group = people.a_group("Support")
    never(group=group)

    answer = manager.client.post(f"{INDEX}new/", form(group=group.pk))

    assert errors_of(answer) == {"__all__": ["This group has opening hours already."]}
    assert OpeningHours.objects.count() == 1


def test_the_group_is_one_of_the_site(owner: AnsweringPerson) -> None:
    group = people.a_group("Elsewhere", on=people.another_site())

    answer = owner.client.post(f"{INDEX}new/", form(site=people.site().pk, group=group.pk))

    assert errors_of(answer) == {"group": ["There is no such group on this site."]}
    assert "Elsewhere (Other)" in answer.content.decode()


def test_a_manager_of_one_site_is_not_offered_the_groups_of_another(manager: AnsweringPerson) -> None:
    here = people.an_agent_of(people.site(), "here", codename="manage_conversation")
    people.a_group("Here")
    group = people.a_group("Elsewhere", on=people.another_site())

    assert "group" in errors_of(here.client.post(f"{INDEX}new/", form(group=group.pk)))


def test_who_has_the_chat_open_learns_at_once(
    manager: AnsweringPerson, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    manager.comes_online()
    with patch.object(broadcast, "publish") as published:
        manager.client.post(f"{INDEX}new/", form())
        row = OpeningHours.objects.get()
        manager.client.post(f"{INDEX}delete/{row.pk}/")

    told = [
        event for call in published.call_args_list for event in call.args[0] if isinstance(event, SitePresenceChanged)
    ]
    assert [len(event.agents) for event in told] == [0, 1]


def test_the_list_says_when_and_whether_now(manager: AnsweringPerson) -> None:
    hours(*(f"{weekday} 9:00-17:00" for weekday in range(5)))

    with patch.object(timezone, "now", return_value=MONDAY):
        page = text_of(manager.client, INDEX)

    assert "localhost" in page
    assert "The whole site Mon to Fri 9 a.m. to 5 p.m. Europe/Paris Open until 5 p.m." in page


@pytest.mark.parametrize(
    ("stretches", "line"),
    [
        ([], ""),
        (["0 9:00-17:00"], "Mon 9 a.m. to 5 p.m."),
        (["0 9:00-12:00", "0 13:00-17:00"], "Mon 9 a.m. to noon, 1 p.m. to 5 p.m."),
        (["0 9:00-17:00", "1 9:00-17:00", "3 9:00-17:00"], "Mon to Tue 9 a.m. to 5 p.m.; Thu 9 a.m. to 5 p.m."),
        (["5 10:00-14:00", "6 10:00-24:00"], "Sat 10 a.m. to 2 p.m.; Sun 10 a.m. to midnight"),
    ],
)
def test_the_week_is_a_line(db: None, stretches: list[str], line: str) -> None:
    assert times_of(hours(*stretches)) == line


@pytest.mark.parametrize(
    ("stretches", "state"),
    [
        ([], "Closed"),
        ([f"{weekday} 0:00-24:00" for weekday in range(7)], "Open"),
        (["0 9:00-17:00"], "Open until 5 p.m."),
        (["0 9:00-24:00"], "Open until midnight"),
        (["0 9:00-24:00", "1 0:00-2:00"], "Open until tomorrow, 2 a.m."),
        (["0 9:00-24:00", "1 0:00-24:00"], "Open until tomorrow, midnight"),
        (["0 14:00-17:00"], "Closed, opens 2 p.m."),
        (["1 9:00-17:00"], "Closed, opens tomorrow, 9 a.m."),
        (["4 9:00-17:00"], "Closed, opens Friday, 9 a.m."),
        (["0 8:00-9:00"], "Closed, opens June 8, 2026, 8 a.m."),
    ],
)
def test_whether_it_is_open_is_told_as_people_say_it(db: None, stretches: list[str], state: str) -> None:
    row = hours(*stretches)

    with patch.object(timezone, "now", return_value=MONDAY):
        assert state_of(row) == state


def test_the_number_of_queries_does_not_grow_with_the_rows(
    manager: AnsweringPerson, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        always(group=people.a_group(f"Group {number}"))
    client = manager.client
    client.get(INDEX)

    with django_assert_max_num_queries(24):
        client.get(INDEX)


def test_who_has_several_sites_sees_and_filters_them(owner: AnsweringPerson) -> None:
    there = people.another_site()
    always(group=people.a_group("Here"))
    always(group=people.a_group("There", on=there))

    found = text_of(owner.client, f"{INDEX}results/", site=str(there.pk))

    assert "Other Group Mon to Sun all day" in found
    assert "There" in found
    assert "Here" not in found


@pytest.mark.parametrize(
    ("of_a_group", "said"),
    [(True, "The group then keeps its site's."), (False, "The site is always open without them.")],
)
def test_before_hours_are_deleted_one_reads_what_counts_then(
    manager: AnsweringPerson, of_a_group: bool, said: str
) -> None:
    row = always(group=people.a_group("Support")) if of_a_group else always()

    assert said in text_of(manager.client, f"{INDEX}delete/{row.pk}/")
    page = sends(manager.client, f"{INDEX}delete/{row.pk}/")

    assert "deleted." in page
    assert not OpeningHours.objects.exists()


def test_the_history_tells_who_changed_them(manager: AnsweringPerson) -> None:
    manager.client.post(f"{INDEX}new/", form())
    row = OpeningHours.objects.get()

    assert "Created" in text_of(manager.client, f"{INDEX}history/{row.pk}/")


def test_the_zones_stand_by_region_and_others_before_them() -> None:
    choices = dict(zone_choices("Europe/Paris", "Mars/Olympus_Mons", ""))

    assert list(choices)[:4] == ["UTC", "Mars/Olympus_Mons", "Africa", "America"]
    assert ("America/Argentina/Buenos_Aires", "Argentina/Buenos Aires") in choices["America"]


def test_they_are_found_in_the_menu_of_settings(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    assert INDEX in manager.client.get("/admin/").content.decode()
    assert INDEX not in agent.client.get("/admin/").content.decode()


def test_a_manager_of_another_site_finds_nothing(db: None) -> None:
    row = hours("0 9:00-17:00", on=people.another_site())
    here = people.an_agent_of(people.site(), "here", codename="manage_conversation")

    assert "Other" not in text_of(here.client, INDEX)
    for view in ROW_VIEWS:
        assert here.client.get(f"{INDEX}{view}/{row.pk}/").status_code == 404, view
        assert here.client.post(f"{INDEX}{view}/{row.pk}/", form()).status_code in (404, 405), view
    assert OpeningTime.objects.count() == 1


def test_a_manager_of_one_site_enters_none_for_another(db: None) -> None:
    there = people.another_site()
    here = people.an_agent_of(people.site(), "here", codename="manage_conversation")

    here.client.post(f"{INDEX}new/", form(site=there.pk))

    assert OpeningHours.objects.get().site == people.site()


def test_nothing_refers_to_hours_so_there_is_no_usage(manager: AnsweringPerson) -> None:
    row = never()

    assert manager.client.get(f"{INDEX}usage/{row.pk}/").status_code == 404
