"""What staff write into rows of their own: groups, shortcuts, rules, hours, profiles."""

from django.db.models import Model

from ..masking import masked


def mask_texts(row: Model, *fields: str) -> None:
    """Take card numbers out of these texts of an unsaved row, each cut to its column."""
    for field in row._meta.fields:
        if field.name in fields:
            setattr(row, field.name, masked(getattr(row, field.name))[: field.max_length])
