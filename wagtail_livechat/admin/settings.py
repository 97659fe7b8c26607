"""The page of a site's settings: what needs to know the site's providers."""

import logging
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..customers import base as customers
from ..customers.base import Words
from ..models import LiveChatSettings
from ..models.settings import SettingsForm

logger = logging.getLogger(__name__)

#: A provider, with what it may show.
SectionGroup = tuple[Words, list[tuple[str, Words]]]


class CustomerSettingsForm(SettingsForm):
    """Which sections of each provider are shown. Sections that no provider has any more go with the next save."""

    customer_sections = forms.MultipleChoiceField(
        label=_("What is shown"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["customer_sections"]
        field.choices = list(section_groups())
        if not field.choices:
            field.help_text = _(
                "Nothing yet: the site's setting CUSTOMER_PROVIDERS names no provider. The documentation has some, and "
                "shows how to write one for your shop."
            )


def section_groups() -> Iterator[SectionGroup]:
    """What there is to choose from; without providers that cannot be loaded, which a system check names."""
    for name in customers.names():
        try:
            title, sections = customers.sections(name)
        except Exception as error:
            logger.error("The customer provider %s cannot be loaded: %s", name, type(error).__name__)
            continue
        if sections:
            yield title, list(sections.items())


def register() -> None:
    """Models know nothing of providers: the form that does takes the place of theirs."""
    LiveChatSettings.edit_handler.base_form_class = CustomerSettingsForm
