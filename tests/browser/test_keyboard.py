"""Everything can be done with the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper

#: More stops than any of the pages has.
STOPS = 120

_HAS_FOCUS = "element => element.getRootNode().activeElement === element"


def tabs_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press the key until the target has the focus, as somebody without a mouse would."""
    for _stop in range(STOPS):
        if target.evaluate(_HAS_FOCUS):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {target}")


def test_a_shopper_chats_without_a_mouse(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    keyboard = shopper.page.keyboard

    tabs_to(shopper.page, shopper.launcher)
    keyboard.press("Enter")
    expect(shopper.box).to_be_focused()
    keyboard.type("Written without a mouse")
    keyboard.press("Enter")
    agent.opens("Written without a mouse")
    expect(shopper.box).to_be_focused()

    keyboard.press("Escape")
    expect(shopper.panel).to_be_hidden()
    expect(shopper.launcher).to_be_focused()

    keyboard.press("Space")
    expect(shopper.box).to_be_focused()
    tabs_to(shopper.page, shopper.panel.get_by_role("button", name="Close chat"), "Shift+Tab")
    keyboard.press("Enter")
    expect(shopper.launcher).to_be_focused()


def test_an_agent_answers_without_a_mouse(shopper: Shopper, agent: Agent) -> None:
    for text in ("The older one", "The newer one"):
        shopper.visits()
        shopper.opens_the_chat()
        shopper.sends(text)
        expect(agent.row(text)).to_be_visible()
    keyboard = agent.page.keyboard

    tabs_to(agent.page, agent.row("The newer one"))
    keyboard.press("Enter")
    expect(agent.box).to_be_focused()
    keyboard.type("Answered without a mouse")
    keyboard.press("Enter")
    shopper.sees("Answered without a mouse")
    expect(agent.assign_button).to_have_accessible_name("Assign: me")
    expect(agent.box).to_be_focused()

    tabs_to(agent.page, agent.button("Resolve"), "Shift+Tab")
    keyboard.press("Enter")
    expect(agent.button("Reopen")).to_be_visible()
    shopper.sees("This conversation was closed.")


def test_arrows_move_between_conversations_and_in_menus(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("One row of the list")
    expect(agent.row("One row of the list")).to_be_visible()
    keyboard = agent.page.keyboard
    rows = agent.list.get_by_role("listitem").get_by_role("link")

    tabs_to(agent.page, rows.first)
    if rows.count() > 1:
        keyboard.press("ArrowDown")
        expect(rows.nth(1)).to_be_focused()
        keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()

    agent.opens("One row of the list")
    tabs_to(agent.page, agent.assign_button, "Shift+Tab")
    keyboard.press("Enter")
    expect(agent.page.get_by_role("menuitemradio", name="Nobody")).to_be_focused()
    keyboard.press("Home")
    expect(agent.page.get_by_role("menuitemradio").first).to_be_focused()
    keyboard.press("Escape")
    expect(agent.page.get_by_role("menu")).to_be_hidden()
    expect(agent.assign_button).to_be_focused()
