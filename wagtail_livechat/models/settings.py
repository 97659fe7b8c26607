from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


class Position(models.TextChoices):
    END = "end", _("Bottom right (bottom left in right-to-left languages)")
    START = "start", _("Bottom left (bottom right in right-to-left languages)")


class Scheme(models.TextChoices):
    AUTO = "auto", _("As the visitor prefers")
    LIGHT = "light", _("Always light")
    DARK = "dark", _("Always dark")


class FormMoment(models.TextChoices):
    """When visitors are asked who they are."""

    OFF = "off", _("Never")
    BEFORE = "before", _("Before the first message")
    AFTER = "after", _("Right after the first message")


class Asked(models.TextChoices):
    NO = "no", _("Not asked")
    OPTIONAL = "optional", _("May be left empty")
    REQUIRED = "required", _("Required")


class WhenAway(models.TextChoices):
    """What the chat is while nobody is online or the site is closed."""

    FORM = "form", _("A contact form, answered by e-mail")
    STAY = "stay", _("The chat as always")
    HIDE = "hide", _("Nothing: the chat is hidden")


class Recorded(models.TextChoices):
    """Whose page views are kept."""

    AFTER_OPENING = "opening", _("Visitors who opened the chat")
    EVERYBODY = "all", _("Everybody who visits the site")
    NOBODY = "nobody", _("Nobody")


class SettingsForm(WagtailAdminModelForm):
    """Answers are kept by the field's label: no two fields may have the same."""

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        doubles = list(self._doubles()) if self.is_bound else []
        for form in doubles:
            form.add_error("label", _("Another field has this label."))
        return valid and not doubles

    def _doubles(self) -> Iterator[Any]:
        labels = set()
        formset = self.formsets["form_fields"]
        for form in formset.forms:
            label = form.cleaned_data.get("label", "").casefold() if hasattr(form, "cleaned_data") else ""
            if label and not formset._should_delete_form(form):
                if label in labels:
                    yield form
                labels.add(label)


