from typing import Final

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

#: Characters.
TAG_MAX_LENGTH: Final = 50


class Tag(models.Model):
    """A word that agents mark conversations with."""

    wagtail_reference_index_ignore = True

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=TAG_MAX_LENGTH)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Enter a colour such as #0c6b5f."))],
        help_text=_("Left empty: grey."),
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        default_permissions = ()
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "site",
                Lower("name"),
                name="livechat_tag_name",
                violation_error_message=_("This site has a tag of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
