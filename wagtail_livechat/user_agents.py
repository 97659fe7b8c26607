"""What a browser says of itself, in words. Whatever is unknown is empty; no text fails."""

import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import ua_parser
from ua_parser import OS, Result, UserAgent

from .models import Device

logger = logging.getLogger(__name__)

#: Longer ones are cut: no browser says more of itself, and parsing takes its time.
USER_AGENT_LENGTH: Final = 500

_DESKTOPS: Final = frozenset(
    ["Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Fedora", "Chrome OS", "FreeBSD", "OpenBSD", "NetBSD"]
)
_PROGRAM: Final = re.compile(
    r"bot\b|crawl|spider|headless|curl|wget|python|java/|go-http-client|okhttp|axios|node-fetch|libwww|postman",
    re.IGNORECASE,
)
_TABLET: Final = re.compile(r"ipad|tablet|kindle|silk/|playbook", re.IGNORECASE)
_PHONE: Final = re.compile(r"iphone|ipod|windows phone|\bmobile\b", re.IGNORECASE)
#: What the parser calls otherwise than people do.
_NAMES: Final = {"Mac OS X": "macOS", "HeadlessChrome": "Chrome"}


@dataclass(frozen=True, slots=True)
class Described:
    """A browser, the system it runs on and the kind of device."""

    browser: str = ""
    browser_version: str = ""
    os: str = ""
    os_version: str = ""
    device: Device = Device.UNKNOWN


@lru_cache(maxsize=1_000)
def described(user_agent: str) -> Described:
    """What stands in a `User-Agent` header."""
    text = user_agent[:USER_AGENT_LENGTH]
    try:
        found: Result = ua_parser.parse(text)
    except Exception:
        # The parser's own patterns; a text that it cannot take must not cost the visit.
        logger.exception("A User-Agent header could not be read")
        return Described()
    browser, system = found.user_agent, found.os
    return Described(
        browser=_name(browser)[:60],
        browser_version=_version(browser)[:30],
        os=_name(system)[:60],
        os_version=_version(system)[:30],
        device=_device(text, found),
    )


def _name(found: UserAgent | OS | None) -> str:
    return _NAMES.get(found.family, found.family) if found else ""


def _version(found: UserAgent | OS | None) -> str:
    """As people name it: `17.5`, `128`."""
    if found is None or found.major is None:
        return ""
    return f"{found.major}.{found.minor}" if found.minor and found.minor != "0" else found.major


def _device(text: str, found: Result) -> Device:
    if (found.device and found.device.family == "Spider") or _PROGRAM.search(text):
        return Device.BOT
    system = found.os.family if found.os else ""
    is_mobile = _PHONE.search(text)
    # Android says "Mobile" on phones only.
    if _TABLET.search(text) or (system == "Android" and not is_mobile):
        return Device.TABLET
    if is_mobile:
        return Device.PHONE
    return Device.DESKTOP if system in _DESKTOPS else Device.UNKNOWN
