"""What messages on their way in refer to."""

from collections.abc import Collection, Iterable
from uuid import UUID

from ..models import Attachment, Conversation, Message
from ..permissions import RELATIONS


def unsent_files(public_ids: Collection[UUID]) -> dict[UUID, Attachment]:
    """Those of these files that no message has yet, by public id; locked until the transaction ends."""
    if not public_ids:
        return {}
    found = Attachment.objects.select_for_update(of=("self",)).filter(public_id__in=public_ids, message__isnull=True)
    return {file.public_id: file for file in found.order_by("pk")}


def sent_messages(keys: Iterable[int]) -> Iterable[Message]:
    """Messages by key, with their conversations."""
    relations = ("agent__user__wagtail_userprofile", *(f"conversation__{relation}" for relation in RELATIONS))
    return Message.objects.filter(pk__in=keys).select_related(*relations)


def keys_of(names: Collection[UUID]) -> Iterable[int]:
    """The keys of conversations by public id."""
    return Conversation.objects.filter(public_id__in=names).values_list("pk", flat=True) if names else []
