"""Opening hours in Wagtail's views."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from itertools import groupby
from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format, time_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column

from ..actions import hours
from ..exceptions import ChatError, NoSuchGroup, OverlappingTimes
from ..models import AgentGroup, OpeningHours, OpeningTime, Weekday
from ..permissions import User
from ..selectors.availability import week_of
from ..selectors.week import Stretch
from .forms import RowForm
from .rows import RowCreateView, RowDeleteView, RowIndexView, SiteFilterSet, UnusedRowViewSet, site_column

#: What most begin with.
USUAL_DAYS: Final = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)
USUAL_TIME: Final = (time(9), time(17))

#: The parts of the world by which zones are found; the rest of the database's names are older ones for the same.
REGIONS: Final = frozenset(
    ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)


@lru_cache(maxsize=1)
def _zones() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(available_timezones()):
        region, _slash, place = name.partition("/")
        if region in REGIONS:
            found[region].append((name, place.replace("_", " ")))
    return dict(found)


def zone_choices(*others: str) -> list[tuple[str, Any]]:
    """The time zones by region; before them UTC, and `others` that stand in no region."""
    by_region = _zones()
    known = {name for zones in by_region.values() for name, _place in zones}
    first = [(name, name) for name in dict.fromkeys(("UTC", *others)) if name and name not in known]
    return [*first, *by_region.items()]


class GroupField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A group by its name; with its site where there are several."""

    shows_sites = False

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.site.site_name or obj.site.hostname})" if self.shows_sites else str(obj.name)


class HoursForm(RowForm):
    refusals = {NoSuchGroup: "group"}

    group = GroupField(
        queryset=None,
        required=False,
        label=_("Group"),
        empty_label=_("The whole site"),
        help_text=_("A group's own hours replace those of its site."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("The times below are those of a clock on the wall there.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = AgentGroup.objects.filter(site__in=self.sites).select_related("site")
        self.fields["group"].queryset = groups
        self.fields["group"].shows_sites = len(self.sites) > 1
        if not groups.exists():
            del self.fields["group"]
        self.fields["time_zone"].choices = zone_choices(settings.TIME_ZONE, self.instance.time_zone)

    def carry_out(self, *, by: User) -> OpeningHours:
        return hours.save(hours=self.save(commit=False), by=by)

    def refuse(self, refused: ChatError) -> None:
        if isinstance(refused, OverlappingTimes):
            self.formsets["times"].non_form_errors().append(str(refused.detail))
        else:
            super().refuse(refused)


def times_of(row: OpeningHours) -> str:
    """The week in a line, days with the same times together: "Mon to Fri 9:00 to 17:00"."""
    by_day: dict[int, str] = defaultdict(str)
    for stretch in week_of(row).stretches:
        by_day[stretch.weekday] = ", ".join(filter(None, (by_day[stretch.weekday], _span(stretch))))
    runs = [list(days) for _times, days in groupby(range(7), key=lambda day: by_day[day])]
    return "; ".join(f"{_days(run)} {by_day[run[0]]}" for run in runs if by_day[run[0]])


def _span(stretch: Stretch) -> str:
    if stretch.opens_at == stretch.closes_at:
        return gettext("all day")
    return _from_to(time_format(stretch.opens_at), time_format(stretch.closes_at))


def _days(run: Sequence[int]) -> str:
    first, last = str(WEEKDAYS_ABBR[run[0]]), str(WEEKDAYS_ABBR[run[-1]])
    return _from_to(first, last) if len(run) > 1 else first


def _from_to(first: str, last: str) -> str:
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def state_of(row: OpeningHours) -> str:
    """Whether it is open now, and until when."""
    week, now = week_of(row), timezone.now()
    closes, opens = week.closes_at(now), week.reopens_at(now)
    if closes:
        # Midnight is the end of a day, not the beginning of the next one.
        return gettext("Open until %(when)s") % {
            "when": _when(closes, now, week.zone, day_of=closes - datetime.resolution)
        }
    if opens:
        return gettext("Closed, opens %(when)s") % {"when": _when(opens, now, week.zone, day_of=opens)}
    return gettext("Open") if week.is_open(now) else gettext("Closed")


def _when(moment: datetime, now: datetime, zone: Any, *, day_of: datetime) -> str:
    local, day, today = moment.astimezone(zone), day_of.astimezone(zone).date(), now.astimezone(zone).date()
    at = time_format(local.time())
    if day == today:
        return at
    days = (day - today).days
    if days == 1:
        return gettext("tomorrow, %(time)s") % {"time": at}
    return f"{date_format(day, 'l') if days < len(Weekday) else date_format(day)}, {at}"


class HoursFilterSet(SiteFilterSet):
    class Meta:
        model = OpeningHours
        fields: Sequence[str] = []


class NowColumn(Column):
    """Whether it is open now, with a green dot."""

    cell_template_name = "wagtail_livechat/admin/hours_cell.html"

    def get_cell_context_data(self, instance: OpeningHours, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "is_open": week_of(instance).is_open(timezone.now())}


class HoursIndexView(RowIndexView):
    def get_base_queryset(self) -> "QuerySet[Any]":
        found: QuerySet[Any] = super().get_base_queryset().select_related("group")
        return found.prefetch_related("times", "holidays")


class HoursCreateView(RowCreateView):
    def get_initial_form_instance(self) -> OpeningHours:
        opens, closes = USUAL_TIME
        week = [OpeningTime(weekday=day, opens_at=opens, closes_at=closes) for day in USUAL_DAYS]
        return OpeningHours(time_zone=settings.TIME_ZONE, times=week)


class HoursDeleteView(RowDeleteView):
    object: OpeningHours

    @property
    def confirmation_message(self) -> str:
        if self.object.group:
            return gettext("Are you sure you want to delete these opening hours? The group then keeps its site's.")
        return gettext("Are you sure you want to delete these opening hours? The site is always open without them.")

    def delete_action(self) -> None:
        hours.delete(hours=self.object, by=self.request.user)


class HoursViewSet(UnusedRowViewSet):
    model = OpeningHours
    url_prefix = "livechat/hours"
    url_namespace = "livechat_hours"
    icon = "time"
    menu_label = _("Live chat opening hours")
    menu_order = 514
    index_view_class = HoursIndexView
    add_view_class = HoursCreateView
    delete_view_class = HoursDeleteView
    filterset_class = HoursFilterSet

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        return [
            "__str__",
            site_column(),
            Column("whom", label=_("For"), accessor=lambda row: _("Group") if row.group else _("The whole site")),
            Column("times", label=_("Times"), accessor=lambda row: times_of(row) or _("Never")),
            Column("time_zone", label=_("Time zone")),
            NowColumn("now", label=_("Now"), accessor=state_of),
        ]

    @cached_property
    def edit_handler(self) -> ObjectList:
        day = FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens_at"), FieldPanel("closes_at")])
        days = FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])
        return ObjectList(
            [
                FieldPanel("site"),
                FieldPanel("group"),
                FieldPanel("time_zone"),
                InlinePanel(
                    "times",
                    [day],
                    heading=_("Opening times"),
                    label=_("Opening time"),
                    help_text=_(
                        "The chat is open at these times and closed at all others; without any it is always closed. "
                        "Midnight is 0:00. A day may have several times."
                    ),
                ),
                InlinePanel(
                    "holidays",
                    [FieldPanel("name"), days],
                    heading=_("Holidays"),
                    label=_("Holiday"),
                    help_text=_("Whole days on which the chat is closed, the last one included."),
                ),
            ],
            base_form_class=HoursForm,
        )
