"""Who is on the site now, as the inbox lists it: seen live, found, and spoken to first."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.agents import Agent
from tests.browser.recording import Recording
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop
from tests.browser.test_keyboard import tabs_to
from tests.browser.test_phone import PHONE

GUJI_TITLE, BLOG, BLOG_TITLE = "Ethiopia Guji, 1 kg", "/blog/guji-is-back/", "The Guji is back"
A_PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
#: Nobody asked for anything for as long as it takes to be taken for gone; then the sweep comes.
GONE = """
from datetime import timedelta
from django.utils import timezone
from wagtail_livechat.actions import presence
from wagtail_livechat.models import Visitor
Visitor.objects.update(last_seen_at=timezone.now() - timedelta(minutes=2))
presence.expire()
"""


pytestmark = pytest.mark.usefixtures("everybody_is_recorded")


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    """A shop of its own, since here those who visit it are counted."""
    return own_shop


def test_a_visitor_is_seen_coming_moving_on_and_leaving(
    recording: Recording, shop: OpenShop, agent: Agent, a_shopper: Callable[..., Shopper]
) -> None:
    agent.shows("Visitors")
    expect(agent.list.get_by_text("Nobody is on the site right now.")).to_be_visible()
    agent.sees_on_site(0)
    shopper = a_shopper()

    shopper.visits()
    expect(agent.live_row(GUJI_TITLE)).to_be_visible()
    agent.sees_on_site(1)

    shopper.visits(BLOG)
    expect(agent.live_row(BLOG_TITLE)).to_be_visible()
    expect(agent.live_row(GUJI_TITLE)).to_be_hidden()

    shopper.page.context.close()
    shop.run(GONE)
    expect(agent.live_row(BLOG_TITLE)).to_be_hidden()
    expect(agent.list.get_by_text("Nobody is on the site right now.")).to_be_visible()
    agent.sees_on_site(0)


def test_visitors_are_counted_where_conversations_are_listed(
    recording: Recording, agent: Agent, shopper: Shopper
) -> None:
    agent.sees_on_site(0)

    shopper.visits()

    agent.sees_on_site(1)
    agent.shows("Visitors")
    agent.reloads()
    expect(agent.live_row(GUJI_TITLE)).to_be_visible()


def test_visitors_are_found_by_what_they_use_and_by_words(
    recording: Recording, agent: Agent, a_shopper: Callable[..., Shopper]
) -> None:
    a_shopper().visits()
    a_shopper(**PHONE, user_agent=A_PHONE).visits(BLOG)
    agent.shows("Visitors")
    expect(agent.live_row(GUJI_TITLE)).to_be_visible()
    expect(agent.live_row(BLOG_TITLE)).to_be_visible()

    agent.list.get_by_role("button", name="Device", exact=True).click()
    agent.page.get_by_role("menuitemradio", name="Phone").click()
    expect(agent.live_row(GUJI_TITLE)).to_be_hidden()
    expect(agent.live_row(BLOG_TITLE)).to_be_visible()

    agent.list.get_by_role("button", name="With basket").click()
    expect(agent.list.get_by_text("Nobody on the site is like that.")).to_be_visible()
    agent.list.get_by_role("button", name="Show everybody").click()
    expect(agent.live_row(GUJI_TITLE)).to_be_visible()

    agent.list.get_by_role("searchbox", name="Search visitors").fill("the guji")
    expect(agent.live_row(GUJI_TITLE)).to_be_hidden()
    expect(agent.live_row(BLOG_TITLE)).to_be_visible()


def test_somebody_who_never_opened_the_chat_is_spoken_to_and_answers(
    recording: Recording, agent: Agent, shopper: Shopper
) -> None:
    shopper.visits()
    agent.shows("Visitors")

    agent.speaks_first(GUJI_TITLE, "Can I help you with the Guji?")
    expect(agent.assign_button).to_have_accessible_name("Assign: me")

    shopper.visits(BLOG)
    shopper.has_unread(1)
    shopper.opens_the_chat()
    shopper.sees("Can I help you with the Guji?")
    shopper.has_unread(0)
    shopper.sends("Yes, is it fresh?")
    agent.sees("Yes, is it fresh?")

    expect(agent.live_row(BLOG_TITLE).get_by_role("link")).to_have_attribute("aria-current", "true")
    shopper.closes_the_chat()
    agent.replies("Roasted on Monday.")
    shopper.has_unread(1)


def test_who_stays_on_a_page_sees_it_half_a_minute_later(recording: Recording, agent: Agent, shopper: Shopper) -> None:
    shopper.page.clock.install()
    shopper.visits()
    agent.shows("Visitors")
    agent.speaks_first(GUJI_TITLE, "Are you still reading?")
    shopper.has_unread(0)

    shopper.page.clock.fast_forward("00:31")

    shopper.has_unread(1)


def test_who_closed_an_empty_chat_sees_it_at_once(recording: Recording, agent: Agent, shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.closes_the_chat()
    agent.shows("Visitors")

    agent.speaks_first(GUJI_TITLE, "You closed the chat?")

    shopper.has_unread(1)
    shopper.visits(BLOG)
    shopper.has_unread(1)
    shopper.opens_the_chat()
    shopper.sees("You closed the chat?")


def test_a_row_leads_to_the_conversation_that_there_is(recording: Recording, agent: Agent, shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Where am I listed?")
    agent.shows("Visitors")

    agent.live_row(GUJI_TITLE).get_by_role("link").click()

    agent.sees("Where am I listed?")


def test_two_agents_write_first_and_the_visitor_has_one_conversation(
    recording: Recording, manager: Agent, shopper: Shopper, an_agent: Callable[..., Agent]
) -> None:
    shopper.visits()
    agent = an_agent()
    agent.shows("Visitors")
    manager.shows("Visitors")
    manager.live_row(GUJI_TITLE).get_by_role("button").click()
    agent.speaks_first(GUJI_TITLE, "Hello from Martin")

    box = manager.first_words.get_by_role("textbox", name="Message")
    box.fill("Hello from Tom")
    box.press("Enter")

    manager.sees_once_and_in_order("Hello from Martin", "Hello from Tom")
    shopper.visits(BLOG)
    shopper.has_unread(2)


def test_without_a_mouse(recording: Recording, agent: Agent, a_shopper: Callable[..., Shopper]) -> None:
    a_shopper().visits()
    agent.page.keyboard.press("g")
    agent.page.keyboard.press("v")
    expect(agent.live_row(GUJI_TITLE)).to_be_visible()
    a_shopper().visits(BLOG)
    expect(agent.live_row(BLOG_TITLE)).to_be_visible()

    agent.page.keyboard.press("j")
    expect(agent.live_row(BLOG_TITLE).get_by_role("button")).to_be_focused()
    agent.page.keyboard.press("ArrowDown")
    expect(agent.live_row(GUJI_TITLE).get_by_role("button")).to_be_focused()
    agent.page.keyboard.press("Enter")
    expect(agent.first_words.get_by_role("textbox", name="Message")).to_be_focused()
    agent.page.keyboard.type("Not this time")
    agent.page.keyboard.press("Escape")
    expect(agent.live_row(GUJI_TITLE).get_by_role("button")).to_be_focused()
    agent.page.keyboard.press("o")
    expect(agent.first_words.get_by_role("textbox", name="Message")).to_have_value("Not this time")
    agent.page.keyboard.press("Escape")

    tab = agent.list.get_by_role("tab", name=re.compile("^Visitors"))
    tabs_to(agent.page, tab, "Shift+Tab")
    agent.page.keyboard.press("ArrowLeft")
    expect(agent.list.get_by_role("tab", name="Resolved")).to_be_focused()
    expect(agent.list.get_by_role("tab", name="Resolved")).to_have_attribute("aria-selected", "true")


def test_the_row_with_the_focus_keeps_it_while_others_come(
    recording: Recording, agent: Agent, a_shopper: Callable[..., Shopper]
) -> None:
    first = a_shopper()
    first.visits()
    agent.shows("Visitors")
    agent.live_row(GUJI_TITLE).get_by_role("button").focus()

    a_shopper().visits("/blog/")
    first.visits(BLOG)

    agent.sees_on_site(2)
    expect(agent.live_row(BLOG_TITLE).get_by_role("button")).to_be_focused()


def test_where_not_everybody_is_recorded_the_list_says_so(recording: Recording, agent: Agent, manager: Agent) -> None:
    recording(recorded="opening")
    line = "Only visitors who opened the chat are listed."

    agent.shows("Visitors")
    expect(agent.list.get_by_text(line)).to_be_visible()
    expect(agent.list.get_by_role("link", name="Change the setting")).to_be_hidden()

    manager.shows("Visitors")
    manager.list.get_by_role("link", name="Change the setting").click()
    expect(manager.page.get_by_role("heading", name=re.compile("Live chat", re.IGNORECASE)).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_complains_of_nothing(
    recording: Recording, a_shopper: Callable[..., Shopper], an_agent: Callable[..., Agent], scheme: str
) -> None:
    a_shopper().visits()
    asking = a_shopper()
    asking.visits(BLOG)
    asking.opens_the_chat()
    asking.sends("Am I accessible?")
    agent = an_agent(reduced_motion="reduce", color_scheme=scheme)
    axe.comes_along(agent.page)
    agent.reloads()
    agent.shows("Visitors")
    expect(agent.live_row(BLOG_TITLE).get_by_role("link")).to_be_visible()
    assert axe.violations(agent.page, ".chat-list") == []

    agent.live_row(GUJI_TITLE).get_by_role("button").click()
    agent.first_words.get_by_role("textbox", name="Message").fill("Hello")
    assert axe.violations(agent.page, "dialog") == []
