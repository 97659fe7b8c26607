"""The files that are made from the server's own shapes."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]


def test_the_clients_types_and_the_openapi_description_are_up_to_date() -> None:
    call_command(
        "livechat_schema",
        types=ROOT / "wagtail_livechat/client/shared/types.ts",
        openapi=ROOT / "docs/reference/openapi.json",
        check=True,
    )


def test_a_file_that_is_out_of_date_is_named(tmp_path: Path) -> None:
    stale = tmp_path / "types.ts"
    stale.write_text("export type Old = string;\n")

    with pytest.raises(CommandError, match=r"types\.ts is out of date"):
        call_command("livechat_schema", types=stale, check=True)


def test_the_command_asks_for_a_file() -> None:
    with pytest.raises(CommandError, match="--openapi or --types"):
        call_command("livechat_schema")


def test_the_description_names_every_side_of_the_api(tmp_path: Path) -> None:
    description = tmp_path / "openapi.json"

    call_command("livechat_schema", openapi=description)

    text = description.read_text()
    assert '"/livechat/api/visitor/messages"' in text
    assert '"/livechat/api/agent/conversations/{public_id}/resolve"' in text
