"""The conversation is found again: after a reload, in a second tab, tomorrow; and by nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.chromium import Browsers
from tests.browser.shoppers import Shopper


def test_a_reload_finds_the_same_conversation(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Is the mill still in stock?")
    agent.opens("Is the mill still in stock?")

    shopper.reloads()
    shopper.opens_the_chat()

    shopper.sees_once_and_in_order("Is the mill still in stock?")
    shopper.writes("The grey one")
    agent.sees_once_and_in_order("Is the mill still in stock?", "The grey one")


def test_another_page_of_the_site_finds_it_and_keeps_what_was_being_written(shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Do you ship to Norway?")
    shopper.box.fill("And how long does")

    shopper.visits("/help/")
    shopper.opens_the_chat()

    shopper.sees("Do you ship to Norway?")
    expect(shopper.box).to_have_value("And how long does")


def test_a_second_tab_shows_it_and_hears_what_is_new(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Which filter fits?")
    agent.opens("Which filter fits?")

    other_tab = shopper.opens_another_tab()
    other_tab.opens_the_chat()
    other_tab.sees("Which filter fits?")
    shopper.writes("Number 02, I mean")
    agent.replies("The paper ones in our shop do.")

    for tab in (shopper, other_tab):
        tab.sees_once_and_in_order("Which filter fits?", "Number 02, I mean", "The paper ones in our shop do.")


def test_two_tabs_that_were_open_before_the_first_message_share_the_conversation(shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    other_tab = shopper.opens_another_tab()
    other_tab.opens_the_chat()

    shopper.sends("Hello from the first tab")
    other_tab.sees("Hello from the first tab")
    other_tab.sends("Hello from the second tab")

    shopper.sees_once_and_in_order("Hello from the first tab", "Hello from the second tab")


def test_coming_back_tomorrow_finds_it(shopper: Shopper, browsers: Browsers) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("I will ask again tomorrow")

    # The browser is closed, so the cookies of the session are gone; the clock is that of tomorrow.
    state = shopper.page.context.storage_state()
    state["cookies"] = [cookie for cookie in state["cookies"] if cookie["expires"] > 0]
    tomorrow = Shopper(browsers.open(storage_state=state).new_page())
    tomorrow.page.clock.set_system_time(datetime.now(UTC) + timedelta(days=1))
    tomorrow.visits()
    tomorrow.opens_the_chat()

    tomorrow.sees_once_and_in_order("Yesterday", "I will ask again tomorrow")


def test_in_another_browser_nothing_of_it_is_seen(shopper: Shopper, a_shopper: Callable[..., Shopper]) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("This is between us")

    stranger = a_shopper()
    stranger.visits()
    stranger.opens_the_chat()
    stranger.sends("Hello, is anybody there?")

    expect(stranger.log).not_to_contain_text("This is between us")
    expect(shopper.log).not_to_contain_text("Hello, is anybody there?")


def test_after_logging_in_elsewhere_a_shopper_finds_their_conversation(
    shopper: Shopper, a_shopper: Callable[..., Shopper]
) -> None:
    shopper.logs_in("bob")
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Started at home")

    at_work = a_shopper()
    at_work.logs_in("bob")
    at_work.visits()
    at_work.opens_the_chat()

    at_work.sees("Started at home")


def test_after_logging_out_the_next_one_at_the_screen_sees_nothing(shopper: Shopper) -> None:
    shopper.logs_in("bob")
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("My order is private")

    shopper.visits("/shop/accounts/logout/")
    shopper.visits()
    shopper.opens_the_chat()

    expect(
        shopper.panel.get_by_text("How can we help?").or_(shopper.panel.get_by_text("Leave us a message"))
    ).to_be_visible()
    expect(shopper.log).not_to_contain_text("My order is private")
