"""What a browser says of its language and its time zone."""

import pytest

from wagtail_livechat.actions.locales import kept_language, known_zone


@pytest.mark.parametrize(
    ("said", "kept"),
    [("fr", "fr"), ("pt-BR", "pt-BR"), ("", ""), ("x" * 21, "x" * 20), ("4242424242424242", "•••• •••• •••• 4242")],
)
def test_a_language_is_kept_without_card_numbers_and_as_long_as_fits(said: str, kept: str) -> None:
    assert kept_language(said) == kept


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("Europe/Nowhere", ""),
        ("Europe", ""),
        ("../etc/passwd", ""),
        ("x" * 65, ""),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_a_time_zone_is_one_or_unknown(zone: str, expected: str) -> None:
    assert known_zone(zone) == expected
