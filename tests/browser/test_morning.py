"""A whole morning: two agents and three shoppers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    """A shop that opens in the morning: nobody has written yet."""
    return own_shop


def comes_and_asks(a_shopper: Callable[..., Shopper], question: str, *, as_: str = "") -> Shopper:
    shopper = a_shopper()
    if as_:
        shopper.logs_in(as_)
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(question)
    return shopper


def test_a_whole_morning(a_shopper: Callable[..., Shopper], an_agent: Callable[..., Agent]) -> None:
    martin, tom = an_agent("agent"), an_agent("manager")
    for person in (martin, tom):
        person.chooses_status("Online")

    # Three shoppers write; both agents see them at once.
    alice = comes_and_asks(a_shopper, "Which beans for a moka pot?", as_="alice")
    bob = comes_and_asks(a_shopper, "Where is my parcel?", as_="bob")
    guest = comes_and_asks(a_shopper, "Do you buy whole harvests?")
    for person in (martin, tom):
        person.sees_counts(All=3, Mine=0, Unassigned=3, Unanswered=3)

    # Assign: the manager gives Bob's question to Martin.
    tom.assigns_the("Where is my parcel?", to="Martin Novak")
    martin.sees_counts(All=3, Mine=1, Unassigned=2)

    # A shortcut with a file, to Alice; the first reply puts Martin in charge.
    martin.opens("Which beans for a moka pot?")
    martin.takes_a_shortcut("recipe")
    expect(martin.box).to_have_value(re.compile("^Here is our recipe for two mugs, Alice Moreau"))
    expect(martin.files).to_have_count(1)
    martin.box.press("Enter")
    alice.sees("Here is our recipe for two mugs, Alice Moreau")
    martin.sees("Martin Novak joined")
    expect(alice.log.get_by_role("link")).to_have_count(1)
    martin.sees_counts(All=3, Mine=2, Unassigned=1, Unanswered=2)

    # An internal note: Tom is told, Alice is not.
    martin.writes_a_note("@Tom Becker do we have the fine grind?")
    tom.opens("Here is our recipe")
    tom.sees("do we have the fine grind?")
    expect(martin.thread).to_contain_text("Tom Becker is viewing")
    expect(alice.log).not_to_contain_text("fine grind")

    # A collision: Tom replies while Martin writes; Martin is asked before his reply goes out.
    martin.thread.get_by_role("tab", name="Reply").click()
    martin.box.press_sequentially("We have it as", delay=150)
    expect(tom.thread).to_contain_text("Martin Novak is typing")
    tom.replies("The fine grind is back on Thursday.")
    alice.sees("The fine grind is back on Thursday.")
    martin.sees("The fine grind is back on Thursday.")
    martin.box.press("Enter")
    expect(martin.thread).to_contain_text("Tom Becker has just replied. Send anyway?")
    expect(alice.log).not_to_contain_text("We have it as")
    martin.button("Keep writing").click()
    martin.box.fill("And whole beans are here already.")
    martin.box.press("Enter")
    alice.sees_once_and_in_order("The fine grind is back on Thursday.", "And whole beans are here already.")

    # Transfer with a note: out of Martin's reach, into Tom's hands.
    martin.opens("Where is my parcel?")
    martin.transfers_to("Tom Becker", note="He is in a hurry")
    expect(martin.row("Where is my parcel?")).to_be_hidden()
    tom.shows("Open", "Mine")
    tom.opens("Where is my parcel?")
    tom.sees("Martin Novak transferred the conversation to Tom Becker")
    tom.sees("He is in a hurry")
    expect(bob.log).not_to_contain_text("hurry")
    tom.tags("delivery")
    tom.replies("It is with the postman.")
    bob.sees("It is with the postman.")

    # Resolve in bulk, undo, and once more.
    tom.shows("Open", "All")
    tom.selects("It is with the postman.", "Do you buy whole harvests?")
    expect(tom.bulk).to_contain_text("2 selected")
    tom.bulk.get_by_role("button", name="Resolve", exact=True).click()
    expect(tom.done_line).to_contain_text("Resolved 2 conversations")
    guest.sees("This conversation was closed.")
    tom.done_line.get_by_role("button", name="Undo").click()
    expect(tom.row("Do you buy whole harvests?")).to_be_visible()
    tom.selects("It is with the postman.", "Do you buy whole harvests?")
    tom.bulk.get_by_role("button", name="Resolve", exact=True).click()
    tom.sees_counts(All=1)

    # Reopen: Bob writes again and is back with Tom; the guest with nobody, as before.
    bob.writes("The postman left it elsewhere")
    guest.writes("Harvests of Ethiopia, I mean")
    tom.sees_counts(All=3, Mine=1, Unassigned=1, Unanswered=2)
    martin.sees_counts(All=2, Mine=1, Unassigned=1, Unanswered=1)

    # After a resolve the one who waits is next; undo brings back what was resolved.
    martin.prefers_to_open_the_next()
    martin.opens("And whole beans are here already.")
    martin.button("Resolve").click()
    martin.sees("Harvests of Ethiopia, I mean")
    expect(martin.row("And whole beans are here already.")).to_be_hidden()
    martin.done_line.get_by_role("button", name="Undo").click()
    martin.sees("And whole beans are here already.")
    expect(martin.button("Resolve")).to_be_visible()
    alice.sees("The conversation is open again.")
