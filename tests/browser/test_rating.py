"""A shopper rates how they were answered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop
from tests.browser.test_afterwards import more_menu
from tests.browser.test_keyboard import tabs_to

_A_DAY_LATER = """
from datetime import timedelta
from django.db.models import F
from wagtail_livechat.models import Conversation
Conversation.objects.filter(rated_at__isnull=False).update(rated_at=F("rated_at") - timedelta(hours=24))
"""


@pytest.fixture
def question(shopper: Shopper, agent: Agent, request: pytest.FixtureRequest) -> str:
    """What the shopper asked; the agent has it open."""
    question = f"Is it in stock? ({request.node.name})"
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(question)
    agent.opens(question)
    return question


@pytest.fixture
def resolved(shopper: Shopper, agent: Agent, question: str) -> str:
    agent.replies("It is.")
    shopper.sees("It is.")
    agent.resolves()
    return question


def faces(shopper: Shopper) -> Locator:
    return shopper.log.get_by_role("radiogroup", name="How did we do?")


def face(shopper: Shopper, name: str) -> Locator:
    return faces(shopper).get_by_role("radio", name=name, exact=True)


def test_a_resolved_conversation_is_rated_with_a_comment(shopper: Shopper, agent: Agent, resolved: str) -> None:
    face(shopper, "Good").click()
    expect(face(shopper, "Good")).to_be_checked()
    shopper.sees("You rated: 😊 Good")
    agent.sees("Rated 😊 4 of 5")
    shopper.log.get_by_role("textbox", name="Would you like to tell us more?").fill("Quick and kind")
    shopper.log.get_by_role("button", name="Send comment").click()

    shopper.sees("Thank you for your rating.")
    shopper.sees("Quick and kind")
    expect(faces(shopper)).to_be_hidden()
    agent.sees("Rated 😊 4 of 5: “Quick and kind”")
    agent.shows("Resolved")
    expect(agent.row("It is.").filter(has_text="4").first).to_be_visible()


@pytest.mark.usefixtures("resolved")
def test_the_keyboard_rates_and_changes_the_rating(shopper: Shopper, agent: Agent) -> None:
    keyboard = shopper.page.keyboard
    expect(faces(shopper)).to_be_visible()
    shopper.log.focus()
    tabs_to(shopper.page, face(shopper, "Very bad"))
    keyboard.press("ArrowLeft")
    expect(face(shopper, "Very good")).to_be_focused()
    keyboard.press("ArrowLeft")
    keyboard.press("ArrowDown")
    # Walking is not choosing.
    expect(face(shopper, "Very good")).not_to_be_checked()
    keyboard.press("Space")
    agent.sees("Rated 😀 5 of 5")
    expect(face(shopper, "Very good")).to_be_focused()

    tabs_to(shopper.page, shopper.log.get_by_role("textbox"))
    keyboard.type("Lovely")
    tabs_to(shopper.page, shopper.log.get_by_role("button", name="Send comment"))
    keyboard.press("Enter")
    change = shopper.log.get_by_role("button", name="Change")
    expect(change).to_be_focused()
    agent.sees("Rated 😀 5 of 5: “Lovely”")

    keyboard.press("Enter")
    expect(face(shopper, "Very good")).to_be_focused()
    expect(shopper.log.get_by_role("textbox")).to_have_value("Lovely")
    keyboard.press("Home")
    keyboard.press("Enter")
    shopper.sees("You rated: 😞 Very bad")
    expect(shopper.log).not_to_contain_text("You rated: 😀")
    agent.sees("Rated 😞 1 of 5: “Lovely”")


@pytest.mark.usefixtures("resolved")
def test_after_a_reload_the_rating_is_there_and_after_a_day_it_stays(shopper: Shopper, shop: OpenShop) -> None:
    face(shopper, "Bad").click()
    shopper.sees("You rated: 😕 Bad")
    shopper.reloads()
    shopper.opens_the_chat()
    shopper.sees("Thank you for your rating.")
    expect(shopper.log.get_by_role("button", name="Change")).to_be_visible()

    shop.run(_A_DAY_LATER)
    shopper.reloads()
    shopper.opens_the_chat()

    shopper.sees("You rated: 😕 Bad")
    expect(shopper.log.get_by_role("button", name="New conversation")).to_be_visible()
    expect(shopper.log.get_by_role("button", name="Change")).to_be_hidden()
    expect(faces(shopper)).to_be_hidden()


@pytest.mark.usefixtures("resolved")
def test_a_change_that_comes_too_late_is_told(shopper: Shopper, shop: OpenShop) -> None:
    face(shopper, "Bad").click()
    shopper.sees("You rated: 😕 Bad")
    shop.run(_A_DAY_LATER)

    face(shopper, "Good").click()

    expect(shopper.log.get_by_role("alert")).not_to_be_empty()
    expect(face(shopper, "Bad")).to_be_checked()


@pytest.mark.usefixtures("question")
def test_an_agent_asks_while_the_conversation_goes_on(shopper: Shopper, agent: Agent) -> None:
    expect(faces(shopper)).to_be_hidden()
    more_menu(agent).get_by_role("menuitem", name="Ask for a rating").click()

    shopper.sees("How was this conversation?")
    face(shopper, "Neither good nor bad").click()

    agent.sees("Rated 😐 3 of 5")
    expect(shopper.log.get_by_role("button", name="New conversation")).to_be_hidden()
    shopper.sends("One thing more")
    expect(faces(shopper)).to_be_hidden()


@pytest.mark.usefixtures("resolved")
def test_what_was_rated_in_another_tab_is_not_asked_again(shopper: Shopper) -> None:
    other = shopper.opens_another_tab()
    other.opens_the_chat()
    expect(faces(other)).to_be_visible()

    face(shopper, "Very good").click()

    other.sees("Thank you for your rating.")
    other.sees("You rated: 😀 Very good")
    expect(faces(other)).to_be_hidden()


@pytest.mark.usefixtures("resolved")
def test_the_card_is_in_sight_and_its_faces_are_large_enough_on_a_small_phone(shopper: Shopper) -> None:
    shopper.page.set_viewport_size({"width": 320, "height": 568})
    expect(face(shopper, "Very good")).to_be_in_viewport()
    for radio in faces(shopper).get_by_role("radio").all():
        box = radio.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44

    face(shopper, "Good").click()

    expect(shopper.log.get_by_role("button", name="Send comment")).to_be_in_viewport(ratio=1)
    assert shopper.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    expect(face(shopper, "Good")).to_be_checked()
