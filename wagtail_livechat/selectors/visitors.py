"""Recognising a visitor."""

import hashlib
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from .. import conf
from ..models import Conversation, Visitor, VisitorToken
from ..permissions import User


def recognise(*, site: Site, token: str | None, user: User) -> Visitor | None:
    """The visitor behind a cookie's value, or None where it does not count."""
    known = token_for(site=site, token=token, user=user)
    return known.visitor if known else None


def conversations_of(visitor: Visitor) -> QuerySet[Conversation]:
    """The visitor's conversations, newest first."""
    return visitor.conversations.select_related("visitor", "assignee__user").order_by("-pk")


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
