"""A shopper and an agent talk: the main job, in two real browsers."""

from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper

#: Milliseconds.
LIVE = 1_000


def test_a_shopper_and_an_agent_talk_until_it_is_solved_and_begin_again(shopper: Shopper, agent: Agent) -> None:
    shopper.logs_in("alice")
    shopper.visits()
    shopper.opens_the_chat()

    looking.begin_waiting(agent.page.locator("body"), "Does the Guji suit a moka pot")
    looking.begin_waiting(shopper.log, "Does the Guji suit a moka pot.*Sent")
    shopper.writes("Does the Guji suit a moka pot?")
    late_by = looking.moment(agent.page) - looking.moment(shopper.page)

    assert late_by < LIVE
    agent.opens("Does the Guji suit a moka pot?")
    agent.sees("Started on Ethiopia Guji, 1 kg")
    agent.replies("It does, ground a little finer.")
    shopper.sees("It does, ground a little finer.")
    expect(agent.thread.get_by_role("heading", name="Alice Moreau")).to_be_visible()

    agent.resolves()
    shopper.sees("This conversation was closed.")
    expect(agent.row("ground a little finer")).to_be_hidden()

    shopper.writes("And how fine is that?")
    agent.sees("And how fine is that?")
    expect(agent.button("Resolve")).to_be_visible()
    expect(agent.row("And how fine is that?")).to_be_visible()
    shopper.sees_once_and_in_order(
        "Does the Guji suit a moka pot?", "It does, ground a little finer.", "And how fine is that?"
    )


def test_an_open_thread_gets_a_message_within_a_second_on_either_side(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("A first question, please")
    agent.opens("A first question, please")

    looking.begin_waiting(agent.log, "A second one")
    looking.begin_waiting(shopper.log, "A second one.*Se[ne][tn]")
    shopper.writes("A second one")
    assert looking.moment(agent.page) - looking.moment(shopper.page) < LIVE

    looking.begin_waiting(shopper.log, "Here is the answer")
    looking.begin_waiting(agent.log, "Here is the answer.*(sent|seen)")
    agent.replies("Here is the answer")
    assert looking.moment(shopper.page) - looking.moment(agent.page) < LIVE
