import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wagtail_livechat.api.api import api
from wagtail_livechat.management.typescript import declarations
from wagtail_livechat.shapes import browsing, customers, live, types

_HEADING = """/** What the server sends. Made by `livechat_schema` from `wagtail_livechat/shapes/`; do not edit. */

"""


class Command(BaseCommand):
    help = "Writes the API's OpenAPI description, and the shapes of answers and frames as TypeScript for the clients."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--openapi", type=Path, help="where to write the OpenAPI description")
        parser.add_argument("--types", type=Path, help="where to write the TypeScript declarations")
        parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is out of date")

    def handle(self, *args: object, **options: Any) -> None:
        texts = {"openapi": _openapi(), "types": _HEADING + declarations([browsing, customers, types, live])}
        wanted = {options[name]: text for name, text in texts.items() if options[name]}
        if not wanted:
            raise CommandError("Name a file with --openapi or --types.")
        for path, text in wanted.items():
            if not options["check"]:
                path.write_text(text)
            elif path.read_text() != text:
                raise CommandError(f"{path} is out of date. Run livechat_schema without --check.")


def _openapi() -> str:
    return json.dumps(api.get_openapi_schema(), indent=2, sort_keys=True, default=str) + "\n"
