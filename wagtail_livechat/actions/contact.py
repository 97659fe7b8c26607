"""What visitors say of themselves, in a form or beside a message."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from .. import broadcast
from ..events import Event, VisitorChanged
from ..exceptions import Automated, BadChoice, BadEmail, ChatError, NoVisitor, OldConsent
from ..inputs import ContactIn
from ..masking import masked
from ..models import Consent, FieldKind, FormField, LiveChatSettings, Visitor
from ..selectors.forms import consent_text_of
from ..selectors.visitors import charges_of
from . import entries
from .claims import NO_CLAIMS, Claims, Value
from .claims import checked as checked_claims
from .claims import write_down as claim

logger = logging.getLogger(__name__)

#: The longest text of each, as its column has it.
LENGTHS: Final = {"name": 200, "email": 254, "phone": 60}
ANSWER_LENGTH: Final = 1_000

Answer = str | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What a visitor says of themselves; None leaves a value as it is. `fields`: answers by the field's label."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    fields: Mapping[str, Answer] | None = None
    #: The version of the consent text that was agreed to.
    consent: str | None = None
    #: A field that people do not see and programs fill in.
    website: str = ""

    @classmethod
    def of(cls, given: ContactIn, *, without_values: bool = False) -> "Contact | None":
        """What came in, or only what is no name, e-mail address or phone number; None where nothing was said."""
        if not given.model_fields_set:
            return None
        left_out = LENGTHS if without_values else {}
        said = {field.name: getattr(given, field.name) for field in fields(cls) if field.name not in left_out}
        contact = cls(**said)
        return None if contact == NOTHING else contact


NOTHING: Final = Contact()


def refusal(contact: Contact, *, visitor: int) -> ChatError | None:
    """Why this cannot be written down, whatever stands in the database; None where it can."""
    if contact.website:
        logger.info("A program filled in a live chat form as visitor %d", visitor)
        return Automated()
    if contact.email and contact.email.strip() and not is_email(contact.email.strip()):
        return BadEmail()
    return None


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said, checked against what the site asks."""

    contact: Contact
    answers: Mapping[str, Answer]
    #: The text that was agreed to.
    consent_text: str | None


def checked(visitor: Visitor, contact: Contact) -> Statement:
    """The statement that can be written down. Raises BadChoice and OldConsent."""
    if not (contact.fields or contact.consent):
        return Statement(contact, {}, None)
    settings = LiveChatSettings.for_site(visitor.site)
    answers = _checked_answers(settings.form_fields.all(), contact.fields or {})
    # A form that was open when the site stopped asking for consent has nothing to read again.
    agreed = contact.consent if settings.asks_consent else None
    text = consent_text_of(settings, agreed) if agreed else None
    if agreed and text is None:
        raise OldConsent
    return Statement(contact, answers, text)


def change(*, visitor: Visitor, contact: Contact = NOTHING, claims: Claims = NO_CLAIMS) -> Visitor:
    """Write down what a visitor says of themselves, and a page of them; an empty text empties the value.

    Raises Automated, BadEmail, BadChoice, OldConsent and BadVariable, and NoVisitor where the visitor is gone.
    """
    refused = refusal(contact, visitor=visitor.pk)
    if refused:
        raise refused
    variables = checked_claims(claims)
    with transaction.atomic():
        locked = entries.lock_visitors([visitor.pk]).get(visitor.pk)
        if locked is None:
            raise NoVisitor
        said = write_down(locked, checked(locked, contact), may_empty=True)
        claimed = claim(locked, claims, variables)
        if _set_missing(locked, variables) or said or claimed:
            broadcast.publish(news_of([locked]))
    return locked


def write_down(visitor: Visitor, statement: Statement, *, may_empty: bool = False) -> bool:
    """Write what was said by a visitor whose row the caller has locked; whether it changed anything.

    Without `may_empty` an empty text keeps what is known.
    """
    values = _set_values(visitor, statement.contact, may_empty)
    answers = _set_answers(visitor, statement.answers, may_empty)
    if values or answers:
        visitor.save(update_fields=[*LENGTHS, "fields"])
    agreed = _agree(visitor, statement)
    return values or answers or agreed


def news_of(visitors: Iterable[Visitor]) -> list[Event]:
    """What agents hear of those of whom something new is known."""
    return [VisitorChanged(visitor=row, charges=charges_of(row)) for row in visitors]


def _checked_answers(asked: Iterable[FormField], given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers to fields that the site has, as they are kept; others come from an older page and are left out.

    Raises BadChoice for an answer that is none to its field.
    """
    return {field.label: _checked(field, given[field.label]) for field in asked if field.label in given}


def _checked(field: FormField, answer: Answer) -> Answer:
    if (field.kind == FieldKind.CHECKBOX) is not isinstance(answer, bool):
        raise BadChoice
    if isinstance(answer, bool):
        return answer
    text = answer.strip()
    if field.kind == FieldKind.CHOICE and text and text not in field.options:
        raise BadChoice
    return masked(text)[:ANSWER_LENGTH]


def _set_values(visitor: Visitor, contact: Contact, may_empty: bool) -> bool:
    given = {name: getattr(contact, name) for name in LENGTHS}
    values = {name: masked(text.strip())[: LENGTHS[name]] for name, text in given.items() if text is not None}
    changed = {name: text for name, text in values.items() if (text or may_empty) and text != getattr(visitor, name)}
    for name, text in changed.items():
        setattr(visitor, name, text)
    return bool(changed)


def _set_missing(visitor: Visitor, variables: Mapping[str, Value]) -> bool:
    """What a page says of a visitor stands where they said nothing themselves. True and false are nobody's name."""
    said = {name: variables[name] for name in LENGTHS if variables.get(name) and not getattr(visitor, name)}
    given = {name: str(value) for name, value in said.items() if value is not True}
    values = {name: text[: LENGTHS[name]] for name, text in given.items() if name != "email" or is_email(text)}
    for name, text in values.items():
        setattr(visitor, name, text)
    if values:
        visitor.save(update_fields=list(values))
    return bool(values)


def _set_answers(visitor: Visitor, answers: Mapping[str, Answer], may_empty: bool) -> bool:
    before = visitor.fields
    kept = {label: answer for label, answer in answers.items() if answer != "" or may_empty}
    visitor.fields = {label: answer for label, answer in {**before, **kept}.items() if answer != ""}
    return bool(visitor.fields != before)


def _agree(visitor: Visitor, statement: Statement) -> bool:
    version, text = statement.contact.consent, statement.consent_text
    if text is None:
        return False
    return Consent.objects.get_or_create(visitor=visitor, version=version, defaults={"text": text})[1]


def is_email(text: str) -> bool:
    """Whether this looks like an e-mail address, fits, and can be kept: one with a card number in it cannot."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LENGTHS["email"] and masked(text) == text
