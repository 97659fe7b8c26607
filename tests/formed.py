"""A site that asks visitors who they are."""

from typing import Any

from django.utils.translation import override

from tests import people
from wagtail_livechat.models import FormField, LiveChatSettings
from wagtail_livechat.selectors import forms


def a_form(**fields: Any) -> LiveChatSettings:
    """The settings of the site, with a field of each kind."""
    settings = LiveChatSettings.objects.create(site=people.site(), **fields)
    for order, (label, kind, choices) in enumerate(
        [("Order", "text", ""), ("Colour", "choice", "Red\n\n Blue "), ("Newsletter", "checkbox", "")]
    ):
        FormField.objects.create(settings=settings, label=label, kind=kind, choices=choices, sort_order=order)
    return settings


def version(settings: LiveChatSettings, language: str = "en") -> str:
    """The version of the consent text in a language."""
    with override(language):
        asked = forms.consent(settings)
    assert asked is not None
    return asked["version"]
