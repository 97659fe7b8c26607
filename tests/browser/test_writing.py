"""What can be written, and how it stands there on both sides."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper

LONGEST = 10_000
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b> & &amp; {{ 7 * 7 }}"


@pytest.fixture
def talking(shopper: Shopper, agent: Agent, request: pytest.FixtureRequest) -> None:
    question = f"May I ask something? ({request.node.name})"
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(question)
    agent.opens(question)


def lines_of(log: Locator, text: str) -> list[str]:
    """The last bubble with this text, line by line, as it is drawn."""
    return log.get_by_text(text).last.inner_text().splitlines()


@pytest.mark.usefixtures("talking")
def test_shift_enter_begins_a_line_and_enter_sends(shopper: Shopper, agent: Agent) -> None:
    for person, first in ((shopper, "Two kilos of Guji"), (agent, "That is possible")):
        person.box.press_sequentially(first)
        person.box.press("Shift+Enter")
        person.box.press_sequentially("with a line of its own")
        expect(person.box).to_have_value(f"{first}\nwith a line of its own")
        person.box.press("Enter")

        expect(person.box).to_be_empty()
        for log in (shopper.log, agent.log):
            expect(log).to_contain_text(re.compile(f"{first}.*of its own", re.DOTALL))
            assert lines_of(log, first)[-2].endswith(first)
            assert lines_of(log, first)[-1] == "with a line of its own"


@pytest.mark.usefixtures("talking")
def test_the_buttons_send_as_enter_does(shopper: Shopper, agent: Agent) -> None:
    shopper.box.fill("Sent by a click")
    shopper.send_button.click()
    agent.sees("Sent by a click")

    agent.box.fill("Answered by a click")
    agent.button("Send").click()
    shopper.sees("Answered by a click")
    expect(shopper.box).to_be_empty()
    expect(agent.box).to_be_empty()


def said(person: Shopper | Agent) -> list[str]:
    """The words of the thread, without what the other side may do just now: read, and write."""
    return re.sub(r"✓|\b(sent|seen)\b.*|·|.*\btyping\b.*", " ", person.log.inner_text(), flags=re.IGNORECASE).split()


@pytest.mark.usefixtures("talking")
def test_white_space_is_no_message(shopper: Shopper, agent: Agent) -> None:
    for person in (shopper, agent):
        before = said(person)
        person.box.fill("  \n\t  ")
        person.box.press("Enter")
        expect(person.box).not_to_be_empty()
        assert said(person) == before
    expect(shopper.send_button).to_be_disabled()
    expect(agent.button("Send")).to_be_disabled()


@pytest.mark.usefixtures("talking")
def test_markup_shows_as_text_on_both_sides(shopper: Shopper, agent: Agent) -> None:
    dialogs: list[str] = []
    for person in (shopper, agent):
        person.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    shopper.writes(f"visitor: {MARKUP}")
    agent.sees(f"visitor: {MARKUP}")
    agent.replies(f"agent: {MARKUP}")
    shopper.sees(f"agent: {MARKUP}")

    expect(agent.row(MARKUP)).to_be_visible()
    for person in (shopper, agent):
        assert person.log.locator("img, script, b").count() == 0
    assert agent.list.locator("img[src=x], script, b").count() == 0
    assert dialogs == []


@pytest.mark.usefixtures("talking")
def test_the_longest_message_arrives_whole_and_a_longer_one_is_not_sent(shopper: Shopper, agent: Agent) -> None:
    for person, other, letter in ((shopper, agent, "v"), (agent, shopper, "a")):
        person.box.fill(letter * (LONGEST + 3))
        person.box.press("Enter")
        expect(person.box).to_have_value(letter * (LONGEST + 3))
        expect(person.page.get_by_text(re.compile("3 characters too (many|long)"))).to_be_visible()

        person.box.fill(letter * LONGEST)
        expect(person.page.get_by_text("0 characters left")).to_be_visible()
        person.box.press("Enter")
        other.sees(letter * LONGEST)


@pytest.mark.usefixtures("talking")
def test_each_run_of_messages_has_its_time(shopper: Shopper, agent: Agent) -> None:
    shopper.writes("A run of two:")
    shopper.sends("this is the second")
    agent.sees("this is the second")
    agent.replies("And this a run of one")
    shopper.sees("And this a run of one")

    clock = re.compile(r"^\d{1,2}:\d\d( [AP]M)?$")
    expect(shopper.log.get_by_role("time")).to_have_text([clock] * 2)
    # On this side the line "Started on …" and who took the conversation have their times, too.
    expect(agent.log.get_by_role("time")).to_have_text([clock] * 4)


@pytest.mark.usefixtures("talking")
def test_who_writes_too_fast_is_told_and_everything_goes_out_later(shopper: Shopper, agent: Agent) -> None:
    burst = [f"Quick number {number:02}" for number in range(1, 25)]

    for text in burst:
        shopper.writes(text)

    shopper.is_told("That was quick! Your message goes out in a moment.")
    expect(agent.log).to_contain_text(burst[-1])
    agent.sees_once_and_in_order(*burst)
    shopper.sees_once_and_in_order(*burst)
    expect(shopper.panel.get_by_role("status")).to_be_empty()
