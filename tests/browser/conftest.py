"""A shop that is open, and the people who meet in it: each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import chromium as machine
from tests.browser import shops
from tests.browser.agents import Agent
from tests.browser.chromium import Browsers
from tests.browser.recording import Recording
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

expect.set_options(timeout=machine.PATIENCE)

#: In the tests' common shop somebody always waits: agents stay with what they resolve, except where a test says so. And
#: shoppers may write as always while nobody is there; the contact form has tests of its own.
STAY = """
from django.contrib.auth import get_user_model
from wagtail_livechat.actions import agents, presence
for user in get_user_model().objects.filter(username__in=["agent", "lena", "manager", "owner"]):
    agents.change_preferences(agent=presence.enrol(user=user), opens_next=False)
from wagtail.models import Site
from wagtail_livechat.models import LiveChatSettings
settings = LiveChatSettings.for_site(Site.objects.get(is_default_site=True))
settings.when_away = "stay"
settings.save()
"""

#: Seconds; the first test waits for the migrations of a whole shop.
LONGEST_TEST = 420


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(LONGEST_TEST))


# Ended with this folder's last test: while Playwright runs, no other test could run an event loop.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with machine.running() as browser:
        yield browser


@pytest.fixture(scope="package")
def prepared(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop's files and database, migrated and with the demo: made once, copied for each server."""
    folder = tmp_path_factory.mktemp("prepared")
    shop = shops.shop_in(folder)
    shop.prepare()
    shop.run(STAY)
    return folder


@pytest.fixture(scope="package")
def common_shop(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenShop]:
    with shops.opened(prepared, tmp_path_factory.mktemp("shop")) as shop:
        yield shop


@pytest.fixture(scope="module")
def shop(common_shop: OpenShop) -> OpenShop:
    """The shop of all tests that do not mind each other; a module that does has one of its own."""
    return common_shop


@pytest.fixture(scope="module")
def own_shop(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenShop]:
    """For a module whose tests mind what others do."""
    with shops.opened(prepared, tmp_path_factory.mktemp("own")) as shop:
        yield shop


@pytest.fixture
def recording(own_shop: OpenShop) -> Recording:
    """Whose pages the module's own shop records; a call forgets whoever was there before."""
    return Recording(own_shop)


@pytest.fixture
def everybody_is_recorded(recording: Recording) -> None:
    recording(recorded="all")


@pytest.fixture
def browsers(chromium: Browser, shop: OpenShop) -> Iterator[Browsers]:
    browsers = Browsers(chromium, shop.url)
    yield browsers
    browsers.close()
    assert browsers.failures == []


@pytest.fixture
def a_shopper(browsers: Browsers) -> Callable[..., Shopper]:
    """Somebody nobody knows, in a browser that was never here."""
    return lambda **options: Shopper(browsers.open(**options).new_page())


@pytest.fixture
def shopper(a_shopper: Callable[..., Shopper]) -> Shopper:
    return a_shopper()


@pytest.fixture
def question(shopper: Shopper, request: pytest.FixtureRequest) -> str:
    """The shopper asked something, in words of this test alone."""
    question = f"Can you help me? ({request.node.name})"
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(question)
    return question


@pytest.fixture
def an_agent(browsers: Browsers, shop: OpenShop) -> Callable[..., Agent]:
    """Somebody of the team, in the inbox; logged in since the first time they came."""

    def arrives(name: str = "agent", **options: Any) -> Agent:
        context = browsers.open(**options)
        agent = Agent(context.new_page())
        if name in shop.sessions:
            context.add_cookies(shop.sessions[name])
            agent.opens_the_inbox()
        else:
            agent.logs_in(name)
            shop.sessions[name] = context.cookies()
        return agent

    return arrives


@pytest.fixture
def agent(an_agent: Callable[..., Agent]) -> Agent:
    return an_agent()


@pytest.fixture
def manager(an_agent: Callable[..., Agent]) -> Agent:
    return an_agent("manager")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    """A failure shows what stood on everybody's screen."""
    report = yield
    browsers = getattr(item, "funcargs", {}).get("browsers")
    if report.when == "call" and report.failed and browsers is not None:
        report.sections.append(("screens", browsers.describe()))
    return report
