"""The inbox by single keys, and the sheet that lists them."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

_SWITCH_KEYS = """
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile
profile = UserProfile.get_for_user(get_user_model().objects.get(username="manager"))
profile.keyboard_shortcuts = {isOn}
profile.save()
"""


@pytest.fixture
def questions(a_shopper: Callable[..., Shopper], request: pytest.FixtureRequest) -> list[str]:
    """The newest last."""
    questions = [f"{which} of two ({request.node.name})" for which in ("The first", "The second")]
    for question in questions:
        shopper = a_shopper()
        shopper.visits()
        shopper.opens_the_chat()
        shopper.sends(question)
    return questions


@pytest.fixture
def without_keys(shop: OpenShop) -> Iterator[None]:
    shop.run(_SWITCH_KEYS.format(isOn=False))
    yield
    shop.run(_SWITCH_KEYS.format(isOn=True))


def test_a_conversation_is_worked_on_without_a_mouse(questions: list[str], manager: Agent) -> None:
    first, second = questions
    expect(manager.row(second)).to_be_visible()
    press = manager.page.keyboard.press

    press("j")
    expect(manager.row(second)).to_be_focused()
    press("j")
    expect(manager.row(first)).to_be_focused()
    press("k")
    press("o")
    manager.sees(second)
    expect(manager.box).to_be_focused()

    press("Escape")
    press("i")
    expect(manager.assign_button).to_have_accessible_name("Assign: me")
    press("Shift+L")
    expect(manager.assign_button).to_have_accessible_name("Assign")
    press("a")
    expect(manager.page.get_by_role("menu", name="Assign to")).to_be_visible()
    press("Escape")
    press("l")
    expect(manager.page.get_by_role("combobox", name="Add a tag")).to_be_focused()
    press("Escape")

    press("e")
    expect(manager.row(second)).to_be_hidden()
    expect(manager.button("Reopen")).to_be_visible()
    press("z")
    expect(manager.row(second)).to_be_visible()


def test_what_is_typed_into_a_box_is_no_command(questions: list[str], manager: Agent) -> None:
    manager.opens(questions[0])
    manager.page.keyboard.press("Escape")

    manager.page.keyboard.press("n")
    manager.page.keyboard.type("jazelm?")
    expect(manager.note_box).to_have_value("jazelm?")
    manager.page.keyboard.press("Escape")
    manager.page.keyboard.press("r")
    manager.page.keyboard.type("gr")
    expect(manager.box).to_have_value("gr")

    expect(manager.button("Resolve")).to_be_visible()
    expect(manager.page.get_by_role("dialog")).to_be_hidden()


def test_g_and_a_second_key_lead_to_the_queues(manager: Agent) -> None:
    press = manager.page.keyboard.press
    for key, queue in (("u", "Unassigned"), ("m", "Mine"), ("w", "Unanswered"), ("a", "All")):
        press("g")
        press(key)
        button = manager.list.get_by_role("button", name=re.compile(rf"^{queue}\b"))
        expect(button).to_have_attribute("aria-pressed", "true")
    for key, tab in (("r", "Resolved"), ("o", "Open")):
        press("g")
        press(key)
        expect(manager.list.get_by_role("tab", name=re.compile(f"^{tab}"))).to_have_attribute("aria-selected", "true")


def test_the_sheet_opens_instead_of_wagtails_and_gives_the_focus_back(manager: Agent) -> None:
    sheet = manager.page.get_by_role("dialog", name="Keyboard shortcuts")
    button = manager.page.get_by_role("button", name="Keyboard shortcuts", exact=True)
    button.focus()

    manager.page.keyboard.press("?")
    expect(sheet).to_contain_text("Resolve or reopen")
    expect(manager.page.locator("#keyboard-shortcuts-dialog")).to_have_attribute("aria-hidden", "true")
    manager.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.usefixtures("without_keys")
def test_who_switched_keys_off_in_wagtail_has_none_and_is_told(manager: Agent) -> None:
    manager.page.keyboard.press("g")
    manager.page.keyboard.press("r")
    manager.page.keyboard.press("?")
    sheet = manager.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(manager.list.get_by_role("tab", name=re.compile("^Open"))).to_have_attribute("aria-selected", "true")
    expect(sheet).to_be_hidden()

    manager.page.get_by_role("button", name="Keyboard shortcuts", exact=True).click()
    expect(sheet).to_contain_text("Keyboard shortcuts are switched off.")
