"""Why a file may not come in."""

from django.utils.translation import gettext_lazy as _

from .base import ChatError


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


class TooManyFiles(ChatError):
    code = "too_many_files"
    status = 422
    detail = _("At most 10 files can go along.")
