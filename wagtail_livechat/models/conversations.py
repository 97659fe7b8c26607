import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .agents import Agent
from .groups import AgentGroup
from .tags import Tag
from .visitors import Visitor


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")


class Platform(models.TextChoices):
    """Where a message comes from or goes to."""

    WEBSITE = "website", _("Website")


class Conversation(models.Model):
    """A thread with one visitor.

    `revision` grows by one with every write under the row's lock; a message keeps the revision of its last change.
    """

    wagtail_reference_index_ignore = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Each index costs time with each message: keys without one of their own are the first column of one below, which
    # leaves out the rows where there is none.
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", db_index=False)
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="conversations", db_index=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    revision = models.PositiveIntegerField(default=0)
    platform = models.CharField(max_length=20, choices=Platform.choices, default=Platform.WEBSITE)
    assignee = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="conversations", db_index=False
    )
    #: When the assignee was put in charge.
    assigned_at = models.DateTimeField(null=True, blank=True)
    group = models.ForeignKey(
        AgentGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="conversations", db_index=False
    )
    #: Who gave it back last; it is not given to them again by itself.
    left_by = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    tags = models.ManyToManyField(Tag, related_name="conversations", blank=True)
    #: The tags' names in order, so that a list of conversations needs no second query; kept by the verbs on tags.
    tag_names = models.JSONField(default=list, blank=True)
    #: The page where it began.
    page_url = models.CharField(max_length=2000, blank=True)
    page_title = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    last_message_at = models.DateTimeField(default=timezone.now)
    last_message_preview = models.CharField(max_length=200, blank=True)
    last_message_author = models.CharField(max_length=10, blank=True)
    #: The first visitor message that no agent answered yet.
    waiting_since = models.DateTimeField(null=True, blank=True)
    first_response_seconds = models.PositiveIntegerField(null=True, blank=True)
    resolution_seconds = models.PositiveIntegerField(null=True, blank=True)
    #: Visitor messages that the agent in charge has not read; agent messages that the visitor has not read.
    agent_unread = models.PositiveIntegerField(default=0)
    visitor_unread = models.PositiveIntegerField(default=0)
    agent_read_id = models.BigIntegerField(default=0)
    visitor_read_id = models.BigIntegerField(default=0)
    #: When each side last read something new of the other's.
    agent_read_at = models.DateTimeField(null=True, blank=True)
    visitor_read_at = models.DateTimeField(null=True, blank=True)
    #: When it began, or went on after it was resolved, while nobody was online or the site was closed.
    offline_at = models.DateTimeField(null=True, blank=True)
    #: When the visitor ended it; the next message begins another one.
    ended_at = models.DateTimeField(null=True, blank=True)
    #: 1 to 5.
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_comment = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        default_permissions = ()
        permissions = [
            ("answer_conversation", _("Can answer live chat conversations")),
            ("manage_conversation", _("Can manage live chat: all conversations and settings")),
            ("view_customer_data_conversation", _("Can see customer data in live chat")),
            ("view_recordings_conversation", _("Can see recordings of visits in live chat")),
            ("export_conversation", _("Can export live chat conversations")),
        ]
        indexes = [
            models.Index(fields=["site", "status", "-last_message_at", "-id"], name="livechat_conversation_list"),
            models.Index(
                fields=["site", "waiting_since", "id"],
                condition=models.Q(status="open", waiting_since__isnull=False),
                name="livechat_conversation_waiting",
            ),
            models.Index(fields=["visitor", "-id"], name="livechat_conversation_visitor"),
            models.Index(fields=["site", "opened_at"], name="livechat_conversation_opened"),
            models.Index(
                fields=["group", "waiting_since", "id"],
                condition=models.Q(status="open", assignee__isnull=True),
                name="livechat_conversation_group",
            ),
            models.Index(
                fields=["assignee"],
                condition=models.Q(assignee__isnull=False),
                name="livechat_conversation_assignee",
            ),
            models.Index(
                fields=["group"], condition=models.Q(group__isnull=False), name="livechat_conversation_of_group"
            ),
            models.Index(
                fields=["left_by"], condition=models.Q(left_by__isnull=False), name="livechat_conversation_left"
            ),
            models.Index(
                fields=["resolved_by"],
                condition=models.Q(resolved_by__isnull=False),
                name="livechat_conversation_resolved",
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.public_id}"
