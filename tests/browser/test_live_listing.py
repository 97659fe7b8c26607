"""Who is on the site now, as Wagtail lists it: shown anew without being asked, and without taking the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.agents import Agent
from tests.browser.recording import Recording
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

LISTING = "/admin/livechat/visitors/"
GUJI_TITLE, BLOG, BLOG_TITLE = "Ethiopia Guji, 1 kg", "/blog/guji-is-back/", "The Guji is back"
EVERY_MS = 15_000
IN_GERMANY = """
from wagtail_livechat.models import Visit
Visit.objects.update(country_code="DE")
"""


pytestmark = pytest.mark.usefixtures("everybody_is_recorded")


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    """A shop of its own, since here those who visit it are counted."""
    return own_shop


@pytest.fixture
def listing(everybody_is_recorded: None, manager: Agent) -> Page:
    """The page of somebody whose clock the test moves on."""
    manager.page.clock.install()
    manager.page.goto(LISTING)
    return manager.page


def rows(listing: Page) -> Locator:
    return listing.locator("#listing-results tbody tr")


def waits(listing: Page) -> None:
    """As long as it takes until the listing is asked for again."""
    with listing.expect_response(lambda answer: answer.url.partition("?")[0].endswith(f"{LISTING}results/")):
        listing.clock.run_for(EVERY_MS)


def test_who_comes_is_listed_and_the_focus_stays(
    listing: Page, recording: Recording, a_shopper: Callable[..., Shopper]
) -> None:
    expect(listing.get_by_text("Nobody is on the site right now.")).to_be_visible()
    a_shopper().visits()
    recording.has_paths("/shop/catalogue/ethiopia-guji-1-kg_1/")
    waits(listing)
    expect(rows(listing)).to_have_count(1)
    visitor = rows(listing).filter(has_text=GUJI_TITLE).get_by_role("link").first
    visitor.focus()

    a_shopper().visits(BLOG)
    expect(rows(listing)).to_have_count(1)
    waits(listing)

    expect(rows(listing).filter(has_text=BLOG_TITLE)).to_have_count(1)
    expect(rows(listing)).to_have_count(2)
    expect(visitor).to_be_focused()


def test_wagtails_menu_marks_this_page_and_not_the_inbox(listing: Page) -> None:
    expect(listing.locator(".sidebar-menu-item--active")).to_have_text(["Live visitors"])


def test_a_hidden_tab_asks_for_nothing_until_somebody_looks_again(
    listing: Page, manager: Agent, shopper: Shopper, recording: Recording
) -> None:
    manager.looks_elsewhere()
    shopper.visits()
    recording.has_paths("/shop/catalogue/ethiopia-guji-1-kg_1/")
    listing.clock.run_for(2 * EVERY_MS)
    expect(rows(listing)).to_have_count(0)

    manager.comes_back()

    expect(rows(listing).filter(has_text=GUJI_TITLE)).to_have_count(1)


def test_countries_are_named_in_the_list_and_in_its_filter(
    listing: Page, shop: OpenShop, shopper: Shopper, recording: Recording
) -> None:
    shopper.visits()
    recording.has_paths("/shop/catalogue/ethiopia-guji-1-kg_1/")
    shop.run(IN_GERMANY)
    listing.reload()
    expect(rows(listing)).to_contain_text(["Germany"])

    listing.get_by_role("button", name="Show filters").click()
    listing.get_by_role("button", name="Country").click()
    listing.get_by_role("radio", name="Germany").check()

    listing.clock.run_for(1_000)
    expect(listing.locator(".w-active-filters")).to_contain_text("Germany")
    expect(rows(listing)).to_contain_text(["Germany"])


def test_a_visitor_leads_to_the_inbox(listing: Page, manager: Agent, shopper: Shopper, recording: Recording) -> None:
    shopper.visits()
    recording.has_paths("/shop/catalogue/ethiopia-guji-1-kg_1/")
    waits(listing)
    rows(listing).get_by_role("link").first.click()
    expect(manager.list.get_by_role("tab", name="Visitors", selected=True)).to_be_visible()
    shopper.opens_the_chat()
    shopper.sends("Is the Guji back?")

    listing.goto(LISTING)
    rows(listing).get_by_role("link").first.click()

    expect(manager.log).to_contain_text("Is the Guji back?")
