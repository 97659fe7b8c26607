"""What a browser says of itself."""

import pytest
import ua_parser

from wagtail_livechat.models import Visit
from wagtail_livechat.user_agents import Described, described

_APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0"

KNOWN = [
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36", "Chrome", "128", "Windows", "10", "desktop"),
    (
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36 Edg/128.0.2739.42",
        "Edge",
        "128",
        "Windows",
        "10",
        "desktop",
    ),
    (
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_APPLE} Version/17.5 Safari/605.1.15",
        "Safari",
        "17.5",
        "macOS",
        "10.15",
        "desktop",
    ),
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Firefox",
        "128",
        "Linux",
        "",
        "desktop",
    ),
    (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {_APPLE} Version/17.5 Mobile/15E148 Safari/604.1",
        "Mobile Safari",
        "17.5",
        "iOS",
        "17.5",
        "phone",
    ),
    (
        f"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) {_APPLE} Version/16.6 Mobile/15E148 Safari/604.1",
        "Mobile Safari",
        "16.6",
        "iOS",
        "16.6",
        "tablet",
    ),
    (
        f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {_CHROME} Mobile Safari/537.36",
        "Chrome Mobile",
        "128",
        "Android",
        "14",
        "phone",
    ),
    (f"Mozilla/5.0 (Linux; Android 14; SM-X710) {_CHROME} Safari/537.36", "Chrome", "128", "Android", "14", "tablet"),
    (
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Googlebot",
        "2.1",
        "",
        "",
        "bot",
    ),
    (
        f"Mozilla/5.0 (X11; Linux x86_64) {_CHROME.replace('Chrome', 'HeadlessChrome')}",
        "Chrome",
        "128",
        "Linux",
        "",
        "bot",
    ),
]


@pytest.mark.parametrize(("text", "browser", "version", "system", "system_version", "device"), KNOWN)
def test_a_browser_is_named_as_people_know_it(
    text: str, browser: str, version: str, system: str, system_version: str, device: str
) -> None:
    found = described(text)

    assert (found.browser, found.browser_version) == (browser, version)
    assert (found.os, found.os_version) == (system, system_version)
    assert found.device == device


@pytest.mark.parametrize("text", ["", "x", "\x00\ufffd", "Mozilla/5.0", "(" * 5_000, "\u202e" * 400, "é" * 100_000])
def test_what_nobody_knows_is_unknown(text: str) -> None:
    assert described(text) == Described()


def test_what_is_found_fits_its_columns() -> None:
    text = f"Mozilla/5.0 ({'Windows NT 10.0; ' * 20}) Firefox/{'1' * 200}.{'2' * 200}"

    found = described(text)

    for name in ("browser", "browser_version", "os", "os_version"):
        assert len(getattr(found, name)) <= Visit._meta.get_field(name).max_length  # type: ignore[operator]


def test_a_parser_that_fails_costs_a_line_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_text: str) -> None:
        raise RuntimeError("a pattern of the parser's own")

    monkeypatch.setattr(ua_parser, "parse", fails)

    assert described("A browser of the test that nobody asked for before") == Described()
    assert "could not be read" in caplog.text
    assert "nobody asked" not in caplog.text
