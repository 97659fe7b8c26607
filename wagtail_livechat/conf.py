"""Every setting of the package, with its default and its meaning.

A site overrides any of them in its settings module:

    WAGTAIL_LIVECHAT = {"ALLOWED_ORIGINS": ["https://shop.example.com"]}
"""

import os
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final

from django.conf import settings as django_settings
from django.core.signals import setting_changed

#: Where the sockets are, below the site's root.
VISITOR_SOCKET: Final = "livechat/ws/visitor/"
AGENT_SOCKET: Final = "livechat/ws/agent/"

#: The cookie that recognises a visitor's browser.
VISITOR_COOKIE: Final = "livechat_visitor"

#: How many (count) in how long (seconds).
Limit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LiveChatConf:
    """The values in force: the site's own where given, else the defaults below."""

    #: Other origins ("https://shop.example.com") whose pages may use the visitor API and sockets.
    ALLOWED_ORIGINS: tuple[str, ...] = ()
    #: The alias in CHANNEL_LAYERS that carries events between processes.
    CHANNEL_LAYER: str = "default"
    #: How many web processes serve the site; decides whether an in-memory layer is enough.
    WEB_PROCESSES: int = 1
    #: The longest message body, in characters.
    MESSAGE_MAX_LENGTH: int = 10_000
    #: How long the visitor's cookie lives, in seconds (180 days).
    VISITOR_COOKIE_AGE: int = 180 * 24 * 60 * 60
    #: Messages that one visitor may send; all limits of the list apply. Limits are counted per web process.
    VISITOR_MESSAGE_LIMITS: tuple[Limit, ...] = ((20, 10), (120, 600))
    #: Frames that one visitor's socket may send.
    VISITOR_FRAME_LIMIT: Limit = (30, 1)
    #: New visitors from one network address.
    ADDRESS_VISITOR_LIMIT: Limit = (300, 600)
    #: Messages from one network address.
    ADDRESS_MESSAGE_LIMIT: Limit = (600, 60)
    #: Frames that one agent's socket may send.
    AGENT_FRAME_LIMIT: Limit = (60, 1)
    #: How many frames may wait for one socket before it is closed and has to resume.
    SOCKET_QUEUE_SIZE: int = 256
    #: How many frames may wait for the writer before senders are told "busy".
    WRITER_QUEUE_SIZE: int = 2_000


@lru_cache(maxsize=1)
def current() -> LiveChatConf:
    """The settings in force. Unknown names are ignored here and reported by a system check."""
    given: dict[str, Any] = dict(getattr(django_settings, "WAGTAIL_LIVECHAT", {}))
    given.setdefault("WEB_PROCESSES", int(os.environ.get("WEB_CONCURRENCY") or 1))
    return LiveChatConf(**{name: value for name, value in given.items() if name in names()})


def names() -> frozenset[str]:
    """The names of all settings."""
    return frozenset(field.name for field in fields(LiveChatConf))


def _forget(*, setting: str, **_: object) -> None:
    if setting == "WAGTAIL_LIVECHAT":
        current.cache_clear()


setting_changed.connect(_forget)
