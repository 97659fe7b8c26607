"""What visitors may not say of themselves, and who may say nothing."""

from django.utils.translation import gettext_lazy as _

from .base import ChatError


class Closed(ChatError):
    """The visitor is blocked."""

    code = "closed"
    status = 403
    detail = _("The chat is closed.")


class VisitorBlocked(Closed):
    """For an agent who would speak to them."""

    detail = _("This visitor is blocked. Unblock them before you write to them.")


class BadEmail(ChatError):
    code = "bad_email"
    status = 422
    detail = _("This does not look like an e-mail address.")


class BadPhone(ChatError):
    """An agent's entry that is no phone number."""

    code = "bad_phone"
    status = 422
    detail = _("This is not a phone number. Begin with + and the country code, or write it as it is dialled there.")


class BadVariable(ChatError):
    """Something that a page said of its visitor, and that cannot be kept."""

    code = "bad_variable"
    status = 422
    detail = _("A variable is a short text, a number, or true or false.")


class CannotMergeVisitors(ChatError):
    """Into themselves, with another site, or two customers of the shop."""

    code = "cannot_merge_visitors"
    status = 409
    detail = _("These two cannot be one person: they are the same already, or two different customers.")


class TooLateToUndo(ChatError):
    code = "too_late_to_undo"
    status = 409
    detail = _("This can no longer be undone: a day has passed, or it was undone before.")


class MergedSince(ChatError):
    """A later merge took along what would have to go back."""

    code = "merged_since"
    status = 409
    detail = _("These visitors were merged with somebody else since. Undo that first.")


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
