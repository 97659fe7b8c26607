import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .visitors import Visitor


class Device(models.TextChoices):
    """What kind of device a browser says it runs on."""

    DESKTOP = "desktop", _("Computer")
    PHONE = "phone", _("Phone")
    TABLET = "tablet", _("Tablet")
    BOT = "bot", _("Program")
    UNKNOWN = "", _("Unknown")


class Visit(models.Model):
    """One stay of a visitor on the site; where from, and with what. What is unknown is empty."""

    wagtail_reference_index_ignore = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="visits")
    ip = models.GenericIPAddressField(null=True, blank=True)
    #: ISO 3166-1 alpha-2.
    country_code = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=100, blank=True)
    user_agent = models.CharField(max_length=500, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    browser_version = models.CharField(max_length=30, blank=True)
    os = models.CharField(max_length=60, blank=True)
    os_version = models.CharField(max_length=30, blank=True)
    device = models.CharField(max_length=7, choices=Device.choices, default=Device.UNKNOWN, blank=True)
    #: The page of another site that led here.
    referrer = models.CharField(max_length=2_000, blank=True)
    #: Campaign parameters of the first page, e.g. `{"utm_source": "newsletter"}`.
    campaign = models.JSONField(default=dict, blank=True)
    #: What each customer provider keeps of the browser's basket, by the provider's dotted name.
    baskets = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["visitor", "-started_at"], name="livechat_visit_of_visitor"),
            models.Index(
                fields=["last_seen_at"], condition=models.Q(ended_at__isnull=True), name="livechat_visit_under_way"
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class PageView(models.Model):
    """One page that was looked at. How long: until the next one of the visit, or until the visit was last seen."""

    wagtail_reference_index_ignore = True

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="page_views")
    url = models.CharField(max_length=2_000)
    title = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["visit", "at"], name="livechat_view_of_visit")]

    def __str__(self) -> str:
        return f"page view {self.pk}"
