"""Conversations in the inbox: who is in charge, which are open, what is unread. Seen by two agents at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    """A shop of its own, since here conversations are counted."""
    return own_shop


def counts(agent: Agent, *queues: str) -> dict[str, int]:
    return {queue: agent.counts(queue) for queue in queues}


def plus(before: dict[str, int], **more: int) -> dict[str, int]:
    return {queue: count + more.get(queue, 0) for queue, count in before.items()}


def test_the_first_reply_takes_the_conversation(question: str, agent: Agent, manager: Agent) -> None:
    agent.opens(question)
    manager.opens(question)
    expect(agent.assign_button).to_have_accessible_name("Assign")

    agent.replies("Of course.")

    expect(agent.assign_button).to_have_accessible_name("Assign: me")
    expect(manager.assign_button).to_have_accessible_name("Assign: Martin Novak")
    manager.sees("Martin Novak joined")


def test_a_conversation_is_given_to_somebody_and_to_nobody(question: str, agent: Agent, manager: Agent) -> None:
    agent.opens(question)
    manager.opens(question)

    manager.assigns_to("Martin Novak")
    expect(manager.assign_button).to_have_accessible_name("Assign: Martin Novak")
    expect(agent.assign_button).to_have_accessible_name("Assign: me")
    agent.sees("Tom Becker assigned Martin Novak")

    agent.assigns_to("Nobody")
    expect(agent.assign_button).to_have_accessible_name("Assign")
    expect(manager.assign_button).to_have_accessible_name("Assign")
    manager.sees("Martin Novak assigned it to nobody")


def test_a_conversation_given_away_leaves_the_reach_of_a_limited_agent_until_it_comes_back(
    question: str, agent: Agent, manager: Agent
) -> None:
    agent.opens(question)
    manager.opens(question)
    agent.box.fill("I was about to answer")

    agent.assigns_to("Tom Becker")
    expect(manager.assign_button).to_have_accessible_name("Assign: me")
    expect(agent.thread.get_by_text("This conversation is no longer in your reach.")).to_be_visible()
    expect(agent.row(question)).to_be_hidden()
    expect(agent.button("Send")).to_be_disabled()

    manager.assigns_to("Nobody")
    expect(agent.row(question)).to_be_visible()
    agent.sees(question)
    expect(agent.box).to_have_value("I was about to answer")


def test_counts_and_queues_move_for_everybody(agent: Agent, manager: Agent, a_shopper: Callable[..., Shopper]) -> None:
    names = ("All", "Mine", "Unassigned", "Unanswered")
    agents_before, managers_before = counts(agent, *names), counts(manager, *names)
    shopper = a_shopper()
    shopper.visits()
    shopper.opens_the_chat()

    shopper.writes("Who counts me?")
    new = {"All": 1, "Unassigned": 1, "Unanswered": 1}
    agent.sees_counts(**plus(agents_before, **new))
    manager.sees_counts(**plus(managers_before, **new))

    agent.opens("Who counts me?")
    agent.replies("I do.")
    agent.sees_counts(**plus(agents_before, All=1, Mine=1))
    manager.sees_counts(**plus(managers_before, All=1))

    shopper.writes("Thank you for counting")
    manager.sees_counts(**plus(managers_before, All=1, Unanswered=1))
    manager.shows("Open", "Unanswered")
    expect(manager.row("Thank you for counting")).to_be_visible()
    manager.shows("Open", "Unassigned")
    expect(manager.row("Thank you for counting")).to_be_hidden()

    agent.resolves()
    agent.sees_counts(**agents_before)
    manager.sees_counts(**managers_before)
    manager.shows("Open", "All")


def test_resolved_conversations_have_a_tab_of_their_own_and_can_be_reopened(
    question: str, agent: Agent, manager: Agent
) -> None:
    agent.opens(question)
    agent.replies("It is solved, I hope")
    agent.resolves()
    expect(agent.row("It is solved, I hope")).to_be_hidden()

    manager.shows("Resolved")
    manager.opens("It is solved, I hope")
    manager.button("Reopen").click()

    expect(manager.button("Resolve")).to_be_visible()
    expect(manager.row("It is solved, I hope")).to_be_hidden()
    expect(agent.button("Resolve")).to_be_visible()
    expect(agent.row("It is solved, I hope")).to_be_visible()
    agent.sees("Reopened by Tom Becker")


def test_a_row_has_a_button_to_resolve_it(question: str, agent: Agent) -> None:
    agent.opens(question)
    agent.assigns_to("Martin Novak")
    expect(agent.assign_button).to_have_accessible_name("Assign: me")
    row = agent.list.get_by_role("listitem").filter(has_text=question)

    row.hover()
    row.get_by_role("button", name="Resolve Visitor").click()

    expect(agent.row(question)).to_be_hidden()
    agent.shows("Resolved")
    expect(agent.row(question)).to_be_visible()
    agent.shows("Open")


def test_who_may_not_resolve_is_told_why(question: str, agent: Agent, manager: Agent) -> None:
    agent.opens(question)

    expect(agent.button("Resolve")).to_have_attribute("aria-disabled", "true")
    agent.button("Resolve").click(force=True)
    reason = "Only the agent in charge or a manager can resolve"
    expect(agent.thread.get_by_role("alert").filter(has_text=reason)).to_be_visible()
    expect(agent.button("Reopen")).to_be_hidden()

    manager.assigns_the(question, to="Martin Novak")
    expect(agent.button("Resolve")).not_to_have_attribute("aria-disabled", "true")
    agent.resolves()


def test_only_the_one_in_charge_moves_the_unread_mark(
    question: str, shopper: Shopper, agent: Agent, manager: Agent
) -> None:
    agent.opens(question)
    agent.replies("I take it")
    shopper.sees("I take it")
    agent.looks_elsewhere()
    shopper.writes("One more thing")

    manager.opens("One more thing")
    expect(manager.row("One more thing")).to_contain_text("1 unread message")
    expect(agent.row("One more thing")).to_contain_text("1 unread message")

    agent.comes_back()
    expect(agent.row("One more thing")).not_to_contain_text("unread message")
    expect(manager.row("One more thing")).not_to_contain_text("unread message")
    expect(shopper.log).to_contain_text("Seen")


def test_the_menu_of_another_admin_page_counts_unread_conversations(
    question: str, shopper: Shopper, manager: Agent, a_shopper: Callable[..., Shopper]
) -> None:
    manager.opens(question)
    expect(manager.row(question)).not_to_contain_text("unread message")
    before = manager.unread_in_the_menu()
    manager.looks_elsewhere()
    elsewhere = manager.opens_another_tab("/admin/account/")
    elsewhere.has_unread_in_the_menu(before)

    shopper.writes("Are you still there?")
    elsewhere.has_unread_in_the_menu(before + 1)
    other = a_shopper()
    other.visits()
    other.opens_the_chat()
    other.writes("I am new here")
    elsewhere.has_unread_in_the_menu(before + 2)

    manager.comes_back()
    elsewhere.has_unread_in_the_menu(before + 1)


def test_drafts_survive_a_reload_and_a_look_into_another_conversation(
    question: str, agent: Agent, a_shopper: Callable[..., Shopper]
) -> None:
    other = a_shopper()
    other.visits()
    other.opens_the_chat()
    other.sends("Another conversation")
    agent.opens(question)
    agent.box.fill("I was about to say")

    agent.opens("Another conversation")
    expect(agent.box).to_be_empty()
    agent.opens(question)
    expect(agent.box).to_have_value("I was about to say")

    agent.reloads()
    expect(agent.box).to_have_value("I was about to say")
    agent.sees(question)
