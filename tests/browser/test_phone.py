"""On a phone: the widget takes the whole screen, the inbox shows one pane at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture
def shopper(a_shopper: Callable[..., Shopper]) -> Shopper:
    # Places are compared: the panel may not still be rising.
    return a_shopper(**PHONE, reduced_motion="reduce")


@pytest.fixture
def agent(an_agent: Callable[..., Agent]) -> Agent:
    return an_agent(**PHONE)


def edges(locator: Locator) -> tuple[int, int, int, int]:
    box = locator.bounding_box()
    assert box is not None
    return round(box["x"]), round(box["y"]), round(box["x"] + box["width"]), round(box["y"] + box["height"])


def test_the_widget_takes_the_whole_screen_and_gives_it_back(shopper: Shopper) -> None:
    shopper.visits()
    shopper.launcher.tap()

    expect(shopper.box).to_be_in_viewport(ratio=1)
    expect(shopper.send_button).to_be_in_viewport(ratio=1)
    assert edges(shopper.panel) == (0, 0, 390, 844)
    shopper.sends("Written on the way home")

    shopper.closes_the_chat()
    expect(shopper.launcher).to_be_in_viewport(ratio=1)


def test_the_box_stays_above_the_keyboard(shopper: Shopper) -> None:
    shopper.visits()
    shopper.launcher.tap()

    # What a phone's keyboard leaves of the screen.
    shopper.page.set_viewport_size({"width": 390, "height": 480})

    expect(shopper.box).to_be_in_viewport(ratio=1)
    expect(shopper.send_button).to_be_in_viewport(ratio=1)


def test_the_inbox_shows_one_pane_at_a_time(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.launcher.tap()
    shopper.sends("Is anybody at the desk?")
    expect(agent.thread).to_be_hidden()

    agent.row("Is anybody at the desk?").tap()
    expect(agent.list).to_be_hidden()
    expect(agent.box).to_be_in_viewport(ratio=1)
    agent.box.fill("On the tram, but yes.")
    agent.button("Send").tap()
    shopper.sees("On the tram, but yes.")

    agent.button("Back").tap()
    expect(agent.thread).to_be_hidden()
    expect(agent.row("On the tram, but yes.")).to_be_visible()


def test_the_visitor_panel_is_a_drawer(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.launcher.tap()
    shopper.sends("Who am I?")
    agent.row("Who am I?").tap()
    expect(agent.visitor_panel).to_be_hidden()

    agent.button("Visitor details").tap()
    expect(agent.field("Name")).to_be_visible()

    agent.visitor_panel.get_by_role("button", name="Close").tap()
    expect(agent.visitor_panel).to_be_hidden()
    expect(agent.box).to_be_visible()
