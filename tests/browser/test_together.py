"""What a team sees of each other and of the visitor, and what the visitor sees of the team."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import shops
from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

_LET_VISITORS_CHOOSE = """
from wagtail.models import Site
from wagtail_livechat.models import AgentGroup, LiveChatSettings
settings = LiveChatSettings.for_site(Site.objects.get(is_default_site=True))
settings.offers_groups = True
settings.save()
AgentGroup.objects.filter(name="Support").update(assignment="round_robin")
"""
_VISITORS_LEFT = """
from datetime import timedelta
from django.db.models import F
from wagtail_livechat import tasks
from wagtail_livechat.models import Visitor
Visitor.objects.update(last_seen_at=F("last_seen_at") - timedelta(seconds=61))
tasks.sweep()
"""
#: A browser that was allowed to notify, and notes what it showed.
_NOTE_NOTIFICATIONS = """
  window.shown = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission() { return Promise.resolve("granted"); }
    constructor(title, options) { window.shown.push([title, options?.body ?? ""]); }
    close() {}
    addEventListener() {}
  };
"""


@pytest.fixture(scope="module")
def shop(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenShop]:
    with shops.opened(prepared, tmp_path_factory.mktemp("together")) as shop:
        shop.run(_LET_VISITORS_CHOOSE)
        yield shop


def test_a_visitor_chooses_a_group_whose_rule_finds_an_agent(
    shopper: Shopper, agent: Agent, an_agent: Callable[..., Agent]
) -> None:
    lena = an_agent("lena")
    agent.chooses_status("Online")
    lena.chooses_status("Away")

    shopper.visits()
    shopper.opens_the_chat()
    shopper.chooses_group("Support")
    shopper.sends("This is for the support")

    expect(shopper.group_choice).to_be_hidden()
    agent.shows("Open", "Support")
    agent.opens("This is for the support")
    agent.sees("Martin Novak")
    expect(agent.assign_button).to_have_accessible_name("Assign: me")
    lena.shows("Open", "Support")
    lena.opens("This is for the support")
    agent.shows("Open", "All")


def test_a_deleted_message_shows_as_deleted_on_both_sides(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)
    agent.replies("This went to the wrong person")
    shopper.sees("This went to the wrong person")

    agent.log.get_by_text("This went to the wrong person").hover()
    agent.log.get_by_role("button", name="Delete").first.click()
    agent.page.get_by_role("dialog").get_by_role("button", name="Delete").click()

    for person in (agent, shopper):
        person.sees("Message deleted")
        expect(person.log).not_to_contain_text("This went to the wrong person")
    shopper.reloads()
    shopper.opens_the_chat()
    shopper.sees("Message deleted")


def test_the_list_says_who_left_the_site_and_who_types(
    question: str, shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    row = agent.row(question)
    expect(row).not_to_contain_text("left the site")

    shopper.box.press_sequentially("And one more th", delay=100)
    expect(agent.list.get_by_role("link").filter(has_text="is typing")).to_have_count(1)

    shopper.page.close()
    shop.run(_VISITORS_LEFT)
    expect(agent.row(question)).to_contain_text("left the site")


def test_files_of_an_agent_are_seen_by_the_visitor(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)
    agent.adds_a_file("guide.txt", b"Grind it fine")
    agent.box.press("Enter")

    shopper.sees_file("guide.txt")
    address = shopper.log.get_by_role("link", name=re.compile("guide.txt")).get_attribute("href")
    answer = shopper.page.request.get(str(address))
    assert (answer.status, answer.text()) == (200, "Grind it fine")
    assert answer.headers["content-disposition"].startswith("attachment")


def notified(agent: Agent) -> list[Any]:
    return list(agent.page.evaluate("window.shown"))


def test_who_looks_elsewhere_is_notified_of_what_they_chose(
    shopper: Shopper, an_agent: Callable[..., Agent], a_shopper: Callable[..., Shopper]
) -> None:
    agent = an_agent()
    agent.page.add_init_script(_NOTE_NOTIFICATIONS)
    agent.reloads()
    expect(agent.list.get_by_role("button", name=re.compile("^All"))).to_be_visible()
    agent.looks_elsewhere()

    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Is anybody looking?")

    expect(agent.row("Is anybody looking?")).to_be_visible()
    agent.page.wait_for_function("window.shown.length > 0")
    [(title, body)] = notified(agent)
    assert (title[:7], body) == ("Visitor", "Is anybody looking?")
    expect(agent.page).to_have_title(re.compile(r"^\(\d+\) "))

    agent.comes_back()
    agent.page.get_by_role("button", name="Preferences").click()
    agent.page.get_by_role("radio", name="None").check()
    agent.looks_elsewhere()
    shopper.sends("And now?")
    expect(agent.row("And now?")).to_be_visible()
    assert len(notified(agent)) == 1
    agent.comes_back()
    agent.page.get_by_role("radio", name="My conversations and unassigned ones").check()
