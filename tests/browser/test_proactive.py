"""An agent speaks first."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Request, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI, OpenShop

SAID = "Shall I help you choose a grind?"

A_RULE = """
from django.contrib.auth import get_user_model
from wagtail.models import Site
from wagtail_livechat.actions import presence
from wagtail_livechat.models import ProactiveRule
agent = presence.enrol(user=get_user_model().objects.get(username="agent"))
ProactiveRule.objects.create(site=Site.objects.get(is_default_site=True), agent=agent, **{fields!r})
"""
_REMOVE = "from wagtail_livechat.models import ProactiveRule; ProactiveRule.objects.all().delete()"

#: On this page nobody else waits for anything.
PLACE = "/blog/"


@pytest.fixture
def rule(shop: OpenShop) -> Iterator[Callable[..., None]]:
    """Makes a rule; it ends with the test, since all tests share the shop."""

    def make(**fields: Any) -> None:
        wanted = {"name": "Choosing", "message": SAID, "path": "/blog/*", "seconds": 0, **fields}
        shop.run(A_RULE.format(fields=wanted))

    yield make
    shop.run(_REMOVE)


def teaser(shopper: Shopper) -> Locator:
    return shopper.page.get_by_role("status").get_by_role("button", name=SAID)


def dismiss(shopper: Shopper) -> Locator:
    return shopper.page.get_by_role("button", name="Dismiss")


def asked(shopper: Shopper) -> list[str]:
    """Which questions go to the server from now on."""
    urls: list[str] = []

    def note(request: Request) -> None:
        if "/livechat/api/" in request.url:
            urls.append(request.url.partition("/livechat/api/")[2])

    shopper.page.on("request", note)
    return urls


def settled(shopper: Shopper) -> None:
    shopper.page.wait_for_load_state("networkidle")


def test_a_shopper_answers_what_an_agent_said_first(rule: Callable[..., None], shopper: Shopper, agent: Agent) -> None:
    rule()
    shopper.visits(PLACE)

    expect(teaser(shopper)).to_contain_text("Martin")
    teaser(shopper).click()
    expect(shopper.box).to_be_focused()
    shopper.sees(SAID)
    expect(teaser(shopper)).to_be_hidden()
    shopper.sends("Yes, for a moka pot please")

    shopper.sees_once_and_in_order(SAID, "Yes, for a moka pot please")
    agent.opens("Yes, for a moka pot please")
    expect(agent.log).to_contain_text(SAID)
    shopper.reloads()
    shopper.opens_the_chat()
    shopper.sees_once_and_in_order(SAID, "Yes, for a moka pot please")


def test_what_was_said_is_there_on_the_next_page_and_said_once(
    rule: Callable[..., None], shopper: Shopper, agent: Agent
) -> None:
    rule(path="")
    shopper.visits(PLACE)
    expect(teaser(shopper)).to_be_visible()

    urls = asked(shopper)
    shopper.visits(GUJI)
    settled(shopper)

    expect(teaser(shopper)).to_be_hidden()
    assert urls == []
    shopper.opens_the_chat()
    shopper.sees(SAID)


def test_who_waves_it_away_is_left_alone(rule: Callable[..., None], shopper: Shopper, agent: Agent) -> None:
    rule()
    shopper.visits(PLACE)
    dismiss(shopper).click()

    expect(teaser(shopper)).to_be_hidden()
    expect(shopper.launcher).to_be_focused()
    shopper.reloads()
    settled(shopper)
    expect(teaser(shopper)).to_be_hidden()
    shopper.opens_the_chat()
    expect(shopper.log).not_to_contain_text(SAID)


def test_it_is_used_by_keyboard(rule: Callable[..., None], shopper: Shopper, agent: Agent) -> None:
    rule()
    shopper.visits(PLACE)
    expect(teaser(shopper)).to_be_visible()
    expect(teaser(shopper)).not_to_be_focused()

    shopper.launcher.focus()
    shopper.page.keyboard.press("Shift+Tab")
    expect(dismiss(shopper)).to_be_focused()
    shopper.page.keyboard.press("Shift+Tab")
    expect(teaser(shopper)).to_be_focused()
    shopper.page.keyboard.press("Escape")

    expect(teaser(shopper)).to_be_hidden()
    expect(shopper.launcher).to_be_focused()


def test_it_waits_for_its_moment_and_for_somebody_who_looks(
    rule: Callable[..., None], shopper: Shopper, agent: Agent
) -> None:
    rule(seconds=20)
    shopper.page.clock.install()
    urls = asked(shopper)
    shopper.visits(PLACE)
    settled(shopper)
    shopper.page.clock.fast_forward(19_000)
    expect(teaser(shopper)).to_be_hidden()
    assert urls == []

    shopper.looks_elsewhere()
    shopper.page.clock.fast_forward(60_000)
    expect(teaser(shopper)).to_be_hidden()
    assert urls == []

    shopper.comes_back()
    expect(teaser(shopper)).to_be_visible()
    assert len(urls) == 1


def test_where_no_rule_fits_nothing_leaves_the_browser_and_nothing_lasts(
    rule: Callable[..., None], shopper: Shopper, agent: Agent
) -> None:
    rule()
    urls = asked(shopper)
    shopper.visits("/help/")
    settled(shopper)

    assert urls == []
    assert [cookie for cookie in shopper.page.context.cookies() if "livechat" in str(cookie)] == []
    assert shopper.page.evaluate("Object.keys(localStorage)") == []


def test_a_rule_for_those_who_return_speaks_at_the_second_visit(
    rule: Callable[..., None], shopper: Shopper, agent: Agent
) -> None:
    rule(only_returning=True)
    shopper.visits(PLACE)
    settled(shopper)
    expect(teaser(shopper)).to_be_hidden()

    later = Shopper(shopper.page.context.new_page())
    later.visits(PLACE)

    expect(teaser(later)).to_be_visible()


def test_a_rule_for_baskets_asks_the_shop(
    rule: Callable[..., None], a_shopper: Callable[..., Shopper], agent: Agent
) -> None:
    rule(only_with_basket=True, only_logged_in=True)
    nobody, alice = a_shopper(), a_shopper()
    nobody.visits(PLACE)
    settled(nobody)
    alice.logs_in("alice")
    alice.visits(PLACE)

    expect(teaser(alice)).to_be_visible()
    expect(teaser(nobody)).to_be_hidden()


def test_nobody_speaks_into_a_conversation_or_an_open_chat(
    rule: Callable[..., None], shopper: Shopper, agent: Agent
) -> None:
    rule()
    shopper.visits(GUJI)
    shopper.opens_the_chat()
    shopper.sends("I am here already")

    shopper.visits(PLACE)
    settled(shopper)

    expect(teaser(shopper)).to_be_hidden()
    assert json.loads(shopper.page.evaluate("sessionStorage['livechat.greeting'] ?? 'null'")) is None


def test_on_a_phone_it_stands_beside_the_launcher(
    rule: Callable[..., None], a_shopper: Callable[..., Shopper], agent: Agent
) -> None:
    rule(message=f"{SAID} {'We roast on Mondays. ' * 10}")
    shopper = a_shopper(viewport={"width": 360, "height": 640}, has_touch=True)
    shopper.visits(PLACE)

    expect(teaser(shopper)).to_be_visible()
    said, button = (each.bounding_box() for each in (teaser(shopper), shopper.launcher))
    close = dismiss(shopper).bounding_box()
    assert said is not None
    assert button is not None
    assert close is not None
    assert close["x"] + close["width"] <= button["x"]
    assert said["x"] >= 0
    assert said["height"] < 640 / 6
    assert min(close["width"], close["height"]) >= 44
