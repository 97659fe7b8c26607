"""The menu in the widget's header; what it draws comes with a second script."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.shoppers import Shopper

SECOND_SCRIPT = re.compile(r"/wagtail_livechat/more.*\.js")


@pytest.fixture
def chatting(shopper: Shopper) -> Shopper:
    shopper.visits()
    shopper.opens_the_chat()
    return shopper


class SecondScript:
    """Counts how often the browser asks for it, and breaks the line as long as the test wants."""

    def __init__(self, page: Page) -> None:
        self.asked = 0
        self.is_broken = False
        page.route(SECOND_SCRIPT, self._ask)

    def _ask(self, route: Route) -> None:
        self.asked += 1
        if self.is_broken:
            route.abort()
        else:
            route.continue_()


@pytest.fixture
def second_script(shopper: Shopper) -> SecondScript:
    return SecondScript(shopper.page)


def test_the_keyboard_opens_walks_and_leaves_it(chatting: Shopper) -> None:
    keyboard = chatting.page.keyboard
    chatting.menu_button.focus()

    keyboard.press("Enter")
    expect(chatting.panel.get_by_role("menuitem").first).to_be_focused()
    expect(chatting.menu_button).to_have_attribute("aria-expanded", "true")
    keyboard.press("End")
    expect(chatting.panel.get_by_role("menuitem").last).to_be_focused()
    keyboard.press("ArrowDown")
    expect(chatting.panel.get_by_role("menuitem").first).to_be_focused()

    keyboard.press("Escape")
    expect(chatting.panel.get_by_role("menu")).to_be_hidden()
    expect(chatting.menu_button).to_be_focused()
    expect(chatting.panel).to_be_visible()


def test_a_press_elsewhere_in_the_chat_closes_it(chatting: Shopper) -> None:
    chatting.menu_button.click()
    expect(chatting.menu_entry("Mute sounds")).to_be_visible()

    chatting.box.click()

    expect(chatting.panel.get_by_role("menu")).to_be_hidden()
    expect(chatting.box).to_be_focused()


def test_a_press_on_the_page_closes_it(chatting: Shopper) -> None:
    chatting.menu_button.click()
    expect(chatting.menu_entry("Mute sounds")).to_be_visible()

    chatting.page.mouse.click(5, 5)

    expect(chatting.panel.get_by_role("menu")).to_be_hidden()
    expect(chatting.panel).to_be_visible()


def test_its_button_closes_it_again(chatting: Shopper) -> None:
    chatting.menu_button.click()
    expect(chatting.menu_entry("Mute sounds")).to_be_visible()

    chatting.menu_button.click()

    expect(chatting.panel.get_by_role("menu")).to_be_hidden()
    expect(chatting.menu_button).to_have_attribute("aria-expanded", "false")


def test_the_second_script_is_fetched_once_and_only_when_needed(second_script: SecondScript, shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    assert second_script.asked == 0

    shopper.chooses("Mute sounds")
    shopper.chooses("Turn sounds on")

    assert second_script.asked == 1


def test_without_the_second_script_the_shopper_can_try_again(second_script: SecondScript, shopper: Shopper) -> None:
    second_script.is_broken = True
    shopper.visits()
    shopper.opens_the_chat()
    shopper.menu_button.click()
    expect(shopper.panel).to_contain_text("This could not be loaded.")

    second_script.is_broken = False
    shopper.panel.get_by_role("button", name="Try again").click()

    expect(shopper.menu_entry("Mute sounds")).to_be_focused()
