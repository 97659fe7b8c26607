"""django-q2's entry points: ids in, one verb called."""

from .actions import deliveries, operations


def sweep() -> None:
    """What has to be looked at each minute."""
    operations.sweep()


def deliver(delivery: int) -> None:
    """Send an e-mail that is due."""
    deliveries.deliver(delivery=delivery)
