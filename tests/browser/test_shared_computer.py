"""Several people at one computer, and one person at several: nobody sees what is not theirs, nobody loses what is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.recording import Recording
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

_ASK_BEFORE = """
from wagtail.models import Site
from wagtail_livechat.models import LiveChatSettings
settings = LiveChatSettings.for_site(Site.objects.get(is_default_site=True))
settings.form_moment = "{moment}"
settings.asks_phone = "required"
settings.save()
"""
#: What the browser keeps, as one text.
_KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    """One in which nobody else writes to alice and bob."""
    return own_shop


@pytest.fixture(autouse=True)
def nobody_wrote_yet(recording: Recording) -> None:
    recording()


@pytest.fixture
def asking_first(shop: OpenShop) -> Iterator[None]:
    """Visitors are asked who they are before the first message."""
    shop.run(_ASK_BEFORE.format(moment="before"))
    yield
    shop.run(_ASK_BEFORE.format(moment="off"))


def test_the_next_person_finds_nothing_of_who_logged_out(shopper: Shopper, agent: Agent) -> None:
    shopper.logs_in("bob")
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("My parcel is late")
    shopper.closes_the_chat()
    agent.opens("My parcel is late")
    agent.replies("It is at the neighbour's")
    shopper.has_unread(1)
    shopper.launcher.click()
    shopper.sees("It is at the neighbour's")
    shopper.box.fill("Which neighbour? I live at")
    shopper.closes_the_chat()
    agent.replies("Number 7")
    shopper.has_unread(1)

    shopper.logs_out()
    shopper.visits()

    shopper.has_unread(0)
    shopper.opens_the_chat()
    expect(shopper.log).not_to_contain_text("parcel")
    expect(shopper.log).not_to_contain_text("neighbour")
    expect(shopper.box).to_have_value("")
    kept = shopper.page.evaluate(_KEPT)
    assert [words for words in ("parcel", "neighbour", "bob@", "I live at") if words in kept] == []
    shopper.sends("I am somebody else")
    agent.row("I am somebody else").click()
    expect(agent.field("E-mail")).to_have_value("")


def test_words_on_screen_go_with_who_logs_out_in_another_tab(shopper: Shopper) -> None:
    shopper.logs_in("bob")
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Only bob may read this")
    shopper.box.fill("And what I am writing")

    shopper.opens_another_tab().logs_out()

    expect(shopper.log).not_to_contain_text("Only bob may read this")
    expect(shopper.box).to_have_value("")
    shopper.sends("Somebody else")


@pytest.mark.usefixtures("asking_first")
def test_what_is_filled_in_goes_with_who_logs_out_in_another_tab(shopper: Shopper) -> None:
    shopper.logs_in("alice")
    shopper.visits()
    shopper.opens_a_form()
    shopper.fills_in({"Phone": "030 901820", "Message": "My secret"})

    shopper.opens_another_tab().logs_out()

    expect(shopper.asked_for("Message")).to_have_value("")
    expect(shopper.asked_for("Phone")).to_have_value("")


def test_a_customer_is_one_person_on_phone_and_laptop(a_shopper: Callable[..., Shopper], agent: Agent) -> None:
    phone, laptop = a_shopper(), a_shopper()
    phone.visits()
    phone.opens_the_chat()
    phone.sends("From the phone, before I log in")
    for device in (phone, laptop):
        device.logs_in("alice")
        device.visits()
        device.opens_the_chat()

    laptop.sees("From the phone, before I log in")
    laptop.sends("And from the laptop")
    phone.sees("And from the laptop")
    agent.opens("And from the laptop")
    agent.sees("From the phone, before I log in")
    agent.replies("Good morning, Alice")

    for device in (phone, laptop):
        device.sees("Good morning, Alice")


def test_an_agent_merges_two_visitors_and_takes_it_back(a_shopper: Callable[..., Shopper], agent: Agent) -> None:
    phone, laptop = a_shopper(), a_shopper()
    for device, words in ((phone, "Words from the phone"), (laptop, "Words from the laptop")):
        device.visits()
        device.opens_the_chat()
        device.sends(words)
    agent.opens("Words from the laptop")
    agent.field("Name").fill("Ada Lovelace")
    agent.field("Name").press("Enter")
    expect(agent.visitor_panel).to_contain_text("Saved")
    agent.opens("Words from the phone")

    agent.visitor_panel.get_by_role("button", name="Merge with another visitor…").click()
    dialog = agent.page.get_by_role("dialog", name="Merge with another visitor")
    dialog.get_by_role("searchbox", name="Name, e-mail or phone").fill("lovelace")
    dialog.get_by_role("radio", name=re.compile("Ada Lovelace")).check()
    dialog.get_by_role("button", name="Merge", exact=True).click()

    expect(dialog).to_be_hidden()
    expect(agent.visitor_panel).to_contain_text(re.compile("Merged with .+ by Martin Novak"))
    expect(agent.field("Name")).to_have_value("Ada Lovelace")
    expect(agent.row("Words from the phone")).to_contain_text("Ada Lovelace")
    phone.sees("Words from the laptop")

    agent.visitor_panel.get_by_role("button", name="Undo").click()

    expect(agent.field("Name")).to_have_value("")
    expect(agent.row("Words from the phone")).not_to_contain_text("Ada Lovelace")
    phone.sees("Words from the phone")
    expect(phone.log).not_to_contain_text("Words from the laptop")
