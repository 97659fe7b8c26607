import uuid
from pathlib import PurePath

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agents import Agent
from .messages import Message
from .visitors import Visitor


def attachment_path(instance: "Attachment", filename: str) -> str:
    """A place in the storage that nobody can guess; the file's own name is kept beside it."""
    return f"livechat/files/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:10]}"


class Attachment(models.Model):
    """A file of a message; without a message it waits for the one that its uploader writes."""

    wagtail_reference_index_ignore = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Only the uploader may attach it: an agent, or a visitor.
    uploader = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    #: Files stand in a message as they were chosen, whichever was uploaded first.
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    file = models.FileField(upload_to=attachment_path)
    #: A small copy of an image.
    thumbnail = models.FileField(upload_to=attachment_path, blank=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    #: Bytes; pixels, for images only.
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        default_permissions = ()
        ordering = ["position", "pk"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(message__isnull=True), name="livechat_attachment_unsent"
            ),
        ]

    def __str__(self) -> str:
        return f"attachment {self.public_id}"
