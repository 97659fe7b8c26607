"""A reply that comes while nobody looks: a count on the launcher and in the title, and a soft sound."""

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper

#: Notes whether the page plays a sound.
_LISTEN = """
  window.isHeard = false;
  window.heard = new Promise((resolve) => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
      window.isHeard = true;
      resolve(true);
      return start.apply(this, when);
    };
  });
"""
#: A tab waits a moment for other tabs before it rings; this outlasts it.
_MOMENT_OVER = "() => new Promise((resolve) => setTimeout(resolve, 1500))"


@pytest.fixture
def listening(shopper: Shopper, agent: Agent, request: pytest.FixtureRequest) -> Shopper:
    """A shopper in a conversation, who hears what the page plays."""
    question = f"Are you there? ({request.node.name})"
    shopper.page.add_init_script(_LISTEN)
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(question)
    agent.opens(question)
    return shopper


def test_replies_to_a_closed_panel_are_counted_until_it_is_opened(listening: Shopper, agent: Agent) -> None:
    listening.closes_the_chat()

    agent.replies("Yes, right here.")
    listening.has_unread(1)
    agent.replies("How can I help?")
    listening.has_unread(2)

    listening.opens_the_chat()
    listening.sees("How can I help?")
    listening.has_unread(0)
    agent.sees("seen")


def test_the_count_is_there_on_the_next_page_before_the_panel_is_opened(listening: Shopper, agent: Agent) -> None:
    listening.closes_the_chat()
    agent.replies("Yes, what is it?")
    listening.has_unread(1)

    listening.visits("/help/")

    listening.has_unread(1)


def test_replies_to_a_hidden_tab_are_counted_until_it_is_looked_at(listening: Shopper, agent: Agent) -> None:
    listening.looks_elsewhere()

    agent.replies("Are you still with us?")
    listening.has_unread(1)
    assert listening.page.evaluate("window.heard")

    listening.comes_back()
    listening.has_unread(0)


def test_reading_in_one_tab_clears_the_count_of_the_other(listening: Shopper, agent: Agent) -> None:
    other_tab = listening.opens_another_tab()
    listening.closes_the_chat()
    agent.replies("One of you will see this")
    listening.has_unread(1)
    other_tab.has_unread(1)

    other_tab.opens_the_chat()

    other_tab.has_unread(0)
    listening.has_unread(0)


def test_a_muted_chat_keeps_silent_on_this_page_and_the_next(listening: Shopper, agent: Agent) -> None:
    listening.chooses("Mute sounds")

    listening.reloads()
    listening.opens_the_chat()
    listening.menu_button.click()
    expect(listening.menu_entry("Turn sounds on")).to_be_visible()
    listening.closes_the_chat()
    agent.replies("Psst")
    listening.has_unread(1)

    listening.page.evaluate(_MOMENT_OVER)
    assert not listening.page.evaluate("window.isHeard")


def test_an_agent_who_looks_elsewhere_sees_the_count_in_the_title(listening: Shopper, agent: Agent) -> None:
    expect(agent.row("Are you there?").first).not_to_contain_text("unread message")
    before = agent.page.title()
    agent.looks_elsewhere()

    listening.writes("Hello?")

    expect(agent.page).not_to_have_title(before)
    agent.comes_back()
    expect(agent.page).to_have_title(before)
