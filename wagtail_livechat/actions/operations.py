"""What keeps the chat itself going."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from ..models import Heartbeat, Relay
from . import assignment, attachments, deliveries, presence, visits

SWEEP: Final = "sweep"

#: A hub reads Relay rows once a second; what is older was read, or nobody is there to read it.
RELAY_KEPT_FOR: Final = timedelta(minutes=10)


def sweep() -> None:
    """Once a minute, in the queue worker: end what is stale, and leave a heartbeat last, as proof of a whole run."""
    presence.expire()
    visits.end_stale()
    assignment.give_back_of_the_inactive()
    assignment.give_back_unanswered()
    assignment.distribute_all()
    deliveries.deliver_due()
    attachments.remove_orphans()
    Relay.objects.filter(at__lt=timezone.now() - RELAY_KEPT_FOR).delete()
    Heartbeat.objects.update_or_create(name=SWEEP, defaults={"at": timezone.now()})
