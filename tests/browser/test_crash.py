"""The web server dies while both sides write, and comes back: nothing is lost, nothing appears twice."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

ASKED = ("Question one", "Question two", "Question three", "Question four")
ANSWERED = ("Answer one", "Answer two", "Answer three", "Answer four")


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    """A shop of its own, since its server is killed."""
    return own_shop


@pytest.fixture
def talking(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("The beginning")
    agent.opens("The beginning")
    agent.replies("A first answer")
    shopper.sees("A first answer")


def bodies(log_text: str) -> list[str]:
    return re.findall("|".join((*ASKED, *ANSWERED)), log_text)


@pytest.mark.usefixtures("talking")
def test_messages_written_around_a_crash_appear_once_and_in_order_on_both_sides(
    shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    shopper.writes(ASKED[0])
    agent.replies(ANSWERED[0])
    shopper.writes(ASKED[1])

    shop.web.kill()
    for asked, answered in zip(ASKED[2:], ANSWERED[1:3], strict=True):
        shopper.writes(asked)
        agent.replies(answered)
    agent.replies(ANSWERED[3])
    shopper.is_told("No connection. Your message is kept and will be sent.")
    shopper.sees("Sending…")
    agent.is_told("Your messages are kept and will be sent.")
    agent.sees("sending …")
    shop.web.start()

    for log in (shopper.log, agent.log):
        for text in (*ASKED, *ANSWERED):
            expect(log.get_by_text(text)).to_have_count(1)
        expect(log).not_to_contain_text(re.compile("sending", re.IGNORECASE))
    shopper.sees_once_and_in_order(*ASKED)
    shopper.sees_once_and_in_order(*ANSWERED)
    assert bodies(shopper.log.inner_text()) == bodies(agent.log.inner_text())
    expect(shopper.panel.get_by_role("status")).to_be_empty()


@pytest.mark.usefixtures("talking")
def test_what_waited_goes_out_from_the_next_tab_when_its_own_was_closed(
    shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    shop.web.kill()
    shopper.writes(ASKED[0])
    shopper.sees("Sending…")
    agent.replies(ANSWERED[0])
    agent.sees("sending …")
    shopper.page.close(run_before_unload=True)
    agent.page.close(run_before_unload=True)
    shop.web.start()
    shopper, agent = shopper.opens_another_tab(), agent.opens_another_tab()
    shopper.opens_the_chat()
    agent.list.get_by_role("link").first.click()

    for log in (shopper.log, agent.log):
        expect(log.get_by_text("The beginning")).to_have_count(1)
        expect(log.get_by_text(ASKED[0])).to_have_count(1)
        expect(log.get_by_text(ANSWERED[0])).to_have_count(1)


@pytest.mark.usefixtures("talking")
def test_a_network_that_fails_for_a_while_loses_nothing(shopper: Shopper, agent: Agent) -> None:
    shopper.page.context.set_offline(True)
    shopper.writes(ASKED[0])
    shopper.sees("Sending…")
    agent.replies(ANSWERED[0])

    shopper.page.context.set_offline(False)

    shopper.sees(ANSWERED[0])
    agent.sees(ASKED[0])
    for log in (shopper.log, agent.log):
        for text in (ASKED[0], ANSWERED[0]):
            expect(log.get_by_text(text)).to_have_count(1)
