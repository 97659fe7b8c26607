"""The reference names everything that there is, and the pages lead where they say."""

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, get_args

import pytest
from django.core.management import get_commands

from wagtail_livechat.actions import setup
from wagtail_livechat.admin.log import ACTIONS
from wagtail_livechat.api.api import api
from wagtail_livechat.conf import FILE_TYPES, LiveChatConf
from wagtail_livechat.exceptions import ChatError
from wagtail_livechat.models import Conversation
from wagtail_livechat.realtime import frames
from wagtail_livechat.realtime.sockets import Close

CHECKOUT = Path(__file__).parent.parent
PACKAGE = CHECKOUT / "wagtail_livechat"
DOCS = CHECKOUT / "docs"
PAGES = sorted([*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
METHODS = ("get", "post", "patch", "put", "delete")


def reference(name: str) -> str:
    return (DOCS / "reference" / f"{name}.md").read_text()


def as_written(setting: "Field[Any]") -> str:
    """The default; one that is made anew each time is too long for a table."""
    if setting.default is MISSING:
        return "see below"
    return f"`{json.dumps(setting.default) if isinstance(setting.default, str) else repr(setting.default)}`"


def test_every_setting_stands_in_the_reference_with_its_default() -> None:
    page = reference("settings")

    for setting in fields(LiveChatConf):
        assert f"| `{setting.name}` | {as_written(setting)} |" in page


def test_every_type_of_files_stands_in_the_reference_and_no_other() -> None:
    rows = re.findall(r"^\| (`\.[^|]+) \| `([a-z]+/[^`|]+)` \|", reference("settings"), re.MULTILINE)

    assert {end: kind for ends, kind in rows for end in re.findall(r"`([^`]+)`", ends)} == FILE_TYPES


def test_every_system_check_stands_in_the_reference() -> None:
    ids = set(re.findall(r"wagtail_livechat\.[EW]\d{3}", (PACKAGE / "checks.py").read_text()))

    assert ids == set(re.findall(r"^\| `(wagtail_livechat\.[EW]\d{3})` \|", reference("checks"), re.MULTILINE))


def errors(kind: type[ChatError] = ChatError) -> Iterator[type[ChatError]]:
    yield kind
    for special in kind.__subclasses__():
        yield from errors(special)


def test_every_error_stands_in_the_reference_with_its_status() -> None:
    page = reference("api")

    for error in errors():
        assert f"| `{error.code}` | {error.status} |" in page


def routes() -> Iterator[str]:
    for path, operations in api.get_openapi_schema()["paths"].items():
        below = path.removeprefix("/livechat/api/")
        yield from (f"`{method.upper()} {below}`" for method in METHODS if method in operations)


def test_every_route_stands_in_the_reference_and_no_other() -> None:
    headings = [line for line in reference("api").splitlines() if line.startswith("### ")]

    assert set(routes()) == set(re.findall(r"`[A-Z]+ [^`]+`", "\n".join(headings)))


def frames_to_the_client() -> set[str]:
    sources = [
        *sorted((PACKAGE / "events").glob("*.py")),
        PACKAGE / "actions" / "entries.py",
        *sorted((PACKAGE / "realtime").glob("*.py")),
    ]
    written = re.compile(r'(?:"type": |type: str = |\btype=)"([a-z.]+)"')
    types = {found for source in sources for found in written.findall(source.read_text())}
    # The rest is spoken between servers: ASGI, and the messages of the channel layer.
    return {name for name in types if not name.startswith(("http", "websocket.", "livechat."))}


def frames_from(frame: object) -> dict[str, set[str]]:
    """The frames of one side, with their fields."""
    union, _discriminator = get_args(frame)
    kinds: tuple[Any, ...] = get_args(union)
    return {get_args(kind.model_fields["type"].annotation)[0]: {*kind.model_fields} - {"type"} for kind in kinds}


@pytest.mark.parametrize("who", ["visitor", "agent"])
def test_every_frame_from_the_client_stands_in_the_reference_with_its_fields(who: str) -> None:
    coming = reference("sockets").split("## To the client")[0]
    rows = re.findall(rf"^\| `([a-z.]+)` \|(.*)\| (?:both|{who})\b", coming, re.MULTILINE)

    written = {name: set(re.findall(r"`(\w+)\??`", its_fields)) for name, its_fields in rows}
    assert written == frames_from(frames.VisitorFrame if who == "visitor" else frames.AgentFrame)


def test_every_frame_to_the_client_stands_in_the_reference_and_no_other() -> None:
    going = reference("sockets").split("## To the client")[1]

    assert frames_to_the_client() == set(re.findall(r"^\| `([a-z.]+)` \|", going, re.MULTILINE))


def test_every_event_of_a_thread_stands_in_the_reference() -> None:
    sources = (PACKAGE / "actions").glob("*.py")
    events = {found for source in sources for found in re.findall(r'\bevent="(\w+)"', source.read_text())}

    assert events == set(re.findall(r"^\| `(\w+)` \| `\{", reference("api"), re.MULTILINE))


@pytest.mark.parametrize("code", Close, ids=lambda code: code.name.lower())
def test_every_reason_to_close_a_socket_stands_in_the_reference(code: Close) -> None:
    assert f"| {int(code)} |" in reference("sockets")


def test_every_command_stands_in_the_reference() -> None:
    own = {name for name, app in get_commands().items() if app == "wagtail_livechat"}

    assert own == set(re.findall(r"`(livechat_\w+)`", reference("commands")))


def test_every_permission_and_group_stands_in_the_reference() -> None:
    page = reference("permissions")

    assert all(f"`wagtail_livechat.{codename}`" in page for codename, _name in Conversation._meta.permissions)
    assert all(f"| {group} |" in page for group in setup.GROUPS)


def test_every_action_of_the_log_stands_in_the_reference_and_no_other() -> None:
    log = reference("permissions").split("## The log")[1]

    assert ACTIONS.keys() == set(re.findall(r"^\| `wagtail_livechat\.(\w+)` \|", log, re.MULTILINE))


def test_every_key_of_the_inbox_stands_in_the_reference_and_no_other() -> None:
    source = (PACKAGE / "client" / "inbox" / "keyboard.ts").read_text()
    block = source.partition("export const KEYS")[2].partition("};")[0]
    keys = {quoted or bare for quoted, bare in re.findall(r'^  (?:"([^"]+)"|(\w)): "', block, re.MULTILINE)}
    by_key = reference("keys").partition("## While you write")[0]

    assert len(keys) > 20
    assert keys == {keys_of(cell) for cell in re.findall(r"^\| (<kbd>.*?) \|", by_key, re.MULTILINE)}


def keys_of(cell: str) -> str:
    """A capital is Shift and the letter."""
    return re.sub(r"Shift (\w)", lambda found: found[1].upper(), " ".join(re.findall(r"<kbd>(.+?)</kbd>", cell)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_links_lead_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        name, _, heading = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not heading or heading in headings_of(target), link


def headings_of(page: Path) -> set[str]:
    """As the addresses that are made of them."""
    lines = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line).strip().lower().replace(" ", "-") for line in lines}


def test_every_page_can_be_found_from_the_first_one() -> None:
    linked = {(DOCS / link).resolve() for link in LINK.findall((DOCS / "README.md").read_text())}

    assert {page for page in DOCS.rglob("*.md") if page.name != "README.md"} <= linked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_the_pages_name_no_make_target_that_does_not_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"`make ([a-z-]+)", page.read_text())) <= targets
