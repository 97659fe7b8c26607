"""Who a visitor is: tokens, logging in, and what agents write down about them."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from .. import broadcast
from ..events import VisitorChanged, VisitorIdentified
from ..masking import masked
from ..models import Attachment, Visitor, VisitorToken
from ..permissions import User
from ..selectors import visitors as selectors
from . import entries
from .presence import touch

#: What an agent may edit, with the longest text of each.
CONTACT_FIELDS: Final = {"name": 200, "email": 254, "phone": 60, "note": 10_000}

#: The longest code of a language, as its column has it.
LANGUAGE_LENGTH: Final = 20


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
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    note: str | None = None,
) -> Visitor:
    """Write down what an agent learned; None leaves a field as it is. Texts are cut to their columns."""
    given = {"name": name, "email": email, "phone": phone, "note": note}
    kept = {field: masked(value.strip()) for field, value in given.items() if value is not None}
    with transaction.atomic():
        visitor = Visitor.objects.select_for_update(no_key=True).get(pk=visitor.pk)
        for field, value in kept.items():
            setattr(visitor, field, value[: CONTACT_FIELDS[field]])
        visitor.save()
        broadcast.publish([VisitorChanged(visitor=visitor, charges=selectors.charges_of(visitor))])
    return visitor


def _newcomer(*, site: Site, user: User, language: str) -> Identity:
    visitor = _visitor_of_user(site, user) if user.is_authenticated else None
    if visitor:
        touch(visitors=[visitor.pk])
    else:
        known = {"user_id": user.pk, **_contact_of(user)} if user.is_authenticated else {}
        visitor = Visitor.objects.create(
            site=site, language=masked(language)[:LANGUAGE_LENGTH], is_present=True, **known
        )
    return Identity(visitor, _new_token(visitor, user))


def _logged_in(token: VisitorToken, user: User) -> Identity:
    visitor = token.visitor
    existing = _visitor_of_user(visitor.site, user)
    if existing and existing.pk != visitor.pk:
        _move_conversations(visitor, existing)
        _stay_blocked(visitor, existing)
        visitor = existing
    elif visitor.user_id is None:
        visitor.user_id = user.pk
        for field, value in _contact_of(user).items():
            setattr(visitor, field, getattr(visitor, field) or value)
        visitor.save(update_fields=["user", "name", "email"])
    touch(visitors=[visitor.pk])
    VisitorToken.objects.filter(pk=token.pk).delete()
    broadcast.publish([VisitorIdentified(visitor=token.visitor_id)])
    return Identity(visitor, _new_token(visitor, user))


def _move_conversations(visitor: Visitor, to: Visitor) -> None:
    """Locked as by who writes: a message on its way joins what is moved, or finds that the visitor has no token left."""
    entries.lock_visitors([visitor.pk, to.pk])
    entries.locked(list(visitor.conversations.values_list("pk", flat=True)))
    visitor.conversations.update(visitor=to)
    Attachment.objects.filter(visitor=visitor).update(visitor=to)


def _stay_blocked(visitor: Visitor, to: Visitor) -> None:
    """Logging in is no way round a block."""
    if visitor.blocked_at and not to.blocked_at:
        to.blocked_at = visitor.blocked_at
        to.save(update_fields=["blocked_at"])


def _visitor_of_user(site: Site, user: User) -> Visitor | None:
    # Two browsers in which the same user logs in at once must not become two visitors of that user.
    get_user_model().objects.select_for_update(no_key=True).get(pk=cast(int, user.pk))
    return Visitor.objects.filter(site=site, user=cast(Any, user)).first()


def _contact_of(user: User) -> dict[str, str]:
    name = getattr(user, "get_full_name", str)()
    return {"name": masked(name)[:200], "email": masked(str(getattr(user, "email", "")))[:254]}


def _new_token(visitor: Visitor, user: User) -> str:
    value = secrets.token_urlsafe(32)
    VisitorToken.objects.create(
        visitor=visitor,
        hash=hashlib.sha256(value.encode()).hexdigest(),
        user_id=user.pk if user.is_authenticated else None,
    )
    return value
