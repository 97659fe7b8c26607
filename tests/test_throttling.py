"""How much one visitor, socket or address may do."""

import pytest
from pytest_django.fixtures import Settings

from wagtail_livechat import throttling
from wagtail_livechat.exceptions import TooMany
from wagtail_livechat.throttling import Throttle


class Clock:
    """A clock that stands until somebody moves it."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refused(throttle: Throttle, key: str = "somebody") -> int | None:
    """The seconds to wait, or None where the try went through."""
    try:
        throttle.check(key)
    except TooMany as error:
        return error.retry_after
    return None


def test_the_limit_goes_through_and_the_next_is_told_how_long_to_wait(clock: Clock) -> None:
    throttle = Throttle(lambda: [(2, 10)], clock=clock)

    assert [refused(throttle) for _ in range(3)] == [None, None, 11]


def test_the_window_slides(clock: Clock) -> None:
    throttle = Throttle(lambda: [(2, 10)], clock=clock)
    refused(throttle)
    clock.now += 6
    refused(throttle)
    clock.now += 4

    assert refused(throttle) is None
    assert refused(throttle) == 7


def test_who_waits_as_told_gets_through(clock: Clock) -> None:
    throttle = Throttle(lambda: [(1, 10)], clock=clock)
    refused(throttle)
    wait = refused(throttle)
    assert wait
    clock.now += wait

    assert refused(throttle) is None


def test_all_limits_of_a_list_apply(clock: Clock) -> None:
    throttle = Throttle(lambda: [(2, 10), (3, 100)], clock=clock)
    for _ in range(2):
        refused(throttle)
    clock.now += 11
    assert refused(throttle) is None

    assert refused(throttle) == 90


def test_keys_do_not_count_for_each_other(clock: Clock) -> None:
    throttle = Throttle(lambda: [(1, 10)], clock=clock)
    refused(throttle, "one")

    assert refused(throttle, "other") is None


def test_who_was_silent_is_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Throttle, "SWEEP_EVERY", 3)
    throttle = Throttle(lambda: [(5, 10)], clock=clock)
    refused(throttle, "silent")
    clock.now += 11
    refused(throttle, "busy")

    refused(throttle, "busy")

    assert set(throttle._tries) == {"busy"}


def test_a_visitor_over_the_limit_takes_nothing_from_the_others_behind_the_address(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_MESSAGE_LIMITS": [(1, 60)], "ADDRESS_MESSAGE_LIMIT": (2, 60)}
    throttling.check_visitor_message(visitor=1, address="10.0.0.1")
    for _ in range(3):
        with pytest.raises(TooMany):
            throttling.check_visitor_message(visitor=1, address="10.0.0.1")

    throttling.check_visitor_message(visitor=2, address="10.0.0.1")

    with pytest.raises(TooMany):
        throttling.check_visitor_message(visitor=3, address="10.0.0.1")
