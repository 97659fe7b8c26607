"""Making one visitor of two, and two of one again.

All that the one has goes to the other, who takes over what they lack. The emptied row stays, hidden, and a note of what
moved, so that undoing brings everything back as it was.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from .. import broadcast
from ..events import ConversationChanged, VisitorIdentified
from ..exceptions import CannotMergeVisitors, MergedSince, NotFound, TooLateToUndo
from ..models import Agent, Attachment, Conversation, LoggedConversation, Visitor, VisitorMerge
from ..permissions import Reach, visible_visitors
from ..selectors.visits import last_located
from ..shapes import standing
from . import entries
from .contact import news_of

#: What is taken over where it is missing; a block too: neither an agent nor logging in leads round it.
_VALUES: Final = ("name", "email", "phone", "language", "time_zone", "blocked_at", "user_id")
#: What is taken over entry by entry.
_ENTRIES: Final = ("fields", "variables")
_TAKEN: Final = (*_VALUES, *_ENTRIES, "note")
NOTE_LENGTH: Final = 10_000

Pair = tuple[Visitor, Visitor]


def merge(*, visitor: Visitor, into: Visitor, by: Agent, reach: Reach) -> VisitorMerge:
    """Make `visitor` part of `into`. Where one of them is a customer of the site, so are both from now on: a browser
    in which nobody is logged in begins anew then.

    Raises CannotMergeVisitors for the same visitor, another site and two customers, NotFound when one of them went out
    of reach meanwhile.
    """
    with transaction.atomic():
        rows = _locked(visitor, into)
        if visible_visitors(reach).filter(pk__in=[row.pk for row in rows]).count() < 2:
            raise NotFound
        return absorb(*rows, by=by)


def absorb(visitor: Visitor, into: Visitor, *, by: Agent | None) -> VisitorMerge:
    """The same, when the caller has locked both; None: the visitor logged in."""
    moving = entries.locked(list(visitor.conversations.values_list("pk", flat=True)))
    moved = {"conversation": _hand_over(moving, into)}
    moved |= {name: _move(rows, into) for name, rows in _belongings(visitor, into).items()}
    former = _take_over(visitor, into, _TAKEN)
    _locate(into)
    _replace(visitor, into)
    row = VisitorMerge.objects.create(merged=visitor, into=into, by=by, moved=moved, former=former)
    _note(moving, row, by, "visitors_merged")
    _tell(moving, [into], row)
    return row


def undo(*, merge: VisitorMerge, by: Agent, reach: Reach) -> Visitor:
    """Make two visitors of one again: what moved goes back, with all that was written there since; what `into` took over
    goes where nobody changed it since. What was begun since stays. Returns `into`.

    Raises TooLateToUndo after a day and the second time, MergedSince while `into` is part of somebody else, NotFound when
    `into` went out of reach meanwhile.
    """
    with transaction.atomic():
        visitor, into = _locked(merge.merged, merge.into)
        # As it is now that nobody else can undo it.
        row = VisitorMerge.objects.get(pk=merge.pk)
        _check_undoable(row)
        if not visible_visitors(reach).filter(pk=into.pk).exists():
            raise NotFound
        _give_back(visitor, into, row)
        moving = entries.locked(_still_there(row, into))
        _hand_over(moving, visitor)
        for name, rows in _belongings(into, None).items():
            rows.filter(pk__in=row.moved.get(name, [])).update(visitor=visitor)
        Attachment.objects.filter(visitor=into, message__conversation__in=moving).update(visitor=visitor)
        for each in (visitor, into):
            _locate(each)
            each.save(update_fields=["country_code", "city"])
        row.undone_at = timezone.now()
        row.save(update_fields=["undone_at"])
        _note(moving, row, by, "visitors_separated")
        _tell(moving, [visitor, into], row)
    return into


def _locked(visitor: Visitor, into: Visitor) -> Pair:
    """Both, locked, if they can be one. The users before them, as by who logs in, and again for one who just did."""
    keys = [visitor.pk, into.pk]
    _lock_users(Visitor.objects.filter(pk__in=keys))
    rows = entries.lock_visitors(keys)
    _lock_users(Visitor.objects.filter(pk__in=keys))
    if visitor.pk == into.pk:
        raise CannotMergeVisitors
    if len(rows) < 2:
        raise NotFound
    first, second = rows[visitor.pk], rows[into.pk]
    if first.site_id != second.site_id or (first.user_id is not None and second.user_id is not None):
        raise CannotMergeVisitors
    return first, second


def _lock_users(visitors: "QuerySet[Visitor]") -> None:
    users = get_user_model().objects.filter(pk__in=visitors.values("user"))
    list(users.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _belongings(visitor: Visitor, to: Visitor | None) -> dict[str, QuerySet[Any]]:
    """What belongs to a visitor beside the conversations; without the consents that `to` gave too."""
    given = to.consents.values("version") if to else []
    return {
        "attachment": Attachment.objects.filter(visitor=visitor),
        "consent": visitor.consents.exclude(version__in=given),
        "visit": visitor.visits.all(),
        "visitortoken": visitor.tokens.all(),
    }


def _hand_over(conversations: Sequence[Conversation], to: Visitor) -> list[int]:
    """Each gets a revision, so that whoever has it open sees whose it is."""
    keys = [row.pk for row in conversations]
    Conversation.objects.filter(pk__in=keys).update(visitor=to, revision=F("revision") + 1)
    for row in conversations:
        row.visitor = to
        entries.next_revision(row)
    return keys


def _move(rows: QuerySet[Any], to: Visitor) -> list[int]:
    keys: list[int] = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=keys).update(visitor=to)
    return keys


def _take_over(visitor: Visitor, into: Visitor, names: Iterable[str]) -> dict[str, Any]:
    """Have `into` take over what it lacks; what was there before, by field."""
    former: dict[str, Any] = {}
    for name in names:
        before = getattr(into, name)
        setattr(into, name, _together(name, before, getattr(visitor, name)))
        if getattr(into, name) != before:
            former[name] = before
    return former


def _together(name: str, mine: Any, other: Any) -> Any:
    if name in _ENTRIES:
        return {**other, **mine}
    if name == "note" and mine and other not in mine:
        return f"{mine}\n\n{other}"[:NOTE_LENGTH]
    return mine or other


def _locate(visitor: Visitor) -> None:
    """Where a visitor was last located depends on which visits are theirs now."""
    visit = last_located(visitor)
    visitor.country_code, visitor.city = (visit.country_code, visit.city) if visit else ("", "")


def _replace(visitor: Visitor, into: Visitor) -> None:
    """Save the two after the one took the place of the other."""
    into.is_present = into.is_present or visitor.is_present
    into.last_seen_at = max(into.last_seen_at, visitor.last_seen_at)
    visitor.is_present = False
    # A user is one visitor of a site at any moment.
    Visitor.objects.filter(pk=visitor.pk).update(user=None, is_present=False)
    into.save()


def _give_back(visitor: Visitor, into: Visitor, row: VisitorMerge) -> None:
    """What `into` took over is as it was before, unless somebody changed it since; or as others gave it too."""
    user, former = into.user_id, row.former
    visitor.user_id = user if "user_id" in former else None
    for name, before in former.items():
        mine, now = getattr(visitor, name), getattr(into, name)
        if name in _ENTRIES:
            setattr(into, name, {key: now[key] for key in now if key in before or now[key] != mine.get(key)})
        elif now == _together(name, before, mine):
            setattr(into, name, before)
    for other in into.merges.filter(undone_at__isnull=True).exclude(pk=row.pk).select_related("merged").order_by("pk"):
        other.former = {**_take_over(other.merged, into, former), **other.former}
        other.save(update_fields=["former"])
    # A user is one visitor of a site at any moment.
    into.save()
    visitor.save(update_fields=["user"])
    if "user_id" in former:
        # The browsers in which the customer logged in since.
        into.tokens.filter(user__isnull=False, user=user).update(visitor=visitor)


def _check_undoable(row: VisitorMerge) -> None:
    if row.undone_at is not None or row.at < timezone.now() - VisitorMerge.UNDOABLE_FOR:
        raise TooLateToUndo
    if VisitorMerge.objects.filter(merged=row.into_id, undone_at__isnull=True).exists():
        raise MergedSince


def _still_there(row: VisitorMerge, into: Visitor) -> list[int]:
    return list(into.conversations.filter(pk__in=row.moved["conversation"]).values_list("pk", flat=True))


def _note(conversations: Sequence[Conversation], row: VisitorMerge, by: Agent | None, action: str) -> None:
    """Write what an agent did into Wagtail's log, with each conversation that moved; without one, with the latest, and
    with the visitor where there is none at all."""
    if by is None:
        return
    told = conversations or row.into.conversations.order_by("-pk")[:1]
    data = {"visitor": str(row.merged.public_id), "into": str(row.into.public_id)}
    for conversation in told:
        log(LoggedConversation.of(conversation), f"wagtail_livechat.{action}", user=by.user, data=data)
    if not told:
        entries.note_visitor_in_log(row.merged, action=action, by=by, data=data)


def _tell(conversations: Sequence[Conversation], visitors: Sequence[Visitor], row: VisitorMerge) -> None:
    """Have open inboxes show who is who, and the browsers ask anew: those of `into` where it is more to them, or less."""
    moved = [ConversationChanged(conversation=row, was=standing(row)) for row in conversations]
    concerns_into = conversations or row.former.keys() & {"user_id", "blocked_at"}
    asking = [row.merged_id, row.into_id] if concerns_into else [row.merged_id]
    identified = [VisitorIdentified(visitor=key) for key in asking]
    broadcast.publish([*moved, *news_of(visitors), *identified])
