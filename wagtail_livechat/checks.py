"""System checks: what is wrong with a site's set-up, and how to mend it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from . import addresses, broadcast, conf, locating, queue
from .cards import base as card_sources
from .customers import base as customer_providers


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


def check_file_scanner(**_: Any) -> list[CheckMessage]:
    scanner = conf.current().FILE_SCANNER
    if scanner is None:
        return []
    try:
        is_callable = callable(import_string(scanner))
    except (ImportError, AttributeError, TypeError):
        is_callable = False
    if is_callable:
        return []
    return [
        Error(
            f"FILE_SCANNER names {scanner!r}, which cannot be imported or called: no file could be sent.",
            hint='Name a callable by its dotted path, as "shop.scanning.is_clean": it is given the file, open for reading '
            "bytes, and returns True when it is clean.",
            id="wagtail_livechat.E005",
        )
    ]


def check_card_sources(**_: Any) -> list[CheckMessage]:
    found = [("CARD_SOURCES", name, card_sources.source) for name in card_sources.names()]
    found += [("CUSTOMER_PROVIDERS", name, customer_providers.card_source) for name in customer_providers.names()]
    return [
        Error(
            f"{setting} names {name!r}, which cannot be imported or made.",
            hint='Name a class by its dotted path, as "wagtail_livechat.cards.pages.PageCards"; it is made without '
            "arguments.",
            id="wagtail_livechat.E006",
        )
        for setting, name, make in found
        if not _works(make, name)
    ]


def check_customer_providers(**_: Any) -> list[CheckMessage]:
    names = [name for name in customer_providers.names() if _works(customer_providers.provider, name)]
    return [
        Error(
            f"CUSTOMER_PROVIDERS names {name!r}, which is no provider: it lacks some of what it will be asked for.",
            hint="Make it a subclass of wagtail_livechat.customers.base.CustomerProvider; section_names is a dictionary.",
            id="wagtail_livechat.E007",
        )
        for name in names
        if not customer_providers.is_provider(customer_providers.provider(name))
    ]


def check_trusted_proxies(**_: Any) -> list[CheckMessage]:
    try:
        addresses.networks(tuple(conf.current().TRUSTED_PROXIES))
    except ValueError as error:
        return [
            Error(
                f"TRUSTED_PROXIES has what is no network: {error}.",
                hint='Write each as "10.0.0.0/8" or "10.0.0.1"; "unix" is a proxy that comes through a Unix socket.',
                id="wagtail_livechat.E008",
            )
        ]
    return []


def check_places(**_: Any) -> list[CheckMessage]:
    if getattr(settings, "GEOIP_PATH", None) and not locating.is_installed():
        return [
            CheckWarning(
                "GEOIP_PATH is set, but its database cannot be read: the chat does not know where visitors are.",
                hint="pip install wagtail-livechat[geoip]",
                id="wagtail_livechat.W004",
            )
        ]
    return []


def _works(make: Callable[[str], object], name: str) -> bool:
    try:
        make(name)
    except Exception:
        # Whatever the module does while it is imported.
        return False
    return True


CHECKS: Sequence[Callable[..., list[CheckMessage]]] = (
    check_setting_names,
    check_channel_layer,
    check_layer_reaches_all_processes,
    check_asgi,
    check_sqlite,
    check_queue,
    check_urls,
    check_file_scanner,
    check_card_sources,
    check_customer_providers,
    check_trusted_proxies,
    check_places,
)
