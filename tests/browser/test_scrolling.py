"""Long conversations: older messages come in above, and what is being read stays where it is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

LENGTH = 120
PAGE = 50
OLDER = "**/messages?*before=*"
#: Pixels.
ROUNDING = 2

#: Written beside the web server, without the doors and so without their limits.
_WRITE_MANY = f"""
from wagtail_livechat.actions import messages
from wagtail_livechat.models import Conversation
visitor = Conversation.objects.order_by("pk").last().visitor_id
for number in range(1, {LENGTH + 1}):
    messages.post([messages.Draft(client_id=f"old-{{number}}", visitor=visitor, body=f"Message {{number:03}}")])
"""


@pytest.fixture
def shopper(a_shopper: Callable[..., Shopper]) -> Shopper:
    """Places are compared: the panel may not still be rising."""
    return a_shopper(reduced_motion="reduce")


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> str:
    return f"This will be long ({request.node.name})"


@pytest.fixture
def long_talk(shopper: Shopper, agent: Agent, shop: OpenShop, beginning: str) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(beginning)
    agent.opens(beginning)
    shop.run(_WRITE_MANY)
    # Both saw all of it come in, and read it; after a reload only the newest page is there.
    for person in (shopper, agent):
        person.sees(message(LENGTH))
    expect(agent.row(message(LENGTH)).first).not_to_contain_text("unread message")
    for person in (shopper, agent):
        person.reloads()
    shopper.opens_the_chat()
    for person in (shopper, agent):
        expect(person.log.get_by_text(message(LENGTH))).to_be_in_viewport()
        expect(person.log.get_by_text(message(LENGTH - PAGE))).to_have_count(0)


def message(number: int) -> str:
    return f"Message {number:03}"


def top_of(log: Locator, text: str) -> float:
    box = log.get_by_text(text).bounding_box()
    assert box is not None
    return box["y"]


def scroll_to_the_top(log: Locator) -> None:
    log.evaluate("log => { log.scrollTop = 0; }")


def moved_while_loading(page: Page, log: Locator, *, read: str, loaded: str) -> float:
    """How far `read` moves when the reader, at the top, gets the older messages up to `loaded`."""
    held_back: list[Route] = []
    page.route(OLDER, lambda route: held_back.append(route))  # noqa: PLW0108 — Playwright marks what it calls
    with page.expect_request(OLDER):
        scroll_to_the_top(log)
    before = top_of(log, read)
    for route in held_back:
        route.continue_()
    expect(log.get_by_text(loaded)).to_have_count(1)
    page.unroute(OLDER)
    return abs(top_of(log, read) - before)


@pytest.mark.usefixtures("long_talk")
def test_scrolling_back_loads_the_whole_conversation_and_keeps_the_place(
    shopper: Shopper, agent: Agent, beginning: str
) -> None:
    for person in (shopper, agent):
        for first, older in ((LENGTH - PAGE + 5, LENGTH - PAGE), (LENGTH - 2 * PAGE + 5, 1)):
            moved = moved_while_loading(person.page, person.log, read=message(first), loaded=message(older))
            assert moved <= ROUNDING
        person.sees_once_and_in_order(beginning, *map(message, range(1, LENGTH + 1)))


@pytest.mark.usefixtures("long_talk")
def test_a_new_message_leaves_the_reader_of_old_ones_where_they_are(shopper: Shopper, agent: Agent) -> None:
    scroll_to_the_top(shopper.log)
    expect(shopper.log.get_by_text(message(LENGTH - PAGE))).to_have_count(1)
    read = message(LENGTH - PAGE + 5)
    before = top_of(shopper.log, read)

    agent.replies("Here is something new")
    shopper.sees("Here is something new")

    assert abs(top_of(shopper.log, read) - before) <= ROUNDING
    shopper.panel.get_by_role("button", name="New messages").click()
    expect(shopper.log.get_by_text("Here is something new")).to_be_in_viewport()


@pytest.mark.usefixtures("long_talk")
def test_who_goes_from_reply_to_note_stays_at_the_end_of_the_thread(agent: Agent) -> None:
    for tab in ("Note", "Reply"):
        agent.thread.get_by_role("tab", name=tab, exact=True).click()
        expect(agent.thread.get_by_role("textbox", name=tab, exact=True)).to_be_focused()
        expect(agent.log.get_by_text(message(LENGTH))).to_be_in_viewport(ratio=1)
