"""The only import of django-q2: work for the queue worker, and what it does on a schedule."""

from typing import Final

from django.conf import settings
from django_q.models import Schedule
from django_q.tasks import async_task

SWEEP: Final = "wagtail_livechat.tasks.sweep"
_SCHEDULE_NAME: Final = "livechat sweep"


def enqueue(name: str, *ids: int) -> None:
    """Have the worker call `wagtail_livechat.tasks.<name>`. Ids only: arguments are pickled and kept."""
    async_task(f"wagtail_livechat.tasks.{name}", *ids)


def ensure_schedules() -> None:
    """Make the one schedule, the sweep of each minute; leave it alone where it stands."""
    Schedule.objects.get_or_create(
        name=_SCHEDULE_NAME,
        defaults={"func": SWEEP, "schedule_type": Schedule.MINUTES, "minutes": 1, "repeats": -1},
    )


def configuration() -> dict[str, object]:
    """django-q2's settings as the site gives them."""
    return dict(getattr(settings, "Q_CLUSTER", {}))
