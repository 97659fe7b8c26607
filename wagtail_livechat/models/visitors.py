import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


class Visitor(models.Model):
    """A person on one site; linked to a `user` once they were logged in."""

    wagtail_reference_index_ignore = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    #: The visitor's answers to the site's own form fields, by label.
    fields = models.JSONField(default=dict, blank=True)
    #: What the site's pages said of the visitor, not verified; besides the site's own names these: name, email, phone,
    #: group, language.
    variables = models.JSONField(default=dict, blank=True)
    #: The browser's, e.g. `Europe/Paris`; empty while unknown.
    time_zone = models.CharField(max_length=64, blank=True, editable=False)
    #: Where the visitor was last located, as the newest visit that says where. ISO 3166-1 alpha-2.
    country_code = models.CharField(max_length=2, blank=True, editable=False)
    city = models.CharField(max_length=100, blank=True, editable=False)
    #: The agent who last wrote something down here.
    edited_by = models.ForeignKey(
        "wagtail_livechat.Agent", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Since when the visitor is blocked: the chat is closed to them.
    blocked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(default=timezone.now, editable=False)
    #: Whether agents were last told that the visitor is on the site.
    is_present = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["site", "user"],
                condition=models.Q(user__isnull=False),
                name="livechat_one_visitor_per_user_and_site",
            )
        ]
        indexes = [
            models.Index(fields=["last_seen_at"], condition=models.Q(is_present=True), name="livechat_visitor_present")
        ]

    def __str__(self) -> str:
        """As the inbox calls the visitor; but a country, which only browsers can name, stands there by its letters."""
        if self.name or self.email:
            return self.name or self.email
        if self.city or self.country_code:
            return gettext("Visitor from {place}").format(place=self.city or self.country_code)
        return gettext("Visitor {code}").format(code=self.public_id.hex[:4].upper())


class VisitorToken(models.Model):
    """One browser's proof of who it is. Only the SHA-256 of the cookie's value is kept."""

    wagtail_reference_index_ignore = True

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="tokens")
    hash = models.CharField(max_length=64, unique=True)
    #: A token linked to a user counts only while that user is logged in.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"token {self.pk}"
