"""What stands in the widget's forms where a site says nothing else."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FORM_TEXTS: Final[dict[str, Promise]] = {
    "privacy": _("We use what you tell us only to answer you."),
    "previews": _("Agents can see what you write before you send it."),
    "consent": _("I agree that what I write here is stored and used to answer me."),
}
