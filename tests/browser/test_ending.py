"""A shopper ends a conversation, begins another one, reads the earlier ones; and somebody is blocked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop

_MANY = """
from wagtail_livechat.actions.drafts import Draft
from wagtail_livechat.actions.messages import post
from wagtail_livechat.inputs import VisitorMessageIn
from wagtail_livechat.models import Message
visitor = Message.objects.filter(body={question!r}).get().conversation.visitor_id
for number in range(60):
    post([Draft.by_visitor(visitor, VisitorMessageIn(client_id=f"many-{{number}}", body=f"Line {{number}}."))])
"""


@pytest.fixture
def question(shopper: Shopper, agent: Agent, request: pytest.FixtureRequest) -> str:
    """What the shopper asked; the agent answered."""
    question = f"Is it in stock? ({request.node.name})"
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(question)
    agent.opens(question)
    agent.replies("It is.")
    shopper.sees("It is.")
    return question


@pytest.fixture
def another(shopper: Shopper, agent: Agent, question: str) -> str:
    """The conversation was resolved, and the shopper chose to begin another one."""
    agent.resolves()
    begin_another(shopper).click()
    expect(shopper.log).not_to_contain_text(question)
    return question


def begin_another(shopper: Shopper) -> Locator:
    return shopper.panel.get_by_role("button", name="New conversation", exact=True)


def view(shopper: Shopper, name: str) -> Locator:
    return shopper.panel.get_by_role("region", name=name, exact=True)


def ends_the_conversation(shopper: Shopper) -> None:
    shopper.chooses("End conversation")
    view(shopper, "End conversation").get_by_role("button", name="End conversation").click()
    expect(begin_another(shopper)).to_be_visible()


def blocks(agent: Agent) -> None:
    agent.visitor_panel.get_by_role("button", name="Block visitor", exact=True).click()
    agent.page.get_by_role("dialog").get_by_role("button", name="Block visitor").click()
    expect(agent.visitor_panel.get_by_text("Blocked", exact=True)).to_be_visible()


# --- Ending ----------------------------------------------------------------------------------------------------------


def test_a_shopper_ends_a_conversation_by_keyboard_and_begins_another(
    shopper: Shopper, agent: Agent, question: str
) -> None:
    keyboard = shopper.page.keyboard
    shopper.menu_button.focus()
    keyboard.press("Enter")
    expect(shopper.menu_entry("Earlier conversations")).to_be_focused()
    keyboard.press("End")
    expect(shopper.menu_entry("End conversation")).to_be_focused()
    keyboard.press("Enter")
    asking = view(shopper, "End conversation")
    expect(asking).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")

    expect(begin_another(shopper)).to_be_focused()
    expect(begin_another(shopper)).to_have_accessible_description("You ended this conversation.")
    shopper.sees("You ended this conversation.")
    expect(shopper.box).to_be_hidden()
    agent.sees("The visitor ended the conversation")

    keyboard.press("Enter")
    expect(shopper.box).to_be_focused()
    expect(shopper.log).not_to_contain_text(question)
    keyboard.type(f"Something else: {question}")
    keyboard.press("Enter")
    shopper.sees("Something else")
    expect(agent.row("Something else").filter(has_text=question)).to_be_visible()
    agent.sees("The visitor ended the conversation")


@pytest.mark.usefixtures("question")
def test_who_was_asked_may_go_on(shopper: Shopper) -> None:
    shopper.chooses("End conversation")

    view(shopper, "End conversation").get_by_role("button", name="Keep chatting").click()

    expect(shopper.box).to_be_focused()
    shopper.sees("It is.")


@pytest.mark.usefixtures("question")
def test_an_ended_conversation_is_still_ended_after_a_reload_and_no_longer_when_an_agent_writes(
    shopper: Shopper, agent: Agent
) -> None:
    ends_the_conversation(shopper)
    agent.sees("The visitor ended the conversation")
    shopper.reloads()
    shopper.launcher.click()
    expect(begin_another(shopper)).to_be_visible()
    expect(shopper.box).to_be_hidden()

    agent.replies("Sorry, one more thing.")

    shopper.sees("Sorry, one more thing.")
    expect(shopper.box).to_be_visible()
    expect(begin_another(shopper)).to_be_hidden()


# --- Another conversation --------------------------------------------------------------------------------------------


def test_writing_on_in_a_resolved_conversation_opens_it_again(shopper: Shopper, agent: Agent, question: str) -> None:
    agent.resolves()
    expect(begin_another(shopper)).to_be_visible()

    shopper.sends("One thing more")

    shopper.sees_once_and_in_order(question, "It is.", "One thing more")
    expect(begin_another(shopper)).to_be_hidden()
    agent.sees("One thing more")


def test_another_conversation_begins_with_the_next_message(shopper: Shopper, agent: Agent, another: str) -> None:
    shopper.sends(f"Something else: {another}")

    expect(agent.row("Something else").filter(has_text=another)).to_be_visible()
    expect(agent.button("Reopen")).to_be_visible()
    agent.opens(f"Something else: {another}")
    agent.replies("Gladly.")
    shopper.sees("Gladly.")
    expect(shopper.log).not_to_contain_text("It is.")
    shopper.reloads()
    shopper.opens_the_chat()
    shopper.sees_once_and_in_order("Something else", "Gladly.")
    expect(shopper.log).not_to_contain_text("It is.")


def test_until_then_nothing_brings_the_former_one_back(shopper: Shopper, agent: Agent, another: str) -> None:
    other = shopper.opens_another_tab()
    other.opens_the_chat()
    other.sees("It is.")
    expect(shopper.log).not_to_contain_text(another)

    # Told to all of the shopper's tabs.
    other.log.get_by_role("radio", name="Very good").click()
    other.sees("You rated: 😀 Very good")
    shopper.looks_elsewhere()
    shopper.comes_back()
    shopper.page.context.set_offline(True)
    shopper.page.context.set_offline(False)
    shopper.closes_the_chat()
    shopper.has_unread(0)
    shopper.reloads()
    shopper.opens_the_chat()

    expect(shopper.log).to_contain_text("Hi! How can we help?")
    expect(shopper.log).not_to_contain_text(another)
    shopper.sends(f"Something else: {another}")
    other.sees("Something else")
    expect(other.log).not_to_contain_text("It is.")
    expect(agent.row("Something else").filter(has_text=another)).to_be_visible()


def test_the_former_one_comes_back_when_an_agent_goes_on_with_it(shopper: Shopper, agent: Agent, another: str) -> None:
    shopper.closes_the_chat()

    agent.replies("I forgot to say: only two are left.")

    shopper.has_unread(1)
    shopper.opens_the_chat()
    shopper.sees_once_and_in_order(another, "It is.", "I forgot to say: only two are left.")
    shopper.has_unread(0)


# --- Earlier conversations -------------------------------------------------------------------------------------------


def test_earlier_conversations_are_listed_and_read(shopper: Shopper, another: str) -> None:
    shopper.sends("Something else")
    shopper.chooses("Earlier conversations")
    earlier = view(shopper, "Earlier conversations")
    expect(earlier.get_by_role("listitem")).to_have_count(1)
    expect(earlier.get_by_role("button")).to_have_accessible_name(re.compile("Closed.*It is.", re.DOTALL))

    earlier.get_by_role("button").click()

    past = view(shopper, "Earlier conversation")
    expect(past).to_be_focused()
    expect(past).to_contain_text(another)
    expect(past).to_contain_text("This conversation was closed.")
    expect(shopper.box).to_be_hidden()
    past.get_by_role("button", name="Earlier conversations").click()
    expect(earlier).to_be_focused()
    shopper.panel.get_by_role("button", name="Back to the conversation").click()
    expect(shopper.box).to_be_focused()
    shopper.sees("Something else")


def test_one_that_was_just_left_is_among_them(shopper: Shopper, another: str) -> None:
    shopper.chooses("Earlier conversations")

    view(shopper, "Earlier conversations").get_by_role("button").click()

    expect(view(shopper, "Earlier conversation")).to_contain_text(another)


@pytest.mark.usefixtures("question")
def test_where_there_are_none_it_says_so(shopper: Shopper) -> None:
    shopper.chooses("Earlier conversations")

    expect(view(shopper, "Earlier conversations")).to_have_text("There are no earlier conversations.")


def test_a_list_that_could_not_be_loaded_is_loaded_again(shopper: Shopper, another: str) -> None:
    address = re.compile(r"/visitor/conversations$")
    shopper.page.route(address, lambda route: route.abort())
    shopper.chooses("Earlier conversations")
    earlier = view(shopper, "Earlier conversations")
    expect(earlier).to_contain_text("This could not be loaded.")

    shopper.page.unroute(address)
    earlier.get_by_role("button", name="Try again").click()

    expect(earlier.get_by_role("listitem")).to_contain_text("It is.")


def test_a_long_one_is_read_page_by_page(shopper: Shopper, agent: Agent, shop: OpenShop, question: str) -> None:
    shop.run(_MANY.format(question=question))
    shopper.sees("Line 59.")
    ends_the_conversation(shopper)
    begin_another(shopper).click()
    shopper.chooses("Earlier conversations")
    view(shopper, "Earlier conversations").get_by_role("button").click()
    past = view(shopper, "Earlier conversation")
    expect(past).to_contain_text("Line 59.")
    expect(past).not_to_contain_text(question)

    past.get_by_role("button", name="Load earlier messages").click()

    expect(past).to_contain_text(question)
    expect(past.get_by_role("button", name="Load earlier messages")).to_be_hidden()


# --- The transcript --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("question")
def test_a_transcript_is_sent_on_request(shopper: Shopper, agent: Agent) -> None:
    shopper.chooses("Send me a transcript")
    transcript = view(shopper, "Send me a transcript")
    box = transcript.get_by_role("textbox", name="E-mail")
    expect(box).to_be_focused()

    shopper.page.keyboard.type("vera")
    shopper.page.keyboard.press("Enter")
    expect(transcript.get_by_role("alert")).to_have_text("Enter an address such as name@example.com.")
    expect(box).to_be_focused()
    box.fill("vera@example.com")
    transcript.get_by_role("button", name="Send").click()

    expect(transcript.get_by_role("status")).to_have_text("Sent to vera@example.com.")
    agent.sees("The visitor asked for a transcript by e-mail")


@pytest.mark.usefixtures("question")
def test_a_known_address_is_there_already_and_a_refusal_is_told(shopper: Shopper, agent: Agent) -> None:
    agent.field("E-mail").fill("vera@example.com")
    agent.field("E-mail").press("Enter")
    expect(agent.thread.get_by_role("heading", name="vera@example.com")).to_be_visible()
    shopper.reloads()
    shopper.opens_the_chat()
    shopper.chooses("Send me a transcript")
    transcript = view(shopper, "Send me a transcript")
    expect(transcript.get_by_role("textbox", name="E-mail")).to_have_value("vera@example.com")

    transcript.get_by_role("textbox", name="E-mail").fill("4242424242424242@example.com")
    transcript.get_by_role("button", name="Send").click()

    expect(transcript.get_by_role("alert")).not_to_be_empty()
    expect(transcript.get_by_role("status")).to_be_empty()


# --- Blocked ---------------------------------------------------------------------------------------------------------


def sockets_of(shopper: Shopper) -> list[str]:
    """Those that the page opens from now on."""
    opened: list[str] = []
    shopper.page.on("websocket", lambda socket: opened.append(socket.url))
    return opened


@pytest.mark.usefixtures("question")
def test_who_is_blocked_reads_and_writes_no_more(shopper: Shopper, agent: Agent) -> None:
    blocks(agent)

    expect(shopper.box).to_be_hidden()
    expect(shopper.panel.get_by_text("The chat is closed.").first).to_be_visible()
    shopper.sees("It is.")
    opened = sockets_of(shopper)
    shopper.reloads()
    shopper.launcher.click()
    shopper.sees("It is.")
    expect(shopper.panel.get_by_text("The chat is closed.").last).to_be_visible()
    expect(shopper.box).to_be_hidden()
    expect(shopper.panel.get_by_role("status")).to_be_empty()
    assert opened == []


@pytest.mark.usefixtures("question")
def test_who_is_unblocked_notices_when_the_chat_is_opened_again(shopper: Shopper, agent: Agent) -> None:
    blocks(agent)
    expect(shopper.box).to_be_hidden()
    shopper.closes_the_chat()
    agent.visitor_panel.get_by_role("button", name="Unblock visitor").click()
    expect(agent.visitor_panel.get_by_text("Blocked", exact=True)).to_be_hidden()

    shopper.opens_the_chat()

    shopper.sends("Sorry for that")
    agent.sees("Sorry for that")
    agent.replies("Never mind.")
    shopper.sees("Never mind.")
