"""What is wrong with a set-up is named, with how to mend it."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, run_checks
from pytest_django.fixtures import Settings

from tests.layers import NETWORK
from wagtail_livechat import checks, locating


def found(check: Callable[..., list[CheckMessage]]) -> list[tuple[str, str]]:
    return [(message.id or "", message.hint or "") for message in check()]


def test_the_test_site_is_set_up_well(db: None) -> None:
    assert [message for message in run_checks() if (message.id or "").startswith("wagtail_livechat")] == []


def test_an_unknown_setting_is_named(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"ALLOWED_ORIGIN": []}

    [message] = checks.check_setting_names()
    assert message.id == "wagtail_livechat.W001"
    assert "ALLOWED_ORIGIN." in message.msg
    assert "ALLOWED_ORIGINS" in (message.hint or "")


def test_a_missing_channel_layer_is_an_error(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {}

    [(code, hint)] = found(checks.check_channel_layer)
    assert code == "wagtail_livechat.E001"
    assert "InMemoryChannelLayer" in hint


@pytest.mark.parametrize("setting", ["CARD_SOURCES", "CUSTOMER_PROVIDERS"])
def test_a_source_of_cards_that_cannot_be_made_is_an_error(settings: Settings, setting: str) -> None:
    given = ["tests.sources.Shop", "tests.sources.NoSuchSource", "no.such.module", "tests.sources.HttpRequest.GET", "-"]
    settings.WAGTAIL_LIVECHAT = {setting: given}

    messages = checks.check_card_sources()

    assert {message.id for message in messages} == {"wagtail_livechat.E006"}
    assert [message.msg.split(",")[0] for message in messages] == [f"{setting} names {name!r}" for name in given[1:]]


def test_what_is_no_provider_is_an_error(settings: Settings) -> None:
    names = ["Knowing", "Broken", "NoProvider", "Unsorted", "Missing"]
    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": [f"tests.shops.{name}" for name in names]}

    messages = checks.check_customer_providers()

    assert {message.id for message in messages} == {"wagtail_livechat.E007"}
    assert [message.msg.split(",")[0] for message in messages] == [
        "CUSTOMER_PROVIDERS names 'tests.shops.NoProvider'",
        "CUSTOMER_PROVIDERS names 'tests.shops.Unsorted'",
    ], "what cannot be made has an error of its own"


def test_the_layer_may_have_another_alias(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {"chat": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    settings.WAGTAIL_LIVECHAT = {"CHANNEL_LAYER": "chat"}

    assert found(checks.check_channel_layer) == []


@pytest.mark.parametrize("given", ["setting", "environment"])
def test_a_layer_in_memory_cannot_serve_several_processes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    if given == "setting":
        settings.WAGTAIL_LIVECHAT = {"WEB_PROCESSES": 2}
    else:
        monkeypatch.setenv("WEB_CONCURRENCY", "2")
        settings.WAGTAIL_LIVECHAT = {}

    [(code, hint)] = found(checks.check_layer_reaches_all_processes)
    assert code == "wagtail_livechat.E002"
    assert "channels_redis.pubsub.RedisPubSubChannelLayer" in hint


def test_one_process_or_a_layer_between_processes_is_fine(settings: Settings) -> None:
    assert found(checks.check_layer_reaches_all_processes) == []
    settings.WAGTAIL_LIVECHAT = {"WEB_PROCESSES": 2}
    settings.CHANNEL_LAYERS = NETWORK

    assert found(checks.check_layer_reaches_all_processes) == []


def test_several_processes_without_sockets_need_no_layer_between_them(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"WEB_PROCESSES": 2}
    settings.ASGI_APPLICATION = None

    assert found(checks.check_layer_reaches_all_processes) == []


def test_a_missing_layer_is_not_named_twice(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"WEB_PROCESSES": 2}
    settings.CHANNEL_LAYERS = {}

    assert found(checks.check_layer_reaches_all_processes) == []


def test_without_asgi_the_chat_polls(settings: Settings) -> None:
    settings.ASGI_APPLICATION = None

    [(code, hint)] = found(checks.check_asgi)
    assert code == "wagtail_livechat.W002"
    assert "wagtail_livechat.routing.websocket_urlpatterns" in hint


def test_sqlite_without_immediate_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lax = {"default": {**django_settings.DATABASES["default"], "OPTIONS": {}}}
    monkeypatch.setattr(checks, "settings", type("Lax", (), {"DATABASES": lax}))
    monkeypatch.setattr(checks, "connections", _Connections(vendor="sqlite"))

    [(code, hint)] = found(checks.check_sqlite)
    assert code == "wagtail_livechat.W003"
    assert '"transaction_mode": "IMMEDIATE"' in hint


def test_another_database_needs_no_immediate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "connections", _Connections(vendor="postgresql"))

    assert found(checks.check_sqlite) == []


class _Connections:
    """Django's connections, one of them, of any vendor."""

    def __init__(self, *, vendor: str) -> None:
        self.vendor = vendor

    def __iter__(self) -> Iterator[str]:
        return iter(["default"])

    def __getitem__(self, alias: str) -> "_Connections":
        return self


