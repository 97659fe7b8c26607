"""Every setting of the package, with its default and its meaning.

A site overrides any of them in its settings module:

    WAGTAIL_LIVECHAT = {"ALLOWED_ORIGINS": ["https://shop.example.com"]}
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, Final

from django.conf import settings as django_settings
from django.core.signals import setting_changed

#: Where the sockets are, below the site's root.
VISITOR_SOCKET: Final = "livechat/ws/visitor/"
AGENT_SOCKET: Final = "livechat/ws/agent/"

#: The cookie that recognises a visitor's browser.
VISITOR_COOKIE: Final = "livechat_visitor"

#: The files that may be sent where a site says nothing else. Nothing that a browser would run.
FILE_TYPES: Final[Mapping[str, str]] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
}

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
    #: The largest file of a message, in bytes.
    FILE_MAX_BYTES: int = 10 * 1024 * 1024
    #: Which files may be sent: the end of the name, in lower case, and the content type that it is served with.
    FILE_TYPES: Mapping[str, str] = field(default_factory=lambda: FILE_TYPES)
    #: The dotted path of a callable that is given each file, open for reading, before it is kept; True when it is clean.
    FILE_SCANNER: str | None = None
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
    #: Changes that one visitor may make to what they say of themselves, besides those that come with a message.
    VISITOR_FORM_LIMITS: tuple[Limit, ...] = ((20, 600),)
    #: Files that one visitor may upload; all limits of the list apply.
    VISITOR_FILE_LIMITS: tuple[Limit, ...] = ((10, 60), (100, 86_400))
    #: Files of visitors from one network address.
    ADDRESS_FILE_LIMIT: Limit = (200, 600)
    #: Transcripts by e-mail that one visitor may ask for; all limits of the list apply.
    VISITOR_TRANSCRIPT_LIMITS: tuple[Limit, ...] = ((3, 3_600), (10, 86_400))
    #: Transcripts that visitors from one network address may ask for.
    ADDRESS_TRANSCRIPT_LIMIT: Limit = (30, 3_600)
    #: Who the chat's e-mails come from, as `DEFAULT_FROM_EMAIL` names it; left empty: that setting of Django's.
    FROM_EMAIL: str = ""
    #: The dotted names of what makes cards of links to the site (`cards.base.CardSource`).
    CARD_SOURCES: tuple[str, ...] = ("wagtail_livechat.cards.pages.PageCards",)
    #: The dotted names of what knows the site's shop (`customers.base.CustomerProvider`).
    CUSTOMER_PROVIDERS: tuple[str, ...] = ()
    #: The networks of the proxies in front of the site, e.g. `("10.0.0.0/8",)`: only they may say, in
    #: `X-Forwarded-For`, whom they ask for.
    TRUSTED_PROXIES: tuple[str, ...] = ()
    #: Query parameters that are not kept with the address of a page, in lower case.
    HIDDEN_PARAMETERS: tuple[str, ...] = (
        "token",
        "key",
        "code",
        "password",
        "secret",
        "signature",
        "sig",
        "session",
        "sessionid",
        "email",
        "phone",
    )
    #: Seconds for which page views wait to be written together; 0: each is written at once.
    PAGE_VIEWS_WAIT: float = 1.0
    #: How many page views may wait; more are dropped.
    PAGE_VIEWS_QUEUE_SIZE: int = 5_000
    #: Requests that tell where one visitor is.
    VISITOR_PAGE_VIEW_LIMIT: Limit = (120, 60)
    #: Questions from one network address whether a proactive message shall be shown.
    ADDRESS_RULE_LIMIT: Limit = (600, 60)
    #: Seconds for which a customer provider may take for one section.
    CUSTOMER_TIMEOUT: float = 2.0
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
    return frozenset(setting.name for setting in fields(LiveChatConf))


def _forget(*, setting: str, **_: object) -> None:
    if setting == "WAGTAIL_LIVECHAT":
        current.cache_clear()


setting_changed.connect(_forget)
