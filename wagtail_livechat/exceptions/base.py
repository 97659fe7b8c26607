"""Every error of the package is a ChatError, and the ones that any door may give."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ChatError(Exception):
    """A request that a rule refuses. `code` is stable; `detail` is translated and may be shown."""

    code = "error"
    status = 400
    detail: str | Promise = _("The request could not be carried out.")

    def __init__(self, detail: str | Promise | None = None, *, retry_after: int | None = None) -> None:
        if detail is not None:
            self.detail = detail
        #: Seconds after which the same request may succeed; None where waiting does not help.
        self.retry_after = retry_after
        super().__init__(str(self.code))

    def as_frame(self) -> Mapping[str, object]:
        """The error as fields of an `error` frame."""
        frame: dict[str, object] = {"code": self.code, "detail": str(self.detail)}
        if self.retry_after is not None:
            frame["retry_after"] = self.retry_after
        return frame


class Invalid(ChatError):
    """A field is missing, unknown or of the wrong type."""

    code = "invalid"
    status = 422
    detail = _("The request has a field that is missing, unknown or not valid.")


class Malformed(ChatError):
    """The body is no JSON, or not UTF-8."""

    code = "malformed"
    status = 400
    detail = _("The request could not be read.")


class NotFound(ChatError):
    """Missing, or out of the asker's reach: the two are the same to the outside."""

    code = "not_found"
    status = 404
    detail = _("There is no such conversation, or you cannot see it.")


class NotAllowed(ChatError):
    code = "not_allowed"
    status = 403
    detail = _("You do not have permission to do this.")


class NotSignedIn(ChatError):
    code = "not_signed_in"
    status = 401
    detail = _("Your session has ended. Log in again.")


class BadOrigin(ChatError):
    code = "origin"
    status = 403
    detail = _("Requests from other sites are not accepted.")


class NoVisitor(ChatError):
    """The cookie is missing, altered, expired, of another site or of somebody who is logged out."""

    code = "no_visitor"
    status = 401
    detail = _("This chat session has ended. Reload the page to start a new one.")


class TooMany(ChatError):
    code = "too_many"
    status = 429
    detail = _("That was a lot at once. Please wait a moment.")


class Busy(ChatError):
    code = "busy"
    status = 503
    detail = _("The chat is very busy. Your message will be sent again.")
