"""Recognising a visitor."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from .. import conf
from ..models import Conversation, Status, Visitor, VisitorToken
from ..permissions import RELATIONS, Charge, User


def recognise(*, site: Site, token: str | None, user: User) -> Visitor | None:
    """The visitor behind a cookie's value, or None where it does not count."""
    known = token_for(site=site, token=token, user=user)
    return known.visitor if known else None


def conversations_of(visitor: Visitor | int) -> QuerySet[Conversation]:
    """The conversations of a visitor, or of one with this key, newest first."""
    return Conversation.objects.filter(visitor=visitor).select_related(*RELATIONS).order_by("-pk")


def charges_of(visitor: Visitor) -> tuple[Charge, ...]:
    """Who has charge of the visitor's conversations, each pair once."""
    return tuple(visitor.conversations.order_by().values_list("assignee", "group").distinct())


def open_charges(visitors: Iterable[Visitor]) -> dict[int, set[Charge]]:
    """Who has charge of the open conversations of these visitors, by the visitor's key; without those who have none."""
    rows = Conversation.objects.filter(visitor__in=visitors, status=Status.OPEN).order_by()
    found: dict[int, set[Charge]] = {}
    for visitor, assignee, group in rows.values_list("visitor", "assignee", "group"):
        found.setdefault(visitor, set()).add((assignee, group))
    return found


def token_for(*, site: Site, token: str | None, user: User) -> VisitorToken | None:
    """The token row of a cookie's value; None when it is altered, expired, of another site, or linked to a user who
    is not the one logged in now."""
    if not token:
        return None
    oldest = timezone.now() - timedelta(seconds=conf.current().VISITOR_COOKIE_AGE)
    digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    known = (
        VisitorToken.objects.select_related("visitor__site")
        .filter(hash=digest, visitor__site=site, last_seen_at__gt=oldest)
        .first()
    )
    if known and known.user_id is not None and known.user_id != user.pk:
        return None
    return known
