"""Links in messages, cards of what they lead to, and the composer's search for pages."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI, OpenShop

POST = "/blog/guji-is-back/"


@pytest.fixture
def question(shopper: Shopper, request: pytest.FixtureRequest) -> str:
    question = f"Which one is it? ({request.node.name})"
    shopper.visits("/help/")
    shopper.opens_the_chat()
    shopper.sends(question)
    return question


def search_of(agent: Agent) -> Locator:
    return agent.thread.get_by_role("combobox", name="Search pages and products")


def option_of(agent: Agent, title: str) -> Locator:
    return agent.thread.get_by_role("option").filter(has_text=title)


def sees_picture(card: Locator) -> None:
    """Drawn, not only announced."""
    card.scroll_into_view_if_needed()
    expect(card.locator("img")).not_to_have_js_property("naturalWidth", 0)


def test_an_agent_sends_a_product_and_the_shopper_clicks_through(
    question: str, shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    agent.opens(question)
    agent.box.fill("This is the one:")
    agent.button("Page").click()
    expect(search_of(agent)).to_be_focused()
    search_of(agent).fill("ethiopia gu")
    expect(option_of(agent, "Ethiopia Guji, 1 kg")).to_contain_text("€38.00")
    search_of(agent).press("Enter")

    expect(agent.box).to_be_focused()
    expect(agent.box).to_have_value(f"This is the one: {shop.url}{GUJI} ")
    agent.box.press("Enter")

    card = shopper.log.get_by_role("link", name="Ethiopia Guji, 1 kg")
    expect(card).to_contain_text("€38.00 · In stock · 127.0.0.1")
    sees_picture(card)
    sees_picture(agent.log.get_by_role("link", name="Ethiopia Guji, 1 kg"))
    expect(agent.log.get_by_role("link", name="Ethiopia Guji, 1 kg")).to_have_attribute("target", "_blank")
    card.click()
    expect(shopper.page).to_have_url(f"{shop.url}{GUJI}")
    expect(shopper.page.get_by_role("heading", name="Ethiopia Guji, 1 kg")).to_be_visible()


def test_a_visitor_pastes_a_link_and_the_agent_sees_what_it_leads_to(
    question: str, shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    agent.opens(question)
    shopper.writes(f"Is {shop.url}{POST} still true?")

    card = agent.log.get_by_role("link", name="The Guji is back")
    sees_picture(card)
    expect(card).to_contain_text("The new harvest arrived on Monday.")
    expect(card).to_have_attribute("href", f"{shop.url}{POST}")
    expect(agent.log.get_by_role("link", name=f"{shop.url}{POST}")).to_have_attribute("target", "_blank")


def test_only_addresses_of_the_web_and_of_mail_are_links(
    question: str, shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    agent.opens(question)
    shopper.writes("javascript:alert(1) data:text/html,a eva@shop.example (https://other.example/a). And 👍")
    own = f"{shop.url}/help/"
    shopper.writes(f"See {own} there")

    expect(shopper.log.get_by_role("link")).to_have_text(
        ["eva@shop.example", "https://other.example/a", own, re.compile("Help")]
    )
    outside = shopper.log.get_by_role("link", name="https://other.example/a")
    expect(outside).to_have_attribute("rel", "noopener noreferrer nofollow ugc")
    expect(outside).to_have_attribute("target", "_blank")
    expect(outside).to_have_accessible_description("Opens in a new tab")
    # The chat goes on there.
    expect(shopper.log.get_by_role("link", name=own)).not_to_have_attribute("target", "_blank")

    expect(agent.log.get_by_role("link", name="https://other.example/a")).to_have_accessible_description(
        "Opens in a new tab"
    )


def test_a_card_outlives_its_picture(question: str, shopper: Shopper, agent: Agent, shop: OpenShop) -> None:
    shopper.page.route(re.compile(r"/media/"), lambda route: route.abort())
    shopper.writes(f"{shop.url}{POST}")

    card = shopper.log.get_by_role("link", name="The Guji is back")
    expect(card.locator("img")).to_have_count(0)
    expect(card).to_be_visible()


def test_the_search_says_what_it_found_and_gives_the_focus_back(question: str, agent: Agent) -> None:
    agent.opens(question)
    button = agent.button("Page")
    button.focus()
    agent.page.keyboard.press("Enter")
    expect(agent.thread.get_by_role("option").first).to_be_visible()
    search_of(agent).fill("no such page")
    expect(agent.thread.get_by_text("Nothing of this title was found.")).to_be_visible()

    agent.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(search_of(agent)).to_be_hidden()

    agent.page.keyboard.press("Enter")
    search_of(agent).fill("returns")
    search_of(agent).fill("delivery")
    expect(option_of(agent, "Delivery and its cost")).to_have_attribute("aria-selected", "true")
    agent.page.mouse.click(5, 5)
    expect(search_of(agent)).to_be_hidden()


def test_a_search_that_fails_can_be_tried_again(question: str, agent: Agent) -> None:
    agent.opens(question)
    agent.page.route(re.compile(r"/api/agent/pages"), lambda route: route.abort())
    agent.button("Page").click()
    expect(agent.thread.get_by_text("The search did not work.")).to_be_visible()

    agent.page.unroute_all()
    agent.button("Try again").click()

    expect(search_of(agent)).to_be_focused()
    expect(agent.thread.get_by_role("option").first).to_be_visible()


SHOP = """
import json
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory, override_settings
from django.utils import translation
from oscar.core.loading import get_model
from wagtail.models import Site
from wagtail_livechat.customers.oscar import OscarProvider

