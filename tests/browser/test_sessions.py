"""Sessions end and rights are missing: the inbox says so and loses nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.agents import INBOX, Agent
from tests.browser.chromium import Browsers
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

_HIRE_AN_EDITOR = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
editor = get_user_model().objects.create_user("editor", "editor@example.com", "editor")
editor.groups.add(Group.objects.get(name="Editors"))
"""


@pytest.fixture
def agent(browsers: Browsers) -> Agent:
    """With a session of their own, since here it ends."""
    agent = Agent(browsers.open().new_page())
    agent.logs_in("agent")
    return agent


def logs_out(agent: Agent) -> None:
    agent.page.get_by_role("button", name="Martin").click()
    agent.page.get_by_role("button", name="Log out").click()
    expect(agent.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_after_a_logout_elsewhere_the_inbox_offers_to_log_in_and_keeps_the_draft(
    shopper: Shopper, agent: Agent
) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Please wait for my photo")
    agent.opens("Please wait for my photo")
    agent.box.fill("No hurry at")
    other_tab = agent.opens_another_tab("/admin/account/")

    logs_out(other_tab)

    agent.is_told("You are logged out. What you wrote is kept.")
    expect(agent.box).to_have_value("No hurry at")
    shopper.writes("Here it comes")

    with agent.page.context.expect_page() as opened:
        agent.page.get_by_role("link", name="Log in again").click()
    login = Agent(opened.value)
    login.fills_in_the_login("agent")
    expect(login.page.get_by_role("navigation", name="Main menu")).to_be_visible()
    agent.looks_elsewhere()
    agent.comes_back()

    agent.sees("Here it comes")
    expect(agent.box).to_have_value("No hurry at")
    agent.replies("No hurry at all")
    shopper.sees("No hurry at all")


def test_a_shopper_is_asked_to_log_in(browsers: Browsers) -> None:
    page = browsers.open().new_page()

    page.goto(INBOX)

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_an_editor_without_the_right_gets_wagtails_refusal(browsers: Browsers, shop: OpenShop) -> None:
    shop.run(_HIRE_AN_EDITOR)
    editor = Agent(browsers.open().new_page())
    editor.page.goto("/admin/login/")
    editor.fills_in_the_login("editor")
    expect(editor.page.get_by_role("navigation", name="Main menu")).to_be_visible()

    editor.page.goto(INBOX)

    expect(editor.page.get_by_text("you do not have permission to access this area")).to_be_visible()
    expect(editor.menu_entry).to_be_hidden()
    assert not editor.page.url.endswith(INBOX)
