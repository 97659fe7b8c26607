"""System checks: what is wrong with a site's set-up, and how to mend it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.urls import NoReverseMatch, reverse

from . import broadcast, conf, queue


def register_all() -> None:
    """Have Django run these checks."""
    for check in CHECKS:
        register(check, "wagtail_livechat")


def check_setting_names(**_: Any) -> list[CheckMessage]:
    unknown = sorted(set(getattr(settings, "WAGTAIL_LIVECHAT", {})) - conf.names())
    return [
        CheckWarning(
            f"WAGTAIL_LIVECHAT has a setting that does not exist: {name}.",
            hint=f"Correct or remove it. The settings are: {', '.join(sorted(conf.names()))}.",
            id="wagtail_livechat.W001",
        )
        for name in unknown
    ]


def check_channel_layer(**_: Any) -> list[CheckMessage]:
    alias = conf.current().CHANNEL_LAYER
    if alias in getattr(settings, "CHANNEL_LAYERS", {}):
        return []
    return [
        Error(
            f"Live chat needs a channel layer, and CHANNEL_LAYERS has no {alias!r}.",
            hint='Add CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}} for one web '
            "process, or channels_redis.pubsub.RedisPubSubChannelLayer for several.",
            id="wagtail_livechat.E001",
        )
    ]


def check_layer_reaches_all_processes(**_: Any) -> list[CheckMessage]:
    processes = conf.current().WEB_PROCESSES
    # Without sockets nobody listens to the layer, and clients poll the database.
    if check_asgi() or check_channel_layer() or processes < 2 or not broadcast.layer_is_in_memory():
        return []
    return [
        Error(
            f"The channel layer lives in memory, but {processes} web processes serve the site: messages would not "
            "reach visitors and agents who are connected to another process.",
            hint='Set the BACKEND of CHANNEL_LAYERS to "channels_redis.pubsub.RedisPubSubChannelLayer" '
            "(pip install wagtail-livechat[redis]), or run one web process.",
            id="wagtail_livechat.E002",
        )
    ]


def check_asgi(**_: Any) -> list[CheckMessage]:
    if getattr(settings, "ASGI_APPLICATION", None):
        return []
    return [
        CheckWarning(
            "There is no ASGI_APPLICATION: without an ASGI server the chat polls instead of using sockets.",
            hint="Write an asgi.py with a ProtocolTypeRouter whose websocket part is "
            "URLRouter(wagtail_livechat.routing.websocket_urlpatterns), name it in ASGI_APPLICATION, and serve it "
            "with an ASGI server such as uvicorn.",
            id="wagtail_livechat.W002",
        )
    ]


def check_sqlite(**_: Any) -> list[CheckMessage]:
    lax = [
        alias
        for alias in connections
        if connections[alias].vendor == "sqlite"
        and settings.DATABASES[alias].get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE"
    ]
    return [
        CheckWarning(
            f"The SQLite database {alias!r} does not begin its transactions with IMMEDIATE: under load messages "
            'would fail with "database is locked".',
            hint='Add to it "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": '
            '"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}.',
            id="wagtail_livechat.W003",
        )
        for alias in lax
    ]


def check_queue(**_: Any) -> list[CheckMessage]:
    given = queue.configuration()
    timeout, retry = given.get("timeout"), given.get("retry", 60)
    if isinstance(timeout, int) and isinstance(retry, int) and retry <= timeout:
        return [
            Error(
                f"Q_CLUSTER has retry = {retry} and timeout = {timeout}: a task that still runs would be started again.",
                hint="Make retry larger than timeout.",
                id="wagtail_livechat.E003",
            )
        ]
    return []


def check_urls(**_: Any) -> list[CheckMessage]:
    try:
        reverse("livechat_api:api-root")
    except NoReverseMatch:
        return [
            Error(
                "The live chat's URLs are not included.",
                hint='Add path("livechat/", include("wagtail_livechat.urls")) to the URL configuration, before '
                "Wagtail's own catch-all.",
                id="wagtail_livechat.E004",
            )
        ]
    return []


CHECKS: Sequence[Callable[..., list[CheckMessage]]] = (
    check_setting_names,
    check_channel_layer,
    check_layer_reaches_all_processes,
    check_asgi,
    check_sqlite,
    check_queue,
    check_urls,
)
