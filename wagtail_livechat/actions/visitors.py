"""Who a visitor is: tokens, logging in, and what agents write down about them."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from .. import broadcast, phones
from ..events import VisitorIdentified
from ..exceptions import NotFound
from ..masking import masked
from ..models import Agent, Visitor, VisitorToken
from ..permissions import User
from ..selectors import visitors as selectors
from ..selectors.phones import phone_region
from . import entries, merging
from .contact import LENGTHS, news_of
from .locales import kept_language
from .presence import touch

#: What an agent may edit, with the longest text of each.
CONTACT_FIELDS: Final = {**LENGTHS, "note": merging.NOTE_LENGTH}


@dataclass(frozen=True, slots=True)
class Identity:
    """A visitor, and the cookie's value where the browser has to keep a new one."""

    visitor: Visitor
    token: str | None = None


def identify(*, site: Site, token: str | None, user: User, language: str = "") -> Identity:
    """The visitor behind a cookie; a new one where the cookie does not count.

    It does not count when it is missing, altered, expired, of another site, or linked to somebody who is not logged in
    now. Logging in links the visitor to the user, or moves it to the visitor that the user already is on this site; the
    token is renewed then.
    """
    with transaction.atomic():
        known = selectors.token_for(site=site, token=token, user=user)
        if known is None:
            return _newcomer(site=site, user=user, language=language)
        if known.user_id is None and user.is_authenticated:
            return _logged_in(known, user)
        VisitorToken.objects.filter(pk=known.pk).update(last_seen_at=timezone.now())
        touch(visitors=[known.visitor_id])
    return Identity(known.visitor)


def change_contact(
    *,
    visitor: Visitor,
    by: Agent,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    note: str | None = None,
) -> Visitor:
    """Write down what an agent learned; None leaves a field as it is. Texts are cut to their columns, a phone number is
    written as people read it abroad, e.g. `+49 30 123456`.

    Raises BadPhone, where phone numbers can be checked (see `phones`), and NotFound when the visitor is gone.
    """
    given = {"name": name, "email": email, "phone": phone, "note": note}
    kept = {
        field: masked(value.strip())[: CONTACT_FIELDS[field]] for field, value in given.items() if value is not None
    }
    if kept.get("phone"):
        kept["phone"] = phones.formatted(kept["phone"], region=phone_region(visitor))
    with transaction.atomic():
        row = entries.lock_visitors([visitor.pk]).get(visitor.pk)
        if row is None:
            raise NotFound
        changed = {field: value for field, value in kept.items() if value != getattr(row, field)}
        if changed:
            _note_edit(row, changed, by)
    return row


def _note_edit(visitor: Visitor, changed: Mapping[str, str], by: Agent) -> None:
    for field, value in changed.items():
        setattr(visitor, field, value)
    visitor.edited_by, visitor.edited_at = by, timezone.now()
    visitor.save()
    broadcast.publish(news_of([visitor]))


def _newcomer(*, site: Site, user: User, language: str) -> Identity:
    visitor = _visitor_of_user(site, user) if user.is_authenticated else None
    if visitor:
        touch(visitors=[visitor.pk])
    else:
        known = {"user_id": user.pk, **_contact_of(user)} if user.is_authenticated else {}
        visitor = Visitor.objects.create(site=site, language=kept_language(language), is_present=True, **known)
    return Identity(visitor, _new_token(visitor, user))


def _logged_in(token: VisitorToken, user: User) -> Identity:
    """Locked as by who writes: a message on its way joins what is moved, or finds that the visitor has no token left."""
    existing = _visitor_of_user(token.visitor.site, user)
    rows = entries.lock_visitors([token.visitor_id, *([existing.pk] if existing else [])])
    was_there, _ = VisitorToken.objects.filter(pk=token.pk, visitor=token.visitor_id).delete()
    if not was_there:
        # Between the look and the lock another tab logged in, or an agent made this visitor part of somebody else.
        return _newcomer(site=token.visitor.site, user=user, language=token.visitor.language)
    visitor = rows[token.visitor_id]
    if existing and existing.pk != visitor.pk:
        visitor = merging.absorb(visitor, rows[existing.pk], by=None).into
    else:
        _link(visitor, user)
    touch(visitors=[visitor.pk])
    return Identity(visitor, _new_token(visitor, user))


def _link(visitor: Visitor, user: User) -> None:
    visitor.user_id = user.pk
    for field, value in _contact_of(user).items():
        setattr(visitor, field, getattr(visitor, field) or value)
    visitor.save(update_fields=["user", "name", "email"])
    broadcast.publish([*news_of([visitor]), VisitorIdentified(visitor=visitor.pk)])


def _visitor_of_user(site: Site, user: User) -> Visitor | None:
    # Two browsers in which the same user logs in at once must not become two visitors of that user.
    get_user_model().objects.select_for_update(no_key=True).get(pk=cast(int, user.pk))
    return Visitor.objects.filter(site=site, user=cast(Any, user)).first()


def _contact_of(user: User) -> dict[str, str]:
    name = getattr(user, "get_full_name", str)()
    said = {"name": name, "email": str(getattr(user, "email", ""))}
    return {field: masked(text)[: LENGTHS[field]] for field, text in said.items()}


def _new_token(visitor: Visitor, user: User) -> str:
    value = secrets.token_urlsafe(32)
    VisitorToken.objects.create(
        visitor=visitor,
        hash=hashlib.sha256(value.encode()).hexdigest(),
        user_id=user.pk if user.is_authenticated else None,
    )
    return value
