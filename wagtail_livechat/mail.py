"""The only import of Django's e-mail: a letter is written from its templates and handed to the mail server.

The templates of a letter `transcript` are `wagtail_livechat/email/transcript_subject.txt`, `transcript.txt` and
`transcript.html`.
"""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_supported_language_variant

from . import conf

#: Seconds that the mail server may take for each step, where `EMAIL_TIMEOUT` says nothing.
ANSWER_WITHIN: Final = 30


class Unsent(Exception):
    """It could not be sent now; it may work later. `why` is the class of what went wrong."""

    def __init__(self, error: Exception) -> None:
        self.why = type(error).__name__
        super().__init__(self.why)


class Refused(Unsent):
    """It will never be sent: the mail server does not want it, or it cannot be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An e-mail, before it is written. `language` is a code such as `fr`, also one that the site does not speak."""

    template: str
    recipient: str
    context: Mapping[str, Any]
    language: str
    time_zone: ZoneInfo


def send(letter: Letter) -> None:
    """Write a letter and hand it to the mail server. Raises Unsent, and Refused where another try is of no use."""
    message = _written(letter)
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        raise (Refused if _is_final(error) else Unsent)(error) from None
    except ValueError as error:
        # Headers and addresses that cannot be written.
        raise Refused(error) from None


def spoken(language: str) -> str:
    """The language of the site that serves this one best; the site's own where none does."""
    try:
        return get_supported_language_variant(language)
    except LookupError:
        return str(settings.LANGUAGE_CODE)


def _written(letter: Letter) -> EmailMultiAlternatives:
    name = f"wagtail_livechat/email/{letter.template}"
    with translation.override(spoken(letter.language)), timezone.override(letter.time_zone):
        context = {**letter.context, "language": translation.get_language(), "is_rtl": translation.get_language_bidi()}
        # A header is one line, whatever the site is called.
        subject = " ".join(render_to_string(f"{name}_subject.txt", context).split())
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(f"{name}.txt", context),
            from_email=conf.current().FROM_EMAIL or None,
            to=[letter.recipient],
            # No out-of-office notes in answer to it (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
            connection=_connection(),
        )
        message.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
    return message


def _connection() -> Any:
    connection: Any = get_connection()
    # A server that does not answer must not keep the worker for ever.
    if getattr(connection, "timeout", ANSWER_WITHIN) is None:
        connection.timeout = ANSWER_WITHIN
    return connection


def _is_final(error: Exception) -> bool:
    """Whether the server refuses this letter rather than everything for now; 5xx, as RFC 5321 has it.

    A failed login or greeting is the site's own fault and may be mended meanwhile.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= 500 for code, _text in error.recipients.values())
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            return error.smtp_code >= 500
        case smtplib.SMTPNotSupportedError():
            return True
    return False
