"""Recognising a visitor."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Site

from .. import conf
from ..models import Conversation, LiveChatSettings, Platform, Status, Visitor, VisitorToken
from ..permissions import RELATIONS, Charge, Reach, User, reachable
from .prepared import Prepared


def recognise(*, site: Site, token: str | None, user: User) -> Visitor | None:
    """The visitor behind a cookie's value, or None where it does not count."""
    known = token_for(site=site, token=token, user=user)
    return known.visitor if known else None


def conversations_of(visitor: Visitor | int) -> QuerySet[Conversation]:
    """The conversations of a visitor, or of one with this key, newest first."""
    return Conversation.objects.filter(visitor=visitor).select_related(*RELATIONS).order_by("-pk")


def open_first(reach: Reach) -> QuerySet[Conversation]:
    """The conversations within reach, those that are open before the others, the newest of them first."""
    # "open" stands before "resolved".
    return reachable(reach).order_by("status", "-pk")


def latest_in_reach(visitor: Visitor, reach: Reach) -> int | None:
    """The key of the visitor's newest open conversation within reach, else of the newest one there; None: there is
    none."""
    return open_first(reach).filter(visitor=visitor).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class WritingPlace:
    """A conversation that its visitor may be writing in; `previews_typing`: the site shows agents what."""

    conversation: Conversation
    previews_typing: bool


def where_visitor_writes(visitor: int) -> WritingPlace | None:
    """Where the next message of the visitor with this key goes; None for one who is blocked, or would begin anew.

    One query: it runs at each pause between keystrokes.
    """
    of_site = LiveChatSettings.objects.filter(site=OuterRef("site"))
    shown = Coalesce(Subquery(of_site.values("previews_typing")[:1]), Value(True))
    found = conversations_of(visitor).filter(platform=Platform.WEBSITE).annotate(previews_typing=shown).first()
    if found is None or found.ended_at is not None or found.visitor.blocked_at is not None:
        return None
    return WritingPlace(found, found.previews_typing)


def charges_of(visitor: Visitor) -> tuple[Charge, ...]:
    """Who has charge of the visitor's conversations, each pair once; nobody, where there is none: everybody may see them
    then, as `permissions.visible_visitors` says."""
    return tuple(visitor.conversations.order_by().values_list("assignee", "group").distinct()) or ((None, None),)


def open_charges(visitors: Iterable[Visitor]) -> dict[int, set[Charge]]:
    """Who has charge of the open conversations of these visitors, by the visitor's key; without those who have none."""
    rows = Conversation.objects.filter(visitor__in=visitors, status=Status.OPEN).order_by()
    found: dict[int, set[Charge]] = {}
    for visitor, assignee, group in rows.values_list("visitor", "assignee", "group"):
        found.setdefault(visitor, set()).add((assignee, group))
    return found


def token_for(*, site: Site, token: str | None, user: User) -> VisitorToken | None:
    """The token row of a cookie's value; None when it is altered, expired, of another site, or linked, itself or by its
    visitor, to a user who is not the one logged in now."""
    if not token:
        return None
    oldest = timezone.now() - timedelta(seconds=conf.current().VISITOR_COOKIE_AGE)
    digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    known = next(iter(_tokens.rows([digest])), None)
    if known is None or known.visitor.site_id != site.pk or known.last_seen_at <= oldest:
        return None
    # The visitor may be linked though the browser is not: an agent found that they are a customer.
    owners = {known.user_id, known.visitor.user_id} - {None}
    return None if owners - {user.pk} else known


_tokens = Prepared[VisitorToken](
    lambda hashes: VisitorToken.objects.filter(hash__in=hashes).select_related("visitor__site")
)
