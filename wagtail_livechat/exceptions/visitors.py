"""What visitors may not say of themselves, and who may say nothing."""

from django.utils.translation import gettext_lazy as _

from .base import ChatError


class Closed(ChatError):
    """The visitor is blocked."""

    code = "closed"
    status = 403
    detail = _("The chat is closed.")


class BadEmail(ChatError):
    code = "bad_email"
    status = 422
    detail = _("This does not look like an e-mail address.")


class BadChoice(ChatError):
    """An answer that is none to its field: no longer offered, or of another kind."""

    code = "bad_choice"
    status = 422
    detail = _("One of your answers can no longer be chosen. Please look at the form again.")


class OldConsent(ChatError):
    """A version that is not what the site asks for now."""

    code = "old_consent"
    status = 409
    detail = _("The text that you agree to has changed. Please read it again.")


class Automated(ChatError):
    """A field that people do not see was filled in."""

    code = "automated"
    status = 422
    detail = _("This looks like it was sent by a program.")
