from django.db import models
from django.utils import timezone


class Relay(models.Model):
    """Events on their way from a process without sockets to those with; only where the layer is in memory."""

    wagtail_reference_index_ignore = True

    events = models.JSONField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"relay {self.pk}"


class Heartbeat(models.Model):
    """When a job last ran, so that somebody can be told when it does not."""

    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=50, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