@pytest.mark.parametrize("cluster", [{"timeout": 60, "retry": 60}, {"timeout": 90}])
def test_a_task_must_not_be_started_again_while_it_runs(settings: Settings, cluster: dict[str, int]) -> None:
    settings.Q_CLUSTER = cluster

    [(code, hint)] = found(checks.check_queue)
    assert code == "wagtail_livechat.E003"
    assert hint == "Make retry larger than timeout."


@pytest.mark.parametrize("cluster", [{}, {"timeout": 60, "retry": 61}, {"timeout": None, "retry": 5}])
def test_a_retry_after_the_timeout_is_fine(settings: Settings, cluster: dict[str, int]) -> None:
    settings.Q_CLUSTER = cluster

    assert found(checks.check_queue) == []


def test_urls_that_are_not_included_are_an_error(settings: Settings) -> None:
    settings.ROOT_URLCONF = "wagtail.admin.urls"

    [(code, hint)] = found(checks.check_urls)
    assert code == "wagtail_livechat.E004"
    assert 'include("wagtail_livechat.urls")' in hint


def is_clean(_file: object) -> bool:
    return True


@pytest.mark.parametrize("scanner", [None, f"{__name__}.is_clean"])
def test_a_scanner_that_can_be_called_is_fine(settings: Settings, scanner: str | None) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_SCANNER": scanner}

    assert found(checks.check_file_scanner) == []


@pytest.mark.parametrize(
    "scanner", ["", "nowhere.to.be.found", f"{__name__}.missing", f"{__name__}.__doc__", 1, is_clean]
)
def test_a_scanner_that_cannot_be_called_is_named(settings: Settings, scanner: object) -> None:
    settings.WAGTAIL_LIVECHAT = {"FILE_SCANNER": scanner}

    [(code, hint)] = found(checks.check_file_scanner)
    assert code == "wagtail_livechat.E005"
    assert "dotted path" in hint


@pytest.mark.parametrize("proxies", [(), ("10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "unix"), ["10.1.2.3/8"]])
def test_proxies_that_are_networks_are_fine(settings: Settings, proxies: Sequence[str]) -> None:
    settings.WAGTAIL_LIVECHAT = {"TRUSTED_PROXIES": proxies}

    assert found(checks.check_trusted_proxies) == []


def test_a_proxy_that_is_no_network_is_an_error(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"TRUSTED_PROXIES": ("10.0.0.1", "proxy.example")}

    [(code, hint)] = found(checks.check_trusted_proxies)
    assert code == "wagtail_livechat.E008"
    assert "10.0.0.0/8" in hint


def test_a_database_of_places_needs_the_extra(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.GEOIP_PATH = "/somewhere"
    assert found(checks.check_places) == []

    monkeypatch.setattr(locating, "maxminddb", None)

    assert found(checks.check_places) == [("wagtail_livechat.W004", "pip install wagtail-livechat[geoip]")]
