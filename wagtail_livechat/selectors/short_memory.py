"""What was looked up a moment ago, in Django's cache; where that is out of order, everything is looked up again."""

import hashlib
import logging
from collections.abc import Collection, Mapping
from typing import Any

from django.core.cache import cache

logger = logging.getLogger(__name__)


def key_of(*parts: object) -> str:
    """The key of what depends on these, and on nothing else."""
    return f"livechat-{hashlib.sha256(repr(parts).encode()).hexdigest()}"


def recall(keys: Collection[str]) -> dict[str, Any]:
    """What is remembered under these keys."""
    try:
        return cache.get_many(keys) if keys else {}
    except Exception as error:
        logger.warning("The cache cannot be read: %s", type(error).__name__)
        return {}


def remember(found: Mapping[str, Any], *, seconds: int) -> None:
    """Keep this for so many seconds."""
    try:
        if found:
            cache.set_many(dict(found), seconds)
    except Exception as error:
        logger.warning("The cache cannot be written: %s", type(error).__name__)
