"""What a site's forms ask, and what visitors agree to."""

import hashlib
from typing import Final

from django.conf import settings as django_settings
from django.utils.translation import get_language, override

from ..models import LiveChatSettings
from ..shapes import ConsentText, FormFieldShape, PrivacyText, form_field_shape
from ..texts.forms import FORM_TEXTS

#: Hexadecimal digits of a hash.
VERSION_LENGTH: Final = 16


def form_fields(settings: LiveChatSettings) -> list[FormFieldShape]:
    """The site's own fields, in their order."""
    return [form_field_shape(field) for field in settings.form_fields.all()]


def consent(settings: LiveChatSettings) -> ConsentText | None:
    """What visitors are asked to agree to, in the language in use; None where they are not asked."""
    if not settings.asks_consent:
        return None
    text, link = _consent_text(settings), settings.privacy_link
    return {"version": consent_version(get_language() or "", text, link), "text": text, "link": link}


def privacy(settings: LiveChatSettings) -> PrivacyText:
    """What stands below the forms, in the language in use."""
    text = str(FORM_TEXTS["privacy"])
    if settings.previews_typing:
        text = f"{text} {FORM_TEXTS['previews']}"
    return {"text": text, "link": settings.privacy_link}


def consent_version(language: str, text: str, link: str) -> str:
    """Names a text: another text, link or language is another version. The first digits of a SHA-256."""
    # NUL is in none of them, so that no two can run into each other.
    return hashlib.sha256(f"{language}\0{text}\0{link}".encode()).hexdigest()[:VERSION_LENGTH]


def consent_text_of(settings: LiveChatSettings, version: str) -> str | None:
    """The text that a version names, if it is what the site asks for now, in any of its languages."""
    codes = [get_language(), django_settings.LANGUAGE_CODE, *(code for code, _name in django_settings.LANGUAGES)]
    for language in dict.fromkeys(codes):
        with override(language):
            asked = consent(settings)
        if asked and asked["version"] == version:
            return asked["text"]
    return None


def _consent_text(settings: LiveChatSettings) -> str:
    return settings.consent_text or str(FORM_TEXTS["consent"])