@register_setting(icon="comment")
class LiveChatSettings(ClusterableModel, BaseSiteSetting):
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
    when_away = models.CharField(
        _("while nobody is online or the site is closed"),
        max_length=5,
        choices=WhenAway.choices,
        default=WhenAway.FORM,
        help_text=_("A conversation that is under way can always be continued."),
    )
    form_moment = models.CharField(
        _("ask visitors who they are"), max_length=6, choices=FormMoment.choices, default=FormMoment.OFF
    )
    asks_name = models.CharField(_("name"), max_length=8, choices=Asked.choices, default=Asked.OPTIONAL)
    asks_email = models.CharField(_("e-mail"), max_length=8, choices=Asked.choices, default=Asked.OPTIONAL)
    asks_phone = models.CharField(_("phone"), max_length=8, choices=Asked.choices, default=Asked.NO)
    asks_consent = models.BooleanField(
        _("ask for consent"),
        default=False,
        help_text=_("Nothing is sent before the visitor has agreed to the text below."),
    )
    consent_text = models.TextField(
        _("consent text"), max_length=500, blank=True, help_text=_("Left empty: a standard sentence.")
    )
    privacy_link = models.URLField(
        _("link to the privacy policy"), blank=True, help_text=_("Shown beside the consent text and below the forms.")
    )
    previews_typing = models.BooleanField(
        _("show agents what visitors type before they send it"),
        default=True,
        help_text=_("The chat tells visitors so. Runs of seven or more digits never leave the browser."),
    )
    asks_rating = models.BooleanField(
        _("ask for a rating"), default=True, help_text=_("When a conversation was resolved.")
    )

    recorded = models.CharField(
        _("visitors whose pages are recorded"),
        max_length=7,
        choices=Recorded.choices,
        default=Recorded.AFTER_OPENING,
        help_text=_(
            "The list of live visitors is only complete with “Everybody”. Browsers that ask not to be tracked never are."
        ),
    )
    recording_needs_consent = models.BooleanField(
        _("record only those who agreed"),
        default=False,
        help_text=_(
            "Before they open the chat, pages are recorded only after your cookie banner called livechat('consent', true)."
        ),
    )
    #: ISO 3166-1 alpha-2.
    phone_country = models.CharField(
        _("country of phone numbers"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Enter a country's two letters, such as FR."))],
        help_text=_(
            "Two letters, such as FR: for numbers without a country code, where the visitor's country is unknown."
        ),
    )
    shows_customer_data = models.BooleanField(
        _("show agents what the shop knows of a customer"),
        default=False,
        help_text=_("Only agents with the permission to see customer data see it."),
    )
    #: Which sections are shown: `<dotted name of the provider>:<section>`. What there is to choose stands in `admin`.
    customer_sections = models.JSONField(default=list, blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("enabled"),
                    MultiFieldPanel(
                        [FieldPanel("title"), FieldPanel("greeting"), FieldPanel("offline_text")], _("Texts")
                    ),
                    MultiFieldPanel([FieldPanel("colour"), FieldPanel("position"), FieldPanel("scheme")], _("Look")),
                    MultiFieldPanel(
                        [
                            FieldPanel("offers_groups"),
                            FieldPanel("return_after_minutes"),
                            FieldPanel("previews_typing"),
                            FieldPanel("asks_rating"),
                        ],
                        _("Team"),
                    ),
                ],
                heading=_("Chat"),
            ),
            ObjectList(
                [
                    FieldPanel("when_away"),
                    MultiFieldPanel(
                        [
                            FieldPanel("form_moment"),
                            FieldPanel("asks_name"),
                            FieldPanel("asks_email"),
                            FieldPanel("asks_phone"),
                        ],
                        _("Who is writing"),
                    ),
                    HelpPanel(content=_("The contact form asks the same, and always requires an e-mail address.")),
                    InlinePanel("form_fields", heading=_("Your own fields"), label=_("Field"), max_num=10),
                    MultiFieldPanel(
                        [FieldPanel("asks_consent"), FieldPanel("consent_text"), FieldPanel("privacy_link")],
                        _("Privacy"),
                    ),
                ],
                heading=_("Forms"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("recorded"), FieldPanel("recording_needs_consent")], _("Browsing history")
                    ),
                    FieldPanel("phone_country"),
                    MultiFieldPanel(
                        [FieldPanel("shows_customer_data"), FieldPanel("customer_sections")], _("Customer data")
                    ),
                ],
                heading=_("Visitors"),
            ),
        ],
        base_form_class=SettingsForm,
    )

    class Meta:
        verbose_name = _("live chat")
        verbose_name_plural = _("live chat settings")


class FieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    CHOICE = "choice", _("Choice")
    CHECKBOX = "checkbox", _("Checkbox")


class FormField(Orderable):
    """A question of the site's own in its forms."""

    wagtail_reference_index_ignore = True

    settings = ParentalKey(LiveChatSettings, on_delete=models.CASCADE, related_name="form_fields")
    #: Answers are kept under it.
    label = models.CharField(_("label"), max_length=100)
    kind = models.CharField(_("kind"), max_length=8, choices=FieldKind.choices, default=FieldKind.TEXT)
    choices = models.TextField(_("choices"), blank=True, help_text=_("For a choice: one on each line."))
    is_required = models.BooleanField(_("required"), default=False)

    panels = [
        FieldPanel("label"),
        FieldPanel("kind"),
        FieldPanel("choices"),
        FieldPanel("is_required"),
    ]

    class Meta(Orderable.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        self.label = self.label.strip()
        if self.kind == FieldKind.CHOICE and len(set(self.options)) < 2:
            raise ValidationError({"choices": _("A choice needs at least two options, one on each line.")})

    @property
    def options(self) -> list[str]:
        """The choices, without empty lines."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]
