"""Every setting, with the site's own value where it gives one."""

import pytest
from pytest_django.fixtures import Settings

from wagtail_livechat import conf


def test_without_a_word_the_defaults_are_in_force() -> None:
    assert conf.current().MESSAGE_MAX_LENGTH == 10_000
    assert conf.current().VISITOR_COOKIE_AGE == 180 * 24 * 60 * 60


def test_the_sites_own_values_win(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"MESSAGE_MAX_LENGTH": 100}

    assert conf.current().MESSAGE_MAX_LENGTH == 100
    assert conf.current().WEB_PROCESSES == 1


def test_other_settings_leave_them_alone(settings: Settings) -> None:
    before = conf.current()
    settings.TIME_ZONE = "UTC"

    assert conf.current() is before


def test_an_unknown_name_is_ignored(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"NO_SUCH_SETTING": 1}

    assert conf.current() == conf.LiveChatConf()


def test_the_number_of_processes_comes_from_the_environment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    settings.WAGTAIL_LIVECHAT = {}

    assert conf.current().WEB_PROCESSES == 4
