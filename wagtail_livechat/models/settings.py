from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


class Position(models.TextChoices):
    END = "end", _("Bottom right (bottom left in right-to-left languages)")
    START = "start", _("Bottom left (bottom right in right-to-left languages)")


class Scheme(models.TextChoices):
    AUTO = "auto", _("As the visitor prefers")
    LIGHT = "light", _("Always light")
    DARK = "dark", _("Always dark")


@register_setting(icon="comment")
class LiveChatSettings(BaseSiteSetting):
    """What editors set for one site's widget."""

    enabled = models.BooleanField(
        _("show the chat"), default=True, help_text=_("Switch off to take the chat off the site.")
    )
    title = models.CharField(
        _("title"), max_length=60, blank=True, help_text=_("In the chat's header. Left empty: the site's name.")
    )
    greeting = models.TextField(
        _("greeting"), max_length=300, blank=True, help_text=_("The first thing a visitor reads in an empty chat.")
    )
    offline_text = models.TextField(
        _("text while nobody is online"), max_length=300, blank=True, help_text=_("Left empty: a standard sentence.")
    )
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#0c6b5f",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Enter a colour such as #0c6b5f."))],
    )
    position = models.CharField(_("position"), max_length=5, choices=Position.choices, default=Position.END)
    scheme = models.CharField(_("light or dark"), max_length=5, choices=Scheme.choices, default=Scheme.AUTO)
    offers_groups = models.BooleanField(
        _("let visitors choose a group"),
        default=False,
        help_text=_("Before the first message the chat asks which group should answer."),
    )
    #: 0: never.
    return_after_minutes = models.PositiveSmallIntegerField(
        _("give unanswered conversations back after"),
        default=0,
        help_text=_(
            "Minutes. A conversation that its agent leaves unanswered this long goes back to the queue. 0: never."
        ),
    )

    panels = [
        FieldPanel("enabled"),
        MultiFieldPanel([FieldPanel("title"), FieldPanel("greeting"), FieldPanel("offline_text")], _("Texts")),
        MultiFieldPanel([FieldPanel("colour"), FieldPanel("position"), FieldPanel("scheme")], _("Look")),
        MultiFieldPanel([FieldPanel("offers_groups"), FieldPanel("return_after_minutes")], _("Team")),
    ]

    class Meta:
        verbose_name = _("live chat")
        verbose_name_plural = _("live chat settings")
