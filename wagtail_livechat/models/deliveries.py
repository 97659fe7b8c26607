from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agents import Agent
from .conversations import Conversation


class DeliveryKind(models.TextChoices):
    TRANSCRIPT = "transcript", _("Transcript")


class DeliveryState(models.TextChoices):
    DUE = "due", _("Due")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class Delivery(models.Model):
    """One outgoing e-mail: a row of the outbox, written with what it tells of and sent by the queue worker."""

    wagtail_reference_index_ignore = True

    kind = models.CharField(max_length=20, choices=DeliveryKind.choices)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="deliveries")
    #: Who asked for it; None: the visitor.
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recipient = models.EmailField(max_length=254)
    language = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.DUE)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Until then the worker that took it has it for itself.
    leased_until = models.DateTimeField(null=True, blank=True)
    #: The class of what went wrong last, never its text, which may have addresses.
    error = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(state="due"), name="livechat_delivery_due"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
