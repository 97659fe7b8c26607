"""What each side notices of the other while they write and read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

_NO_PREVIEWS = """
from wagtail.models import Site
from wagtail_livechat.models import LiveChatSettings
settings = LiveChatSettings.for_site(Site.objects.get(is_default_site=True))
settings.previews_typing = {shown}
settings.save()
"""
DOTS = "\u2022\u2022\u2022\u2022"
WRITES = "Martin Novak is typing"


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    return own_shop


def test_the_agent_reads_along_and_card_numbers_are_dots(question: str, shopper: Shopper, agent: Agent) -> None:
    frames: list[str] = []
    shopper.page.on("websocket", lambda socket: socket.on("framesent", lambda text: frames.append(str(text))))
    shopper.reloads()
    shopper.opens_the_chat()
    agent.opens(question)

    shopper.box.press_sequentially("My card is 4242 4242", delay=50)
    agent.sees(f"typing: My card is {DOTS} {DOTS}")
    expect(agent.row("is typing")).to_have_count(1)
    told = "".join(frames)
    assert "My card is" in told
    # Six digits may still be anything; with the seventh all are dots.
    assert "4242 424" not in told
    expect(agent.page).not_to_have_title(re.compile("My card"))

    shopper.box.fill("")
    expect(agent.log).not_to_contain_text("My card")

    shopper.box.press_sequentially("Never mind", delay=50)
    shopper.box.press("Enter")
    agent.sees("Never mind")
    expect(agent.log).not_to_contain_text("typing")


def test_a_long_text_is_seen_at_its_end(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)

    shopper.box.fill("\n".join(["A line of it", *[f"and line {number}" for number in range(2, 40)]]))

    expect(agent.log.get_by_text("and line 39")).to_be_in_viewport()
    box = agent.log.locator(".chat-bubble--typing").bounding_box()
    assert box is not None
    assert box["height"] < 240


def test_where_the_site_shows_nothing_the_agent_sees_only_that_they_write(
    question: str, shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    shop.run(_NO_PREVIEWS.format(shown=False))
    shopper.reloads()
    shopper.opens_the_chat()
    agent.opens(question)

    shopper.box.press_sequentially("My secret", delay=50)

    agent.sees("typing \u2026")
    expect(agent.log).not_to_contain_text("secret")
    shop.run(_NO_PREVIEWS.format(shown=True))


def test_the_shopper_sees_that_the_agent_replies_but_no_note(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)
    agent.thread.get_by_role("tab", name="Note", exact=True).click()
    agent.note_box.press_sequentially("Is he serious?", delay=100)
    agent.thread.get_by_role("tab", name="Reply", exact=True).click()
    expect(shopper.log).not_to_contain_text(WRITES)

    agent.replies("\n".join(f"Line {number}" for number in range(1, 40)))
    shopper.sees("Line 39")
    agent.box.press_sequentially("Of course", delay=50)
    shopper.sees(WRITES)
    expect(shopper.log.get_by_text(WRITES)).to_be_in_viewport()

    agent.box.press("Enter")
    shopper.sees("Of course")
    expect(shopper.log).not_to_contain_text(WRITES)


def test_each_side_sees_that_the_other_has_read(question: str, shopper: Shopper, agent: Agent) -> None:
    expect(shopper.log).not_to_contain_text("Seen")
    agent.opens(question)
    expect(shopper.log).to_contain_text(re.compile(r"Seen at \d+:\d\d"))
    expect(shopper.log.get_by_title(re.compile(r"^Seen at \d+:\d\d"))).to_be_visible()

    shopper.closes_the_chat()
    agent.replies("Gladly")
    agent.sees("\u2713 sent")
    shopper.opens_the_chat()
    expect(agent.log).to_contain_text(re.compile(r"\u2713\u2713 seen \d+:\d\d"))
