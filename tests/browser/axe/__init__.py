"""axe-core, the checker of accessibility: its `axe.min.js`, as npm's axe-core 4.14.1 has it, with its licences.

It lies here and not among the client's packages, since the tests run where there is no Node.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).with_name("axe.min.js")
#: WCAG 2.2 AA, and not what axe calls best practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Off unless it is asked for: that targets have 24 pixels, which is new in 2.2.
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # It would fetch style sheets once more.
    "preload": False,
}
_RUN = "([selector, options]) => axe.run(selector, options)"


def comes_along(page: Page) -> None:
    """From the next page on. A script of the browser's own, so that the page's policy has no say in it."""
    page.add_init_script(path=AXE)


def violations(page: Page, selector: str) -> list[str]:
    """What is wrong with this part of the page, one line for each element: the rule, the element, and what to mend."""
    found = page.evaluate(_RUN, [selector, OPTIONS])
    # Where axe found nothing to look at, nothing is proved.
    assert found["passes"], f"axe saw nothing in {selector}"
    return [line for violation in found["violations"] for line in _lines(violation)]


def _lines(violation: dict[str, Any]) -> Iterator[str]:
    for node in violation["nodes"]:
        why = "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])
        yield f"{violation['id']}: {node['html'][:160]}: {why}"
