from datetime import timedelta
from typing import Final

from django.db import models
from django.utils import timezone

from .agents import Agent
from .visitors import Visitor


class VisitorMerge(models.Model):
    """That one visitor became part of another, and all that moved: by hand, or when they logged in (`by` is None then)."""

    wagtail_reference_index_ignore = True

    #: Until then it can be undone.
    UNDOABLE_FOR: Final = timedelta(days=1)

    #: Kept, empty, so that the merge can be undone.
    merged = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="merged_into")
    into = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="merges")
    #: The keys of the rows that moved, by the name of their model, e.g. `{"conversation": [3, 7]}`.
    moved = models.JSONField(default=dict, blank=True)
    #: What `into` had before it took a value over, by field, e.g. `{"email": ""}`.
    former = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"merge {self.pk}"
