"""Who may see which file."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Q
from django.urls import reverse

from ..models import Attachment, Message, Visitor
from ..permissions import Reach, readable
from .transcript import Viewer, visible_to

#: How long a signed link leads to its file.
LINK_LASTS: Final = timedelta(days=30)

_signer = TimestampSigner(salt="wagtail_livechat.files")


def attachment_for_agent(reach: Reach, public_id: UUID) -> Attachment | None:
    """A file of a conversation that the agent may read, or one that they uploaded and did not send yet."""
    unsent = Q(message__isnull=True, uploader=reach.agent)
    may_read = unsent | Q(message__conversation__in=readable(reach))
    return Attachment.objects.filter(may_read, public_id=public_id).first()


def attachment_for_visitor(visitor: Visitor, public_id: UUID) -> Attachment | None:
    """A file of a message that the visitor may read, or one that they uploaded and did not send yet."""
    unsent = Q(message__isnull=True, visitor=visitor)
    messages = Message.objects.filter(visible_to(Viewer.VISITOR), conversation__visitor=visitor)
    return Attachment.objects.filter(unsent | Q(message__in=messages), public_id=public_id).first()


def attachment_for_link(public_id: UUID, signature: str) -> Attachment | None:
    """The file that a signed link leads to; None where the signature is wrong or too old, or the message was deleted."""
    try:
        _signer.unsign(f"{public_id}:{signature}", max_age=LINK_LASTS)
    except BadSignature:
        return None
    return Attachment.objects.filter(message__isnull=False, public_id=public_id).first()


def signed_url(attachment: Attachment) -> str:
    """A path that leads to the file for 30 days, whoever asks: for an e-mail, whose reader has no session here."""
    signature = _signer.sign(str(attachment.public_id)).removeprefix(f"{attachment.public_id}:")
    return f"{reverse('livechat_file', args=[attachment.public_id, attachment.name])}?signature={signature}"