Product = get_model("catalogue", "Product")
provider, site = OscarProvider(), Site.objects.get(is_default_site=True)
guji = Product.objects.get(title="Ethiopia Guji, 1 kg")
path = guji.get_absolute_url()
said = {}

def show(name, **fields):
    Product.objects.filter(pk=guji.pk).update(**fields)
    said[name] = provider.card(site, path)

show("public")
with translation.override("fr"):
    show("french")
show("hidden", is_public=False)
said["found while hidden"] = [card["title"] for card in provider.search_cards(site, "guji", 10)]
show("public again", is_public=True)
said["found"] = [card["title"] for card in provider.search_cards(site, "KG guji", 10)]
said["newest"] = len(provider.search_cards(site, "", 3))
said["elsewhere"] = [provider.card(site, elsewhere) for elsewhere in ("/shop/catalogue/", "/blog/", "/nothing/")]

stock = guji.stockrecords.get()
guji.stockrecords.all().delete()
show("sold out")
stock.pk = None
stock.save()
pictures = list(guji.images.values("original", "caption"))
guji.images.all().delete()
show("without a picture")
for picture in pictures:
    guji.images.create(**picture)

with override_settings(OSCAR_THUMBNAILER="no.such.Thumbnailer"):
    show("whose picture cannot be made")

variant = Product.objects.create(structure="child", parent=guji, title="250 g")
Product.objects.filter(pk=guji.pk).update(structure="parent")
guji.refresh_from_db()
said["variants"] = provider.card(site, path)
said["a variant"] = provider.card(site, variant.get_absolute_url())
Product.objects.filter(pk=guji.pk).update(is_public=False)
said["a hidden product's variant"] = provider.card(site, variant.get_absolute_url())
variant.delete()
Product.objects.filter(pk=guji.pk).update(structure="standalone", is_public=True)

def has_basket(user, **attributes):
    request = RequestFactory().get("/")
    request.user = user
    for name, value in attributes.items():
        setattr(request, name, value)
    return provider.has_basket(request)

alice, bob = (get_user_model().objects.get(username=name) for name in ("alice", "bob"))
open_basket = get_model("basket", "Basket").open.get(owner=alice)
said["baskets"] = [has_basket(alice), has_basket(bob), has_basket(AnonymousUser())]
said["basket of the request"] = [has_basket(AnonymousUser(), basket=open_basket)]
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(common_shop: OpenShop) -> dict[str, Any]:
    """What the provider for django-oscar says of the shop's goods and baskets."""
    found: dict[str, Any] = json.loads(common_shop.run(SHOP))
    return found


def test_a_public_product_has_a_card(said: dict[str, Any]) -> None:
    card = said["public"]

    assert (card["url"], card["title"], card["detail"]) == (GUJI, "Ethiopia Guji, 1 kg", "€38.00 · In stock")
    assert card["description"] == "Floral, bergamot, peach."
    assert card["image"].startswith("/media/")
    assert said["public again"] == card


def test_its_price_is_written_in_the_active_language(said: dict[str, Any]) -> None:
    assert said["french"]["detail"].startswith("38,00\xa0€")


def test_what_is_not_public_is_neither_shown_nor_found(said: dict[str, Any]) -> None:
    assert said["hidden"] is None
    assert said["found while hidden"] == []
    assert said["found"] == ["Ethiopia Guji, 1 kg"]
    assert said["newest"] == 3


def test_only_addresses_of_products_are_the_shops(said: dict[str, Any]) -> None:
    assert said["elsewhere"] == [None, None, None]


def test_a_product_without_price_stock_or_picture_does_without(said: dict[str, Any]) -> None:
    assert said["sold out"]["detail"] == "Unavailable"
    assert said["without a picture"]["image"] is None
    assert said["whose picture cannot be made"]["image"] is None


def test_variants_are_shown_as_their_product_is(said: dict[str, Any]) -> None:
    assert said["variants"]["title"] == "Ethiopia Guji, 1 kg"
    assert said["a variant"]["title"] == "250 g"
    assert said["a hidden product's variant"] is None


def test_whether_something_is_in_the_basket(said: dict[str, Any]) -> None:
    assert said["baskets"] == [True, False, False]
    assert said["basket of the request"] == [True]
