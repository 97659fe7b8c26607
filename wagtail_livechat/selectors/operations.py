"""Whether the chat's own machinery runs."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from ..models import Heartbeat

#: The sweep runs each minute; schedules fire up to half a minute late.
WORKER_MISSING_AFTER: Final = timedelta(minutes=5)


def worker_is_missing() -> bool:
    """Whether the queue worker left no heartbeat for five minutes, or never did."""
    return not Heartbeat.objects.filter(name="sweep", at__gte=timezone.now() - WORKER_MISSING_AFTER).exists()
