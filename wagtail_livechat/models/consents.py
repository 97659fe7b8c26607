from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .visitors import Visitor


class Consent(models.Model):
    """What a visitor agreed to, and when."""

    wagtail_reference_index_ignore = True

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="consents")
    #: Names the text; another text, link or language is another version.
    version = models.CharField(max_length=64)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["visitor", "version"], name="livechat_consent_once")]

    def __str__(self) -> str:
        return f"consent {self.pk}"
