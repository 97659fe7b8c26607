"""Visitors by the thousand, written straight into the database; each has a token and an empty conversation.

Names are computed, so that whoever plays these visitors need not be told them.
"""

import hashlib
from uuid import UUID, uuid5

NAMESPACE = UUID("5a8e9a52-3d27-4a0c-9a4b-0d6f4e1f9d11")
BATCH = 2_000


def token_of(number: int) -> str:
    """The cookie of a visitor."""
    return f"benchmark-{number}"


def conversation_of(number: int) -> str:
    """The public id of a visitor's conversation."""
    return str(uuid5(NAMESPACE, str(number)))


def make(count: int) -> None:
    """Write visitors 0 to count - 1; within Django, on an empty database."""
    from wagtail.models import Site

    from wagtail_livechat.models import Conversation, Visitor, VisitorToken

    site = Site.objects.get(is_default_site=True)
    visitors = Visitor.objects.bulk_create((Visitor(site=site) for _ in range(count)), batch_size=BATCH)
    VisitorToken.objects.bulk_create(
        (
            VisitorToken(visitor=visitor, hash=hashlib.sha256(token_of(number).encode()).hexdigest())
            for number, visitor in enumerate(visitors)
        ),
        batch_size=BATCH,
    )
    Conversation.objects.bulk_create(
        (
            Conversation(site=site, visitor=visitor, public_id=conversation_of(number))
            for number, visitor in enumerate(visitors)
        ),
        batch_size=BATCH,
    )
