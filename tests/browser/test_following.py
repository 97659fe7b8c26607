"""A shopper from the search engine to the order, and what the agent beside them sees of it, without a reload."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.recording import Recording
from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI, OpenShop

BEAN, OTHER_BEAN, PAPERS = (
    GUJI,
    "/shop/catalogue/kenya-nyeri-aa-250-g_3/",
    "/shop/catalogue/filter-papers-100-pieces_8/",
)


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> Iterator[OpenShop]:
    """Everybody is recorded here."""
    Recording(own_shop)(recorded="all")
    return own_shop


def sees_page_now(agent: Agent, title: str) -> None:
    now = agent.room("This visit").get_by_role("listitem").filter(has_text="looked at now")
    expect(now).to_contain_text(title)


def arrives_from_a_search_engine(shopper: Shopper, path: str) -> None:
    shopper.page.goto(path, referer="https://www.google.com/")


def adds_to_the_basket(shopper: Shopper) -> None:
    shopper.page.get_by_role("button", name="Add to basket").first.click()
    expect(shopper.page.get_by_role("main")).to_contain_text("is in your basket")


def orders(shopper: Shopper) -> None:
    page = shopper.page
    page.goto("/shop/checkout/")
    for label, words in {
        "First name": "Bob",
        "Last name": "Turner",
        "First line of address": "1 Rue Mercière",
        "City": "Lyon",
        "Post/Zip-code": "69002",
    }.items():
        page.get_by_role("textbox", name=label).fill(words)
    page.get_by_role("combobox", name="Country").select_option(label="France")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Continue").click()
    page.get_by_role("button", name="Place the order").click()
    expect(page).to_have_url(re.compile("thank-you"))


def test_from_the_search_engine_to_the_order_and_out_again(shopper: Shopper, manager: Agent) -> None:
    question = "Does the Guji suit a moka pot?"

    # Three products, one of them into the basket, and a question.
    arrives_from_a_search_engine(shopper, BEAN)
    shopper.visits(OTHER_BEAN)
    shopper.visits(PAPERS)
    shopper.visits(BEAN)
    adds_to_the_basket(shopper)
    shopper.opens_the_chat()
    shopper.sends(question)

    manager.opens(question)
    trail = manager.room("This visit")
    expect(trail).to_contain_text("from google.com")
    for title in ("Ethiopia Guji", "Kenya Nyeri", "Filter papers"):
        expect(trail).to_contain_text(title)
    sees_page_now(manager, "Ethiopia Guji")
    expect(manager.visitor_panel).to_contain_text("not logged in")
    expect(manager.section("Basket now")).to_contain_text("€38.00")

    # The basket grows before the agent's eyes.
    shopper.visits(PAPERS)
    sees_page_now(manager, "Filter papers")
    adds_to_the_basket(shopper)
    expect(manager.section("Basket now")).to_contain_text("Filter papers")

    # Who it is becomes known, and the conversation stays the same.
    shopper.logs_in("bob")
    expect(manager.visitor_panel).to_contain_text("Bob Turner")
    shopper.visits(BEAN)
    sees_page_now(manager, "Ethiopia Guji")
    shopper.opens_the_chat()
    shopper.sees(question)
    expect(manager.section("Basket now")).to_contain_text("Filter papers")

    # The order.
    orders(shopper)
    expect(manager.section("Last orders")).to_contain_text("€")
    expect(manager.section("Basket now")).to_be_hidden()

    # Out, and the next person at the same computer.
    shopper.logs_out()
    shopper.visits(BEAN)
    shopper.has_unread(0)
    shopper.opens_the_chat()
    expect(shopper.log).not_to_contain_text(question)
    expect(shopper.box).to_have_value("")
