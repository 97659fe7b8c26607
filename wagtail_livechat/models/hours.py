from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Site

from .groups import AgentGroup


class Weekday(models.IntegerChoices):
    """As `datetime.weekday()` counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpeningHours(ClusterableModel):
    """When a site, or one of its groups, answers. Without a row of its own a group keeps its site's hours; a site
    without one is always open. Hours without a time are always closed."""

    wagtail_reference_index_ignore = True

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    group = models.ForeignKey(
        AgentGroup,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group"),
        help_text=_("Left empty: for the whole site."),
    )
    #: A name of the IANA time zone database, such as `Europe/Paris`.
    time_zone = models.CharField(_("time zone"), max_length=64)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        default_permissions = ()
        ordering = ["site", "group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(group__isnull=True),
                name="livechat_hours_of_site",
                violation_error_message=_("This site has opening hours already."),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(group__isnull=False),
                name="livechat_hours_of_group",
                violation_error_message=_("This group has opening hours already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.group or self.site.site_name or self.site.hostname)


class OpeningTime(models.Model):
    """A stretch of one weekday, in the time zone of its hours. It ends on the same day; 0:00 as its end is midnight."""

    wagtail_reference_index_ignore = True

    hours = ParentalKey(OpeningHours, on_delete=models.CASCADE, related_name="times")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))

    class Meta:
        verbose_name = _("opening time")
        verbose_name_plural = _("opening times")
        default_permissions = ()
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")) | models.Q(closes_at=time.min),
                name="livechat_time_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"

    def clean(self) -> None:
        is_whole = self.opens_at is not None and self.closes_at is not None
        if is_whole and time.min != self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It must close after it opens. Midnight is 0:00.")})


class Holiday(models.Model):
    """Days on which it is closed, the last one included."""

    wagtail_reference_index_ignore = True

    hours = ParentalKey(OpeningHours, on_delete=models.CASCADE, related_name="holidays")
    name = models.CharField(_("name"), max_length=100, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        default_permissions = ()
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="livechat_holiday_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name or f"{self.first_day:%Y-%m-%d}"

    def clean(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("It must not end before it begins.")})
