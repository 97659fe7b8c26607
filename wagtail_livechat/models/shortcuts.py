import uuid
from pathlib import PurePath

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .agents import Agent
from .groups import AgentGroup


class Shortcut(models.Model):
    """A canned reply, typed as `/keyword`. For its owner, for a group, or, without either, for everyone of the site."""

    wagtail_reference_index_ignore = True

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    keyword = models.CharField(
        _("keyword"),
        max_length=40,
        validators=[RegexValidator(r"^[\w-]+$", _("Use letters, digits, - and _ only."))],
        help_text=_("Typed as /keyword in the box."),
    )
    body = models.TextField(
        _("text"),
        max_length=10_000,
        blank=True,
        help_text=_(
            "{visitor}, {agent}, {page} and {order} stand for the visitor's name, the agent's name, the title of the "
            "page and the number of the last order."
        ),
    )
    owner = models.ForeignKey(
        Agent, on_delete=models.CASCADE, null=True, blank=True, related_name="shortcuts", verbose_name=_("owner")
    )
    group = models.ForeignKey(
        AgentGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="shortcuts", verbose_name=_("group")
    )
    language = models.CharField(_("language"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("shortcut")
        verbose_name_plural = _("shortcuts")
        default_permissions = ()
        ordering = ["keyword", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(group__isnull=True),
                name="livechat_shortcut_owner_or_group",
                violation_error_message=_("A shortcut is for one agent or for a group, not for both."),
            )
        ]

    def __str__(self) -> str:
        return f"/{self.keyword}"


def shortcut_path(instance: "ShortcutFile", filename: str) -> str:
    """A place in the storage that nobody can guess."""
    return f"livechat/shortcuts/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:10]}"


class ShortcutFile(models.Model):
    """A file that goes along with a shortcut."""

    wagtail_reference_index_ignore = True

    shortcut = models.ForeignKey(Shortcut, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to=shortcut_path)
    name = models.CharField(max_length=200, editable=False)
    #: Bytes.
    size = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
