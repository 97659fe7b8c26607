"""Tags: on a conversation, and as such."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from wagtail.log_actions import log
from wagtail.models import Site

from .. import broadcast
from ..events import Event, GroupsChanged
from ..exceptions import BadTag, CannotMerge, TagNameTaken, TagTooLong, TooManyTags
from ..masking import masked
from ..models import TAG_MAX_LENGTH, Agent, Conversation, Message, Tag
from ..permissions import Reach, User, check_in_reach
from ..shapes import standing
from . import entries
from .upkeep import change_each

#: On one conversation.
MOST_TAGS: Final = 20


def set_tags(
    *, conversation: Conversation, names: Sequence[str], by: Agent, reach: Reach
) -> tuple[Conversation, Message | None]:
    """Give a conversation these tags and no others; names that are new become tags of its site.

    The tags that it has already change nothing and return no entry. Raises NotFound when it went out of reach meanwhile,
    BadTag for an empty name, TagTooLong, TooManyTags.
    """
    wanted = tidied(names)
    with transaction.atomic():
        # Tags before conversations, and in order: as whoever renames or merges a tag.
        tags = [_tag(conversation.site, name) for name in in_order(wanted)]
        conversation = entries.lock(conversation)
        check_in_reach(reach, conversation)
        before = list(conversation.tag_names)
        after = in_order(tag.name for tag in tags)
        if after == before:
            return conversation, None
        was = standing(conversation)
        conversation.tags.set(tags)
        conversation.tag_names = after
        changes = {"added": _without(after, before), "removed": _without(before, after)}
        entry = entries.event_entry(conversation, event="tagged", by=by, data=changes)
        entries.record(conversation, was=was, messages=[entry])
    return conversation, entry


def save(*, tag: Tag, by: User) -> Tag:
    """Store a new or changed tag; the conversations that have it show its new name.

    Raises BadTag, TagTooLong, TagNameTaken.
    """
    [tag.name] = tidied([tag.name])
    with transaction.atomic():
        action = "wagtail.create" if tag.pk is None else "wagtail.edit"
        before = [known.name for known in _locked(tag)]
        _store(tag)
        events = _replace(tag, before[0], tag.name) if before and before[0] != tag.name else []
        log(tag, action, user=by, content_changed=True)
        broadcast.publish([*events, GroupsChanged(site=tag.site_id)])
    return tag


def delete(*, tag: Tag, by: User) -> None:
    """Delete a tag and take it off its conversations."""
    with transaction.atomic():
        events = [event for known in _locked(tag) for event in _replace(known, known.name, None)]
        log(tag, "wagtail.delete", user=by, deleted=True)
        tag.delete()
        broadcast.publish([*events, GroupsChanged(site=tag.site_id)])


def merge(*, tag: Tag, into: Tag, by: User) -> Tag:
    """Give the conversations of `tag` the tag `into` instead, once each, and delete `tag`.

    Raises CannotMerge for the tag itself and for one of another site.
    """
    with transaction.atomic():
        known = {row.pk: row for row in _locked(tag, into)}
        if len(known) < 2 or tag.site_id != into.site_id:
            raise CannotMerge
        events = _replace(tag, known[tag.pk].name, known[into.pk].name)
        links = Conversation.tags.through.objects.filter(tag=tag)
        links.exclude(conversation__in=into.conversations.values("pk")).update(tag=into)
        log(tag, "wagtail_livechat.merged", user=by, deleted=True, data={"into": known[into.pk].name})
        tag.delete()
        broadcast.publish([*events, GroupsChanged(site=tag.site_id)])
    return into


def in_order(names: Iterable[str]) -> list[str]:
    """The names as a conversation lists them."""
    return sorted(names, key=str.casefold)


def tidied(names: Sequence[str]) -> list[str]:
    """The names with single spaces, each once, whatever its capitals. Raises BadTag, TagTooLong, TooManyTags."""
    found = {name.casefold(): name for name in reversed([" ".join(masked(each).split()) for each in names])}
    if "" in found:
        raise BadTag
    if any(len(name) > TAG_MAX_LENGTH for name in found.values()):
        raise TagTooLong
    if len(found) > MOST_TAGS:
        raise TooManyTags
    return list(found.values())


def _tag(site: Site, name: str) -> Tag:
    """The site's tag of this name, whatever its capitals, locked; a new one where there is none."""
    found = Tag.objects.select_for_update(no_key=True).filter(site=site, name__iexact=name)
    return found.first() or _made(site, name) or found.get()


def _made(site: Site, name: str) -> Tag | None:
    try:
        with transaction.atomic():
            return Tag.objects.create(site=site, name=name)
    except IntegrityError:
        # Somebody else thought of it in the same moment.
        return None


def _locked(*tags: Tag) -> list[Tag]:
    """These tags as they are stored, locked in the order of their names."""
    rows = Tag.objects.select_for_update(no_key=True).filter(pk__in=[tag.pk for tag in tags])
    return list(rows.order_by(Lower("name")))


def _store(tag: Tag) -> None:
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError:
        raise TagNameTaken from None


def _replace(tag: Tag, name: str, other: str | None) -> list[Event]:
    """Have the conversations of a tag show another name in its place, or none."""

    def replace(conversation: Conversation) -> None:
        names = {known for known in conversation.tag_names if known != name}
        if other is not None and name in conversation.tag_names:
            names.add(other)
        conversation.tag_names = in_order(names)

    return change_each(tag.conversations.all(), replace, fields=["tag_names"])


def _without(names: Sequence[str], others: Sequence[str]) -> list[str]:
    return [name for name in names if name not in others]
