from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agents import Agent
from .conversations import Conversation, Platform


class Author(models.TextChoices):
    VISITOR = "visitor", _("Visitor")
    AGENT = "agent", _("Agent")
    BOT = "bot", _("Bot")
    SYSTEM = "system", _("System")


class Kind(models.TextChoices):
    TEXT = "text", _("Text")
    NOTE = "note", _("Note")
    EVENT = "event", _("Event")


class Message(models.Model):
    """One entry of a thread. The thread is the log: assigning, resolving and the like are entries by `system`."""

    wagtail_reference_index_ignore = True

    # Each index costs time with each message: keys without one of their own are the first column of one below.
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False)
    #: The conversation's revision when this message was made or last changed.
    revision = models.PositiveIntegerField()
    author = models.CharField(max_length=10, choices=Author.choices)
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEXT)
    platform = models.CharField(max_length=20, choices=Platform.choices, default=Platform.WEBSITE)
    body = models.TextField(blank=True)
    #: Chosen by the sender, so that a message sent twice is stored once. Empty on system entries.
    client_id = models.CharField(max_length=64, blank=True)
    event = models.CharField(max_length=30, blank=True)
    event_data = models.JSONField(default=dict, blank=True)
    response_seconds = models.PositiveIntegerField(null=True, blank=True)
    #: What the links to this site lead to, as it was when the message was sent.
    cards = models.JSONField(default=list, blank=True)
    #: Whether there are attachments to look for.
    has_files = models.BooleanField(default=False)
    #: A deleted message keeps its place in the thread, but not its text and files.
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    #: Set on a message in hand that was sent before, with the same `client_id`; not stored.
    repeated: bool = False

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "author", "client_id"],
                condition=~models.Q(client_id=""),
                name="livechat_message_sent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "revision"], name="livechat_message_revision"),
            models.Index(fields=["conversation", "-id"], name="livechat_message_thread"),
            models.Index(fields=["agent"], condition=models.Q(agent__isnull=False), name="livechat_message_agent"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
