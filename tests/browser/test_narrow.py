"""The inbox where there is little room: on a tablet, in a small window, with long names and many tags."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.agents import Agent
from tests.browser.test_phone import edges

#: Wagtail's menu takes 200 pixels of it.
TABLET: dict[str, Any] = {"viewport": {"width": 1024, "height": 1112}, "has_touch": True}
LONG_NAME = "Maximiliane Constanze Freifrau von Hohenstein-Waldburg-Zeil"
TAGS = ("complaint", "delivery", "invoice", "order", "praise", "wholesale")


def test_tabs_and_select_stand_side_by_side_as_large_as_a_finger(an_agent: Callable[..., Agent]) -> None:
    agent = an_agent(**TABLET)
    expect(agent.list.get_by_role("tab", name="Open")).to_have_text(re.compile(r"\d$"))
    targets = [*agent.list.get_by_role("tab").all(), agent.list.get_by_role("button", name="Select", exact=True)]

    places = [edges(target) for target in targets]

    assert min(bottom - top for _left, top, _right, bottom in places) >= 44
    assert all(before[2] < after[0] for before, after in pairwise(places))
    assert places[-1][2] <= edges(agent.list)[2]


def test_on_a_touch_screen_a_tap_on_a_message_brings_its_bin(
    question: str, agent: Agent, an_agent: Callable[..., Agent]
) -> None:
    agent.opens(question)
    agent.replies("Said by finger")
    touching = an_agent(**TABLET)
    touching.row("Said by finger").tap()
    message, delete = touching.log.get_by_text("Said by finger"), touching.button("Delete")
    expect(message).to_be_visible()
    assert shown(delete) == "0"

    message.tap()
    assert shown(delete) == "1"
    delete.tap()

    expect(touching.page.get_by_role("dialog").get_by_role("button", name="Delete")).to_be_visible()


def shown(locator: Locator) -> str:
    opacity: str = locator.evaluate("element => getComputedStyle(element).opacity")
    return opacity


@pytest.fixture
def burdened(question: str, agent: Agent) -> Agent:
    """A conversation with a long name and six tags, open."""
    agent.opens(question)
    agent.page.set_viewport_size({"width": 1440, "height": 900})
    agent.field("Name").fill(LONG_NAME)
    agent.field("Name").press("Enter")
    expect(agent.thread.get_by_role("heading", name=LONG_NAME)).to_be_visible()
    for tag in TAGS:
        agent.tags(tag)
    return agent


def test_long_names_and_many_tags_push_no_button_out_of_its_row(burdened: Agent) -> None:
    heading = burdened.thread.get_by_role("heading", name=LONG_NAME)
    buttons = [burdened.assign_button, burdened.button("Resolve"), burdened.button("More actions")]

    for width in (1440, 1280, 1100, 1024, 834, 390):
        burdened.page.set_viewport_size({"width": width, "height": 900})
        for button in buttons:
            expect(button).to_be_in_viewport(ratio=1)
        middles = {sum(edges(button)[1::2]) // 2 for button in buttons}
        assert max(middles) - min(middles) <= 1, f"{width} px: the buttons stand in several rows"
        assert edges(heading)[2] <= edges(buttons[0])[0], f"{width} px: the name runs into the buttons"
