"""What agents say about themselves and know about visitors, and what only managers are told."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

_SWEEP = "from wagtail_livechat import tasks; tasks.sweep()"
_FORGET_THE_SWEEP = "from wagtail_livechat.models import Heartbeat; Heartbeat.objects.all().delete()"
_A_MINUTE_LATER = """
from datetime import timedelta
from django.db.models import F
from wagtail_livechat import tasks
from wagtail_livechat.models import Agent
Agent.objects.update(last_seen_at=F("last_seen_at") - timedelta(seconds=61))
tasks.sweep()
"""
NO_WORKER = re.compile("queue worker", re.IGNORECASE)


def test_the_widget_says_whether_somebody_is_there_while_the_status_changes(shopper: Shopper, agent: Agent) -> None:
    agent.chooses_status("Online")
    shopper.visits()
    shopper.opens_the_chat()
    expect(shopper.panel.get_by_text("Online")).to_be_visible()

    for status in ("Away", "Offline"):
        agent.chooses_status(status)
        expect(shopper.panel.get_by_text("Away right now")).to_be_visible()
        agent.chooses_status("Online")
        expect(shopper.panel.get_by_text("Online")).to_be_visible()


def test_a_minute_after_the_last_tab_was_closed_the_widget_says_that_nobody_is_there(
    shopper: Shopper, agent: Agent, shop: OpenShop
) -> None:
    agent.chooses_status("Online")
    shopper.visits()
    shopper.opens_the_chat()
    expect(shopper.panel.get_by_text("Online")).to_be_visible()

    agent.page.close()
    shop.run(_A_MINUTE_LATER)

    expect(shopper.panel.get_by_text("Away right now")).to_be_visible()


def test_the_status_is_remembered(agent: Agent) -> None:
    agent.chooses_status("Away")

    agent.reloads()

    expect(agent.page.get_by_role("button", name="Your status Away")).to_be_visible()
    agent.chooses_status("Online")


def test_agents_see_how_many_of_them_are_online(agent: Agent, manager: Agent) -> None:
    manager.chooses_status("Online")
    agent.chooses_status("Online")
    expect(manager.page.get_by_text("2 agents online")).to_be_visible()

    agent.chooses_status("Away")

    expect(manager.page.get_by_text("1 agent online")).to_be_visible()
    agent.chooses_status("Online")


@pytest.fixture
def visitor_open(shopper: Shopper, agent: Agent, manager: Agent, request: pytest.FixtureRequest) -> None:
    """Two agents look at the same visitor."""
    question = f"Do you know me? ({request.node.name})"
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(question)
    agent.opens(question)
    manager.opens(question)


@pytest.mark.usefixtures("visitor_open")
def test_what_is_known_of_a_visitor_is_edited_in_place_and_seen_by_all(agent: Agent, manager: Agent) -> None:
    known = {
        "Name": "Ada Lovelace",
        "E-mail": "ada@example.com",
        "Phone": "+44 20 7946 0000",
        "Note": "Prefers light roasts",
    }

    for label, value in known.items():
        agent.field(label).fill(value)
        agent.field(label).blur()

    expect(agent.visitor_panel.get_by_text("Saved", exact=True)).to_have_count(len(known))
    for label, value in known.items():
        expect(manager.field(label)).to_have_value(value)
    expect(manager.row("Do you know me?").filter(has_text="Ada Lovelace").first).to_be_visible()
    expect(manager.thread.get_by_role("heading", name="Ada Lovelace")).to_be_visible()
    agent.reloads()
    for label, value in known.items():
        expect(agent.field(label)).to_have_value(value)


@pytest.mark.usefixtures("visitor_open")
def test_a_value_that_is_refused_stays_for_mending(agent: Agent, manager: Agent) -> None:
    too_long = "0123456789" * 10
    agent.field("Phone").fill(too_long)
    agent.field("Phone").blur()

    expect(agent.field("Phone")).to_have_attribute("aria-invalid", "true")
    expect(agent.field("Phone")).to_have_value(too_long)
    expect(manager.field("Phone")).to_have_value("")

    agent.field("Phone").fill("+33 6 12 34 56 78")
    agent.field("Phone").press("Enter")
    expect(manager.field("Phone")).to_have_value("+33 6 12 34 56 78")
    expect(agent.field("Phone")).to_have_attribute("aria-invalid", "false")


@pytest.mark.usefixtures("visitor_open")
def test_escape_takes_an_edit_back(agent: Agent, manager: Agent) -> None:
    agent.field("Name").fill("Grace Hopper")
    agent.field("Name").press("Enter")
    expect(manager.field("Name")).to_have_value("Grace Hopper")

    agent.field("Name").fill("Somebody else")
    agent.field("Name").press("Escape")
    agent.field("Name").blur()

    expect(agent.field("Name")).to_have_value("Grace Hopper")
    expect(manager.field("Name")).to_have_value("Grace Hopper")


def test_a_manager_is_told_when_the_queue_worker_does_not_run_and_an_agent_is_not(
    shop: OpenShop, agent: Agent, manager: Agent
) -> None:
    shop.run(_FORGET_THE_SWEEP)
    for person in (agent, manager):
        person.reloads()
        expect(person.list.get_by_role("button", name=re.compile("^All"))).to_be_visible()

    expect(manager.list.get_by_text(NO_WORKER)).to_contain_text("qcluster")
    expect(agent.list.get_by_text(NO_WORKER)).to_be_hidden()

    shop.run(_SWEEP)
    manager.reloads()
    expect(manager.list.get_by_role("button", name=re.compile("^All"))).to_be_visible()
    expect(manager.list.get_by_text(NO_WORKER)).to_be_hidden()
