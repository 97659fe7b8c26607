"""A host that knows no sockets: everything works by asking."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import shops
from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

_BLOCK_EVERYBODY = """
from django.utils import timezone
from wagtail_livechat.models import Visitor
Visitor.objects.update(blocked_at=timezone.now())
"""


@pytest.fixture(scope="module")
def shop(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenShop]:
    with shops.opened(prepared, tmp_path_factory.mktemp("asked"), sockets=False) as shop:
        yield shop


def test_a_conversation_works_without_sockets(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Can you hear me?")

    agent.opens("Can you hear me?")
    agent.replies("Loud and clear.")
    shopper.sees("Loud and clear.")
    expect(agent.assign_button).to_have_accessible_name("Assign: me")

    agent.resolves()
    shopper.sees("This conversation was closed.")
    shopper.writes("One thing more")
    agent.sees("One thing more")
    expect(agent.button("Resolve")).to_be_visible()

    for person in (shopper, agent):
        person.sees_once_and_in_order("Can you hear me?", "Loud and clear.", "One thing more")
    # Nothing is wrong, so nobody is told that something were.
    expect(shopper.panel.get_by_role("status")).to_be_empty()
    expect(agent.page.get_by_text("No connection")).to_be_hidden()


def test_what_happens_elsewhere_is_found_without_sockets(shopper: Shopper, agent: Agent, manager: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Who is asking?")
    agent.opens("Who is asking?")
    manager.opens("Who is asking?")

    agent.replies("We are.")
    expect(manager.assign_button).to_have_accessible_name("Assign: Martin Novak")
    manager.resolves()

    expect(agent.button("Reopen")).to_be_visible()
    expect(agent.row("We are.")).to_be_hidden()


@pytest.mark.parametrize("has_written", [True, False], ids=["wrote", "never wrote"])
def test_who_is_blocked_hears_of_it_without_sockets(shopper: Shopper, shop: OpenShop, has_written: bool) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    expect(shopper.box).to_be_visible()
    if has_written:
        shopper.sends("Buy my watches")

    shop.run(_BLOCK_EVERYBODY)

    expect(shopper.box).to_be_hidden()
    expect(shopper.panel.get_by_text("The chat is closed.").first).to_be_visible()


def test_messages_written_while_the_server_is_away_arrive_once_without_sockets(
    shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Before the break")
    agent.opens("Before the break")
    asked, answered = ("Asked meanwhile", "Asked again"), ("Answered meanwhile", "Answered again")

    shop.web.kill()
    for question, answer in zip(asked, answered, strict=True):
        shopper.writes(question)
        agent.replies(answer)
    shopper.sees("Sending…")
    shop.web.start()

    for person in (shopper, agent):
        for text in (*asked, *answered):
            expect(person.log.get_by_text(text)).to_have_count(1)
        expect(person.log).not_to_contain_text("ending …")
        person.sees_once_and_in_order(*asked)
        person.sees_once_and_in_order(*answered)
