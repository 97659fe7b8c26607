from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from wagtail.models import BaseLogEntry, BaseLogEntryManager, Site

#: Which entries a user may read.
Rule = Callable[["QuerySet[LiveChatLogEntry]", Any], "QuerySet[LiveChatLogEntry]"]


class LiveChatLogEntryManager(BaseLogEntryManager):
    """Wagtail's own would show each entry to whoever has a right on one site."""

    #: Set in `AppConfig.ready`: a noun knows no rights.
    rule: Rule = staticmethod(lambda entries, _user: entries.none())

    def log_action(self, instance: models.Model, action: str, **kwargs: Any) -> "LiveChatLogEntry":
        kwargs.update(object_id=str(instance.pk), site_id=getattr(instance, "site_id", None))
        entry: LiveChatLogEntry = super().log_action(instance, action, **kwargs)
        return entry

    def for_instance(self, instance: models.Model) -> "QuerySet[LiveChatLogEntry]":
        content_type = ContentType.objects.get_for_model(instance, for_concrete_model=False)
        found: QuerySet[LiveChatLogEntry] = self.filter(content_type=content_type, object_id=str(instance.pk))
        return found

    def viewable_by_user(self, user: Any) -> "QuerySet[LiveChatLogEntry]":
        return type(self).rule(self.all(), user)


class LiveChatLogEntry(BaseLogEntry):
    """What somebody of the team did, in Wagtail's log."""

    object_id = models.CharField(max_length=255, db_index=True)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="+")

    objects = LiveChatLogEntryManager()

    class Meta(BaseLogEntry.Meta):
        default_permissions = ()
