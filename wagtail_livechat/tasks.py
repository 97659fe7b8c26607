"""django-q2's entry points: ids in, one verb called."""

from .actions import operations


def sweep() -> None:
    """What has to be looked at each minute."""
    operations.sweep()
