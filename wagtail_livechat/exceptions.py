"""Everything that a verb may refuse: a stable code, an HTTP status and a text for the person who reads it."""

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


class EmptyMessage(ChatError):
    code = "empty"
    status = 422
    detail = _("Write something before you send.")


class MessageTooLong(ChatError):
    code = "too_long"
    status = 422
    detail = _("This message is too long.")


class BadCharacter(ChatError):
    code = "bad_character"
    status = 422
    detail = _("This message has a character that cannot be stored.")


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


class CannotResolve(NotAllowed):
    detail = _("Only the agent in charge or a manager can resolve this conversation. Take it over first.")


class NotTheAuthor(NotAllowed):
    detail = _("Only the agent who wrote a message can delete it.")


class Closed(ChatError):
    """The visitor is blocked."""

    code = "closed"
    status = 403
    detail = _("The chat is closed.")


class NotResolved(ChatError):
    """A rating before the conversation was resolved or an agent asked for one."""

    code = "not_resolved"
    status = 409
    detail = _("You can rate the conversation once it is resolved.")


class RatingClosed(ChatError):
    code = "rating_closed"
    status = 409
    detail = _("A rating can be changed for a day.")


class NotInCharge(ChatError):
    """Only who is in charge can leave."""

    code = "not_in_charge"
    status = 409
    detail = _("You are not in charge of this conversation.")


class AlreadyInCharge(ChatError):
    """A transfer to who is in charge already."""

    code = "already_in_charge"
    status = 409
    detail = _("This agent is already in charge of the conversation. Choose somebody else.")


class AlreadyInGroup(AlreadyInCharge):
    detail = _("The conversation waits for an agent of this group already. Choose another one.")


class TransferToOneself(AlreadyInCharge):
    code = "transfer_to_oneself"
    detail = _("You cannot transfer a conversation to yourself. Take it over instead.")


class BadTag(ChatError):
    code = "bad_tag"
    status = 422
    detail = _("A tag needs at least one character.")


class TagTooLong(BadTag):
    code = "tag_too_long"
    detail = _("A tag may have at most 50 characters.")


class TooManyTags(BadTag):
    code = "too_many_tags"
    detail = _("A conversation may have at most 20 tags.")


class FileMissing(ChatError):
    """Never uploaded, by somebody else, or sent already."""

    code = "file_missing"
    status = 422
    detail = _("An attached file is no longer there. Add it again.")


class FileTooBig(ChatError):
    code = "file_too_big"
    status = 413
    detail = _("This file is too big.")


class PictureTooBig(FileTooBig):
    detail = _("This picture has too many pixels.")


class FileNotAllowed(ChatError):
    code = "file_not_allowed"
    status = 422
    detail = _("Files of this kind cannot be sent.")


class FileIsNotWhatItSays(FileNotAllowed):
    """The contents are something else than the name stands for, or are damaged."""

    detail = _("This file is damaged, or not what its name says.")


class FileInfected(ChatError):
    code = "file_infected"
    status = 422
    detail = _("This file cannot be sent: a virus was found in it.")


class FileUnscanned(ChatError):
    code = "file_unscanned"
    status = 503
    detail = _("Files cannot be checked for viruses just now. Please try again later.")


class StorageFailed(ChatError):
    code = "storage_failed"
    status = 503
    detail = _("Files cannot be stored just now. Please try again later.")


class CannotAssign(ChatError):
    """The agent was deactivated or has no right to answer on the conversation's site; or the group is of another one."""

    code = "cannot_assign"
    status = 409
    detail = _("This agent cannot answer conversations of this site.")


class NoSuchGroup(CannotAssign):
    detail = _("There is no such group on this site.")


class CannotBeMember(CannotAssign):
    """Somebody who may not answer on the group's site."""

    detail = _("These people may not answer on this site: %(names)s.")


class NameTaken(ChatError):
    """A group or tag of this name is there already."""

    code = "name_taken"
    status = 409
    detail = _("This site has a group of this name.")


class TagNameTaken(NameTaken):
    detail = _("This site has a tag of this name. Merge the two instead.")


class HoursTaken(ChatError):
    """A second row of opening hours for the same site or group."""

    code = "hours_taken"
    status = 409
    detail = _("This site has opening hours already.")


class GroupHoursTaken(HoursTaken):
    detail = _("This group has opening hours already.")


class OverlappingTimes(ChatError):
    code = "overlapping"
    status = 422
    detail = _("%(day)s: %(first)s and %(second)s overlap.")


class CannotMerge(ChatError):
    code = "cannot_merge"
    status = 409
    detail = _("Choose another tag of the same site.")


class OwnShortcutsOnly(NotAllowed):
    detail = _("On this site you can make shortcuts for yourself only.")


class EmptyShortcut(ChatError):
    code = "empty"
    status = 422
    detail = _("A shortcut needs a text or a file.")


class TooManyFiles(ChatError):
    code = "too_many_files"
    status = 422
    detail = _("At most 10 files can go along.")


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


class BadPath(ChatError):
    code = "bad_path"
    status = 422
    detail = _("A path begins with / or with *.")


class Automated(ChatError):
    """A field that people do not see was filled in."""

    code = "automated"
    status = 422
    detail = _("This looks like it was sent by a program.")
